// `npm run release`: keeps of this version what the versions after it are held to: what a company builds on, and what is on disk. Written
// once, when it is released; `-- --again` writes it anew for a version that never was.

import { writeLeft, writeLives } from "../objects/customer/upgrade/fixture.ts";
import { keepSurface, lastKept } from "./kept.ts";
import { objectsLeft } from "./objects-left.ts";
import { VERSION, surfaceHere } from "./surface.ts";

if (lastKept() === VERSION && !process.argv.includes("--again")) {
  process.stderr.write(`${VERSION} is kept already. If it was never released: npm run release -- --again\n`);
  process.exitCode = 1;
} else {
  const say = (line: string): unknown => process.stdout.write(`${line}\n`);
  say(`${VERSION}: reads what is stable`);
  const surface = await surfaceHere();
  const lines = Object.values(surface).flat().length;
  say(
    `${VERSION}: ${lines} lines of what is stable. Runs this code in workerd, for what it leaves in every object: some 20 seconds. Exceptions that say "played" are part of it`,
  );
  const left = await objectsLeft();
  // Nothing is written before all of it is made.
  keepSurface(VERSION, surface);
  writeLeft(VERSION, left);
  const objects = Object.keys(left["objects"] ?? {}).length;
  say(`${VERSION}: ${writeLives(VERSION)} customers and ${objects} objects on disk`);
  // The runner it was made with leaves something open.
  process.exit();
}
