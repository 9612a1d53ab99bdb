// Whom Cloudflare Access let in: its tokens are checked again here, and say who it is and what they may.

import { describe, expect, it } from "vitest";
import { createKeyProvider } from "../../../src/platform/key-set.ts";
import { whoByAccess } from "../../../src/web/operator/access.ts";
import { AUDIENCE, ISSUER, accessKey } from "../../support/access.ts";

const NOW = 1_790_000_000_000;
const SECONDS = NOW / 1_000;
const key = await accessKey(NOW);
const stranger = await accessKey(NOW);

const keysOf = (answer: () => Response) =>
  createKeyProvider({
    url: `${ISSUER}/cdn-cgi/access/certs`,
    algorithm: "RS256",
    now: () => NOW,
    fetch: () => Promise.resolve(answer()),
  });
const keys = keysOf(() => Response.json(key.certs));
const access = {
  issuer: ISSUER,
  audience: AUDIENCE,
  rules: [
    { role: "admin", who: "ann@example.com" },
    { role: "support", who: "@example.com" },
  ],
} as const;

const who = (token: string) => whoByAccess(token, access, keys, NOW);

describe("a token of Access", () => {
  it("is somebody, in the role of the first rule that is for them", async () => {
    expect(await who(await key.token())).toEqual({ name: "ann@example.com", role: "admin", by: "access" });
    expect(await who(await key.token({ email: "bo@example.com" }))).toMatchObject({ role: "support" });
    expect(await who(await key.token({ email: "bo@sub.example.com" }))).toMatchObject({ role: "read" });
    expect(await who(await key.token({ email: "eve@notexample.com" }))).toMatchObject({ role: "read" });
  });

  it("of a program is known by its common name", async () => {
    const token = await key.token({ email: undefined, common_name: "e367826f93b8d71185e03fe518aff3b4.access" });
    expect(await who(token)).toMatchObject({ name: "e367826f93b8d71185e03fe518aff3b4.access", role: "read" });
  });

  it.each([
    ["for another application", { aud: ["0".repeat(64)] }],
    ["of another team", { iss: "https://evil.cloudflareaccess.com" }],
    ["that has expired", { exp: SECONDS }],
    ["that does not hold yet", { nbf: SECONDS + 120 }],
    ["of the future", { iat: SECONDS + 120 }],
    ["that never expires", { exp: undefined }],
    ["of nobody", { email: undefined }],
    ["of nobody in words", { email: "nobody" }],
  ])("%s is nobody's", async (_, claims) => {
    expect(await who(await key.token(claims))).toBe("nobody");
  });

  it.each([
    ["unsigned", async () => `${(await key.token({}, { alg: "none" })).split(".").slice(0, 2).join(".")}.`],
    ["of another algorithm", () => key.token({}, { alg: "HS256" })],
    ["signed by a stranger", () => stranger.token()],
    [
      "signed for other words",
      async () => {
        const [head, , signature] = (await key.token()).split(".");
        return [head, (await key.token({ email: "eve@example.com" })).split(".")[1], signature].join(".");
      },
    ],
    ["by a key nobody knows", () => key.token({}, { kid: "k2" })],
    ["of four parts", async () => `${await key.token()}.x`],
    ["that is none", () => Promise.resolve("not-a-token")],
    ["without end", () => Promise.resolve("a".repeat(10_000))],
  ])("%s is nobody's", async (_, make) => {
    expect(["nobody", "cannot_tell"]).toContain(await who(await make()));
  });

  it("cannot be told while the keys cannot be had", async () => {
    const broken = keysOf(() => new Response(null, { status: 500 }));
    expect(await whoByAccess(await key.token(), access, broken, NOW)).toBe("cannot_tell");
  });
});
