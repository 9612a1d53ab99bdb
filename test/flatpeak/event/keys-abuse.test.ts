import { describe, expect, it } from "vitest";
import { keySet, newSigningKey } from "../../../src/dev/emulator/signing.ts";
import { createKeyProvider } from "../../../src/platform/key-set.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const old = await newSigningKey();
const young = await newSigningKey();
const both = { keys: [...keySet(old).keys, ...keySet(young).keys] };

/** A key server in virtual time; it notes when it is asked. */
function rig() {
  let now = 1_790_000_000_000;
  let answer = (): Response => Response.json(keySet(old));
  const asked: number[] = [];
  const keys = createKeyProvider({
    url: "https://api.flatpeak.test/jwks.json",
    now: () => now,
    fetch: () => {
      asked.push(now);
      return Promise.resolve(answer());
    },
  });
  return {
    asked,
    find: async (kid: string) => (await keys.find(kid)).kind,
    wait(ms: number): void {
      now += ms;
    },
    serve(next: () => Response): void {
      answer = next;
    },
    since(ms: number): number {
      return asked.filter((at) => at > now - ms).length;
    },
    get now(): number {
      return now;
    },
  };
}

function shortestGap(times: readonly number[]): number {
  return Math.min(...times.slice(1).map((at, index) => at - (times[index] ?? 0)));
}

const down = (): Response => new Response("down", { status: 500 });

describe("abuse of the key set", () => {
  it("fetches no more than once in 30 seconds for a thousand key ids in a minute, and calls none of them genuine", async () => {
    const it = rig();
    expect(await it.find(old.kid)).toBe("found");
    for (let no = 0; no < 1_000; no++) {
      // Not known to an older set is not forged: it is put off until FlatPeak is asked again.
      expect(["unknown", "unavailable"]).toContain(await it.find(`wsk_stranger_${no}`));
      expect(await it.find(old.kid)).toBe("found");
      it.wait(60);
    }
    expect(it.asked).toHaveLength(2);
    expect(shortestGap(it.asked)).toBeGreaterThanOrEqual(30 * SECOND);
  });

  it("makes one fetch of a crowd of strangers that come at the same instant", async () => {
    const it = rig();
    const kinds = await Promise.all(Array.from({ length: 1_000 }, (_, no) => it.find(`wsk_stranger_${no}`)));
    expect(new Set(kinds)).toEqual(new Set(["unknown"]));
    expect(it.asked).toHaveLength(1);
  });
});

describe("an outage of two hours", () => {
  it("serves the known key throughout, never calls an unknown one forged, and asks every 30 seconds at most", async () => {
    const it = rig();
    expect(await it.find(old.kid)).toBe("found");
    it.wait(30 * SECOND);
    it.serve(down);
    const seen = { known: new Set<string>(), unknown: new Set<string>() };
    for (let elapsed = 0; elapsed < 2 * HOUR; elapsed += 5 * SECOND) {
      seen.known.add(await it.find(old.kid));
      seen.unknown.add(await it.find(young.kid));
      it.wait(5 * SECOND);
    }
    expect([...seen.known]).toEqual(["found"]);
    expect([...seen.unknown]).toEqual(["unavailable"]);
    expect(it.asked).toHaveLength(1 + (2 * HOUR) / (30 * SECOND));
    expect(shortestGap(it.asked)).toBe(30 * SECOND);

    // Back, and rotated meanwhile: the new key is taken up within a minute.
    it.serve(() => Response.json(both));
    const backAt = it.now;
    while ((await it.find(young.kid)) !== "found") it.wait(SECOND);
    expect(it.now - backAt).toBeLessThanOrEqual(MINUTE);
    expect(await it.find(old.kid)).toBe("found");
    expect(shortestGap(it.asked)).toBe(30 * SECOND);
  });

  it("is over for an isolate that was born in it as soon as the key server is back", async () => {
    const it = rig();
    it.serve(down);
    expect(await it.find(old.kid)).toBe("unavailable");
    it.wait(29 * SECOND);
    it.serve(() => Response.json(keySet(old)));
    expect(await it.find(old.kid)).toBe("unavailable");
    it.wait(SECOND);
    expect(await it.find(old.kid)).toBe("found");
    expect(it.asked).toHaveLength(2);
  });
});

describe("rotation", () => {
  it.each([1, 7, 29, 30, 31, 299, 300])(
    "takes up a new key within a minute when the set is %d seconds old, and keeps the old one while it is listed",
    async (age) => {
      const it = rig();
      expect(await it.find(old.kid)).toBe("found");
      it.wait(age * SECOND);
      it.serve(() => Response.json(both));
      const rotatedAt = it.now;
      while ((await it.find(young.kid)) !== "found") it.wait(SECOND);
      expect(it.now - rotatedAt).toBeLessThanOrEqual(30 * SECOND);
      expect(await it.find(old.kid)).toBe("found");
      expect(shortestGap(it.asked)).toBeGreaterThanOrEqual(30 * SECOND);
    },
  );

  it("takes up a new key in the middle of a flood of strangers", async () => {
    const it = rig();
    await it.find(old.kid);
    it.serve(() => Response.json(both));
    let accepted: number | null = null;
    const from = it.now;
    for (let no = 0; no < 1_000; no++) {
      await it.find(`wsk_stranger_${no}`);
      if (accepted === null && (await it.find(young.kid)) === "found") accepted = it.now;
      it.wait(60);
    }
    expect((accepted ?? Number.POSITIVE_INFINITY) - from).toBeLessThanOrEqual(MINUTE);
    expect(it.since(MINUTE)).toBeLessThanOrEqual(2);
  });

  it.each([1, 60, 299, 301])(
    "refuses a removed key within ten minutes when it is asked for every %d seconds",
    async (every) => {
      const it = rig();
      it.serve(() => Response.json(both));
      expect(await it.find(old.kid)).toBe("found");
      it.serve(() => Response.json(keySet(young)));
      const removedAt = it.now;
      while ((await it.find(old.kid)) !== "unknown") it.wait(every * SECOND);
      expect(it.now - removedAt).toBeLessThanOrEqual(10 * MINUTE);
      expect(await it.find(young.kid)).toBe("found");
      expect(shortestGap(it.asked)).toBeGreaterThanOrEqual(30 * SECOND);
    },
  );
});
