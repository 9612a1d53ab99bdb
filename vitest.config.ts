import "./src/emulator/needs-node.cjs";
import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { testSettings } from "./test/settings.ts";

export default defineConfig({
  test: {
    retry: 0,
    projects: [
      {
        test: {
          name: "core",
          include: ["test/{channels,core,flatpeak,emulator,pages,simulator}/**/*.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: testSettings,
              // A wall: a test that forgets to answer an outbound call sees 599, never the network.
              outboundService: (request: { method: string; url: string }) =>
                new Response(`network is off in tests: ${request.method} ${request.url}`, { status: 599 }) as never,
            },
          }),
        ],
        test: { name: "worker", include: ["test/worker/**/*.test.ts"], testTimeout: 30_000 },
      },
      { test: { name: "chaos", include: ["test/chaos/**/*.test.ts"], testTimeout: 300_000 } },
      { test: { name: "bench", include: ["test/bench/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: { name: "dev", include: ["test/dev/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: { name: "browser", include: ["test/browser/**/*.test.ts"], testTimeout: 90_000, hookTimeout: 60_000 } },
    ],
  },
});
