// `npm run release`: keeps of this version what the versions after it are held to: what a company builds on, and what is on disk. Written
// once, when it is released; `-- --again` writes it anew for a version that never was.

import { writeLives } from "../objects/customer/upgrade/fixture.ts";
import { keepSurface, lastKept } from "./kept.ts";
import { VERSION, surfaceHere } from "./surface.ts";

if (lastKept() === VERSION && !process.argv.includes("--again")) {
  process.stderr.write(`${VERSION} is kept already. If it was never released: npm run release -- --again\n`);
  process.exitCode = 1;
} else {
  const surface = await surfaceHere();
  keepSurface(VERSION, surface);
  const lines = Object.values(surface).flat().length;
  process.stdout.write(`${VERSION}: ${lines} lines of what is stable, ${writeLives(VERSION)} customers on disk\n`);
}
