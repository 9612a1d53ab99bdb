// What wrangler runs before it starts or deploys the Worker.

import { buildWorker } from "./worker.ts";

await buildWorker("dist/worker");
