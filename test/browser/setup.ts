// One Chromium and one dev server for all browser tests.
import type { TestProject } from "vitest/node";
import { setup as startDevServer } from "../dev/server/setup.ts";
import { serveChromium } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    chromium: string;
  }
}

/** For vitest's `globalSetup`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [served, stopDevServer] = await Promise.all([serveChromium(), startDevServer(project)]);
  project.provide("chromium", served.wsEndpoint());
  return async () => {
    await Promise.all([served.close(), stopDevServer()]);
  };
}
