// One thread of the simulation.

import { parentPort, workerData } from "node:worker_threads";
import { simulateShares } from "./fleet.ts";
import type { ThreadData } from "./fleet.ts";

const port = parentPort;
if (port === null) throw new Error("runs as a thread only");
simulateShares(workerData as ThreadData, (done) => port.postMessage(done));
