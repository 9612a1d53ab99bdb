// `npm run release:fixture`: keeps what this version leaves on disk, for the versions after it. Written once, when it is released.

import { readFileSync } from "node:fs";
import { VERSIONS, writeLives } from "./fixture.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly version: string };
if (VERSIONS.includes(version) && !process.argv.includes("--again")) {
  process.stderr.write(`${version} has its fixture. If it was never released, write it with --again.\n`);
  process.exitCode = 1;
} else process.stdout.write(`${writeLives(version)} customers of ${version}\n`);
