// One dev server for all test files of a project, started before the first and stopped after the last.
import type { TestProject } from "vitest/node";
import { startDevServer } from "./server.ts";

declare module "vitest" {
  interface ProvidedContext {
    devServer: { readonly origin: string };
  }
}

/** For vitest's `globalSetup`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const environment = {
    // Every kind of problem is told of, and one of them more than once.
    LADDER_UPGRADE: "0",
    LADDER_EXPIRED: "0,3d,10d,21d",
    // What is triggered together is told together, however slow the machine is: tests move the clock.
    GROUP_WAIT: "10m",
    GROUP_WAIT_MAX: "20m",
  };
  const server = await startDevServer({ environment });
  project.provide("devServer", { origin: server.origin });
  return () => server.stop();
}
