import { describe, expect, it } from "vitest";
import { createKeyProvider } from "../../../src/platform/key-set.ts";
import { keySet, newSigningKey } from "../../../src/dev/emulator/signing.ts";

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
      // A key may be younger than the set: until FlatPeak is asked again, nobody is called forged.
      expect(["unknown", "unavailable"]).toContain(await it.find(`wsk_${no}`));
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

  const padded = (jwk: object, zeros: number): object => {
    const { n } = jwk as { n: string };
    const bytes = Buffer.concat([Buffer.alloc(zeros), Buffer.from(n, "base64url")]);
    return { ...jwk, n: bytes.toString("base64url") };
  };

  it.each<[string, unknown]>([
    ["a modulus that is no base64", { ...jwk, kid: "bad", n: "A" }],
    ["a modulus of nothing", { ...jwk, kid: "bad", n: "A".repeat(400) }],
    ["no modulus", { kid: "bad", kty: "RSA", e: "AQAB" }],
    ["a number for its name", { ...jwk, kid: 7 }],
    ["another name, that is too long", { ...jwk, kid: "k".repeat(129) }],
    ["nothing in it", null],
    ["text in it", "key"],
  ])("reads the good key beside one with %s (row 53)", async (_, bad) => {
    const it = provider(() => Response.json({ keys: [bad, jwk, bad] }));
    expect(await it.find(key.kid)).toBe("found");
    expect(await it.find("bad")).toBe("unknown");
  });

  it.each([21, 100, 400])("reads a set of %d keys (row 53)", async (count) => {
    const others = Array.from({ length: count - 1 }, (_, no) => ({ ...jwk, kid: `wsk_${no}` }));
    const it = provider(() => Response.json({ keys: [...others, jwk] }));
    expect(await it.find(key.kid)).toBe("found");
  });

  it("refuses a key of 1,024 bits, however many zeros stand before it (row 53)", async () => {
    const algorithm = {
      name: "RSA-PSS",
      hash: "SHA-256",
      modulusLength: 1_024,
      publicExponent: new Uint8Array([1, 0, 1]),
    };
    const pair = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
    const { n } = (await crypto.subtle.exportKey("jwk", pair.publicKey)) as JsonWebKey;
    const short = { ...jwk, n, kid: "short" };
    const keys = [short, { ...padded(short, 128), kid: "padded" }, { ...padded(jwk, 1), kid: "long" }];
    const it = provider(() => Response.json({ keys }));
    expect(await it.find("short")).toBe("unknown");
    expect(await it.find("padded")).toBe("unknown");
    expect(await it.find("long")).toBe("found");
  });

  it("says that it does not know a key yet that is younger than the set (row 54)", async () => {
    let served = key;
    const it = provider(() => Response.json(keySet(served)));
    expect(await it.find(key.kid)).toBe("found");
    it.wait(20_000);
    served = other;
    expect(await it.find(other.kid)).toBe("unavailable");
    expect(it.fetches()).toBe(1);
    it.wait(10_000);
    expect(await it.find(other.kid)).toBe("found");
    expect(await it.find("wsk_stranger")).toBe("unknown");
  });

  it("uses a key that is listed twice", async () => {
    const it = provider(() => Response.json({ keys: [jwk, jwk] }));
    expect(await it.find(key.kid)).toBe("found");
  });

  it("uses neither of two keys of one name", async () => {
    const twin = { ...keySet(other).keys[0], kid: key.kid };
    const it = provider(() => Response.json({ keys: [jwk, twin] }));
    expect(await it.find(key.kid)).toBe("unknown");
  });

  it.each<[string, () => Response]>([
    ["HTML", () => new Response("<html>")],
    ["a redirect", () => Response.redirect("https://elsewhere.test/jwks.json", 302)],
    ["too much", () => new Response(`{"keys":[],"pad":"${"x".repeat(300_000)}"}`)],
    ["something else", () => Response.json({ hello: "there" })],
    ["no key at all", () => Response.json({ keys: [] })],
  ])("calls the keys unavailable when the server answers %s", async (_, answer) => {
    const it = provider(answer);
    expect(await it.find(key.kid)).toBe("unavailable");
  });
});
