// What wrangler runs before it starts or deploys the Worker.

import { readFileSync } from "node:fs";
import { unboundIn } from "./bound.ts";
import { buildWorker } from "./worker.ts";

const unbound = unboundIn(readFileSync("wrangler.toml", "utf8"));
if (unbound.length > 0) {
  process.stderr.write(
    `wrangler.toml has no [[durable_objects.bindings]], or no [exports], for ${unbound.join(", ")}: take them over from the wrangler.toml of this version.\n`,
  );
  process.exitCode = 1;
} else await buildWorker("dist/worker");
