// Work that many wait for is done once, and nobody waits for one that is gone.

import { afterEach, expect, it, vi } from "vitest";
import { shared } from "../../src/platform/shared.ts";

afterEach(() => {
  vi.useRealTimers();
});

it("is done once for all who wait, and anew for who comes after", async () => {
  let times = 0;
  const work = shared(() => Promise.resolve(`done ${++times}`), 1_000);
  expect(await Promise.all([work.join(), work.join()])).toEqual(["done 1", "done 1"]);
  expect(work.isUnderWay()).toBe(false);
  expect(await work.join()).toBe("done 2");
});

it("is given up where whoever began it is gone, and begun anew", async () => {
  vi.useFakeTimers();
  const ends: (Promise<string> | undefined)[] = [new Promise<string>(() => undefined), Promise.resolve("done")];
  const work = shared(() => ends.shift() ?? Promise.resolve("more"), 1_000);
  const waiting = Promise.all([work.join(), work.join()]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await waiting).toEqual([null, null]);
  expect(await work.join()).toBe("done");
});

it("breaks for all who wait, and is begun anew", async () => {
  let times = 0;
  const work = shared(() => (++times === 1 ? Promise.reject(new Error("no")) : Promise.resolve("done")), 1_000);
  const broken = await Promise.allSettled([work.join(), work.join()]);
  expect(broken.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await work.join()).toBe("done");
});
