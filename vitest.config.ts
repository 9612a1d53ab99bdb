import "./src/dev/emulator/needs-node.cjs";
import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { testSettings } from "./test/settings.ts";
import { writtenSettings } from "./test/written.ts";

/** Ends a test that hangs. No expectation: a machine under load may take many times as long as a quiet one. */
const SAFETY_NET_MS = 300_000;

export default defineConfig({
  test: {
    retry: 0,
    // Thousands of lines that nobody reads: what is decided is looked at by the tests.
    onConsoleLog: (log) => !log.startsWith('{"what":"decided"'),
    projects: [
      {
        test: {
          name: "core",
          // What needs no workerd, or what only Node can measure.
          include: [
            "test/{walls,core,flatpeak,channels,text}/**/*.test.ts",
            "test/dev/{emulator,simulator}/**/*.test.ts",
            "test/**/*.node.test.ts",
          ],
          testTimeout: SAFETY_NET_MS,
        },
      },
      {
        plugins: [
          cloudflareTest({
            main: "./src/worker.ts",
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: { ...writtenSettings(), ...testSettings },
              // A wall: a test that forgets to answer an outbound call sees 599, never the network.
              outboundService: (request: { method: string; url: string }) =>
                new Response(`network is off in tests: ${request.method} ${request.url}`, { status: 599 }) as never,
            },
          }),
        ],
        test: {
          name: "worker",
          include: ["test/{setup,objects,web}/**/*.test.ts"],
          exclude: ["test/**/*.node.test.ts"],
          setupFiles: ["test/support/worker.ts"],
          testTimeout: SAFETY_NET_MS,
          hookTimeout: SAFETY_NET_MS,
        },
      },
      { test: { name: "chaos", include: ["test/chaos/**/*.test.ts"], testTimeout: SAFETY_NET_MS } },
      {
        test: {
          name: "bench",
          include: ["test/bench/**/*.test.ts"],
          testTimeout: SAFETY_NET_MS,
          hookTimeout: SAFETY_NET_MS,
        },
      },
      {
        test: {
          name: "dev",
          include: ["test/dev/server/**/*.test.ts"],
          globalSetup: "test/dev/server/setup.ts",
          // They share a world.
          fileParallelism: false,
          testTimeout: SAFETY_NET_MS,
          hookTimeout: SAFETY_NET_MS,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: "test/browser/setup.ts",
          fileParallelism: false,
          testTimeout: SAFETY_NET_MS,
          hookTimeout: SAFETY_NET_MS,
        },
      },
    ],
  },
});
