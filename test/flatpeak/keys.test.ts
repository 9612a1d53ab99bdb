import { describe, expect, it } from "vitest";
import { createKeyProvider } from "../../src/flatpeak/keys.ts";
import { keySet, newSigningKey } from "../../src/emulator/signing.ts";

const key = await newSigningKey();
const other = await newSigningKey();
const jwk = keySet(key).keys[0] ?? {};

function provider(answer: () => Response) {
  let now = 1_000_000;
  let fetches = 0;
  const keys = createKeyProvider({
    url: "https://api.flatpeak.test/jwks.json",
    now: () => now,
    fetch: () => {
      fetches += 1;
      return Promise.resolve(answer());
    },
  });
  return {
    find: async (kid: string) => (await keys.find(kid)).kind,
    wait: (ms: number) => {
      now += ms;
    },
    fetches: () => fetches,
  };
}

describe("keys", () => {
  it("fetches once for a crowd, and at most once in thirty seconds for a thousand unknown ids", async () => {
    const it = provider(() => Response.json(keySet(key)));
    const crowd = await Promise.all(Array.from({ length: 50 }, () => it.find(key.kid)));
    expect(new Set(crowd)).toEqual(new Set(["found"]));
    expect(it.fetches()).toBe(1);
    for (let no = 0; no < 1_000; no++) {
      expect(await it.find(`wsk_${no}`)).toBe("unknown");
      it.wait(60);
    }
    expect(it.fetches()).toBeLessThanOrEqual(3);
  });

  it("serves a known key for a day while the key server is down, and calls an unknown one unavailable", async () => {
    let up = true;
    const it = provider(() => (up ? Response.json(keySet(key)) : new Response(null, { status: 500 })));
    expect(await it.find(key.kid)).toBe("found");
    up = false;
    it.wait(2 * 3_600_000);
    expect(await it.find(key.kid)).toBe("found");
    expect(await it.find("wsk_new")).toBe("unavailable");
    it.wait(23 * 3_600_000);
    expect(await it.find(key.kid)).toBe("unavailable");
  });

  it("takes up a new key within a minute and drops a removed one within ten", async () => {
    let served = key;
    const it = provider(() => Response.json(keySet(served)));
    expect(await it.find(key.kid)).toBe("found");
    served = other;
    it.wait(31_000);
    expect(await it.find(other.kid)).toBe("found");
    it.wait(10 * 60_000);
    expect(await it.find(key.kid)).toBe("unknown");
  });

  it.each([
    ["marked for another algorithm", { ...jwk, alg: "RS256" }],
    ["for encryption", { ...jwk, use: "enc" }],
    ["an elliptic curve", { kty: "EC", crv: "P-256", kid: key.kid, x: "AA", y: "AA" }],
    ["too short", { ...jwk, n: "AQAB".repeat(40) }],
    ["with an odd exponent", { ...jwk, e: "Aw" }],
  ])("does not use a key %s", async (_, entry) => {
    const it = provider(() => Response.json({ keys: [entry] }));
    expect(await it.find(key.kid)).toBe("unknown");
  });

  it("uses neither of two keys of one name", async () => {
    const twin = { ...keySet(other).keys[0], kid: key.kid };
    const it = provider(() => Response.json({ keys: [jwk, twin] }));
    expect(await it.find(key.kid)).toBe("unknown");
  });

  it.each<[string, () => Response]>([
    ["HTML", () => new Response("<html>")],
    ["a redirect", () => Response.redirect("https://elsewhere.test/jwks.json", 302)],
    ["too much", () => new Response(`{"keys":[],"pad":"${"x".repeat(70_000)}"}`)],
    ["something else", () => Response.json({ hello: "there" })],
  ])("calls the keys unavailable when the server answers %s", async (_, answer) => {
    const it = provider(answer);
    expect(await it.find(key.kid)).toBe("unavailable");
  });
});
