// The bench's end of the load generator: one order at a time, each with its answer.

import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pin } from "./cpu.ts";
import type { Order, Report } from "./load.ts";

/** A load generator that is up. */
export interface Loader {
  /** Carries out an order. Rejects with what went wrong there. */
  order(order: Order): Promise<Report | null>;
  close(): void;
}

/** Starts it, on these cores if any are given. */
export function startLoader(cores: string | null): Loader {
  const child = fork(join(import.meta.dirname, "load.ts"), { serialization: "advanced" });
  if (cores !== null && child.pid !== undefined) pin(child.pid, cores);
  return {
    async order(order) {
      const answered = once(child, "message");
      child.send(order);
      const [said] = (await answered) as [{ report?: Report | null; failed?: string }];
      if (said.failed !== undefined) throw new Error(`the load generator: ${said.failed}`);
      return said.report ?? null;
    },
    close() {
      child.kill();
    },
  };
}
