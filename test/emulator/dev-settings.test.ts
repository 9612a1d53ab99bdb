import { expect, test } from "vitest";
import { devSettings, relocatedConfig, toDotEnv } from "../../src/emulator/dev-settings.ts";

test("every address of a run is on its own port, and the shell's settings win", () => {
  const settings = devSettings(9000, {
    FLATPEAK_API_VERSION: "2024-08-24.zero",
    LADDER_EXPIRED: "0,1d",
    HOME: "/root",
  });
  expect(settings).toMatchObject({
    FLATPEAK_API_URL: "http://127.0.0.1:9000/_flatpeak/api",
    HANDOFF_URL: "http://127.0.0.1:9000/_dev/handoff",
    FLATPEAK_API_VERSION: "2024-08-24.zero",
    LADDER_EXPIRED: "0,1d",
  });
  expect(settings).not.toHaveProperty("HOME");
});

test("settings are written one to a line", () => {
  expect(toDotEnv({ A: "x y", B: "0,5d" })).toBe('A="x y"\nB="0,5d"\n');
});

test("a configuration gets absolute paths, and one that changed its lines is noticed", () => {
  const config = 'name = "a"\nmain = "src/worker.ts"\n';
  expect(relocatedConfig(config, "/x y", ['main = "src/worker.ts"'])).toBe('name = "a"\nmain = "/x y/src/worker.ts"\n');
  expect(() => relocatedConfig(config, "/x", ['main = "src/index.ts"'])).toThrow(/main/);
});
