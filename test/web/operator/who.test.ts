// Who may: keys with roles, several at once, Access in front, and wrong keys that are limited.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { ORIGIN, visit } from "../../support/links.ts";
import { AUDIENCE, ISSUER, TEAM, accessKey } from "../../support/access.ts";
import { testSettings } from "../../settings.ts";

const READ = "reading-key-0123456789abcdefghijkl";
const OLD = "support-key-old-0123456789abcdefgh";
const NEW = "support-key-new-9876543210hgfedcba";

let settings: Record<string, unknown>;
let tries: string[];
beforeEach(() => {
  tries = [];
  const KEY_LIMITER = {
    limit: ({ key }: { key: string }) => {
      tries.push(key);
      return Promise.resolve({ success: tries.filter((it) => it === key).length <= 20 });
    },
  };
  const OPERATOR_KEYS = `read:grafana:${READ},support:desk-old:${OLD},support:desk-new:${NEW}`;
  settings = { ...testSettings, OPERATOR_KEYS, KEY_LIMITER };
});

interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
}
const ask = ({ method = "GET", path = "/v1/channels", headers = {} }: Ask): Promise<Response> =>
  visit(ORIGIN + path, { method, headers, settings });
const asked = async (key: string, how: Ask = {}): Promise<number> =>
  (await ask({ ...how, headers: { Authorization: `Bearer ${key}`, ...how.headers } })).status;

const HOLD = { method: "POST", path: "/v1/customers/cus_nobody/hold" };
const DROP = { method: "DELETE", path: "/v1/quarantine?reason=not_json" };

describe("a key", () => {
  it.each([
    ["read", READ, [200, 403, 403]],
    ["support", OLD, [200, 404, 403]],
    ["support, the next one", NEW, [200, 404, 403]],
    ["admin", testSettings.OPERATOR_TOKEN, [200, 404, 200]],
  ])("of the role %s may what that role may", async (_, key, expected) => {
    expect([await asked(key), await asked(key, HOLD), await asked(key, DROP)]).toEqual(expected);
  });

  it("is named in the trace, and stands nowhere in it", async () => {
    const said = vi.spyOn(console, "log").mockReturnValue();
    await asked(READ);
    const lines = said.mock.calls.flat().join("\n");
    expect(lines).toContain('"as":"grafana"');
    expect(lines).not.toContain(READ);
  });

  it("of nobody is refused, and after twenty of them a sender waits", async () => {
    const headers = { "CF-Connecting-IP": "203.0.113.9" };
    const guess = (no: number): Promise<number> => asked(`wrong-key-${no}-0123456789abcdefghijkl`, { headers });
    for (let no = 0; no < 20; no++) expect(await guess(no)).toBe(401);
    expect(await guess(20)).toBe(429);
    const answer = await ask({ headers: { ...headers, Authorization: `Bearer ${READ}x` } });
    expect([answer.status, answer.headers.get("Retry-After")]).toEqual([429, "60"]);
    // Who has a right one is held up by nobody.
    expect(await asked(READ, { headers })).toBe(200);
    expect(await asked("wrong-key-0123456789abcdefghijklmno", { headers: { "CF-Connecting-IP": "203.0.113.8" } })).toBe(
      401,
    );
    expect(new Set(tries)).toEqual(new Set(["203.0.113.9", "203.0.113.8"]));
  });

  it("is not guessed at by who shows none", async () => {
    expect((await ask({})).status).toBe(401);
    expect(tries).toEqual([]);
  });

  it("counts where the limiter is out of order", async () => {
    settings["KEY_LIMITER"] = { limit: () => Promise.reject(new Error("out of order")) };
    vi.spyOn(console, "error").mockReturnValue();
    expect(await asked(READ)).toBe(200);
    expect(await asked(`${READ}x`)).toBe(401);
  });
});

describe("Access", () => {
  const now = Date.now();
  const cert = accessKey(now);
  let token: string;
  beforeEach(async () => {
    const { certs, token: sign } = await cert;
    token = await sign();
    settings["ACCESS_TEAM"] = TEAM;
    settings["ACCESS_AUD"] = AUDIENCE;
    settings["ACCESS_ROLES"] = "support:ann@example.com";
    vi.spyOn(globalThis, "fetch").mockImplementation((input) => {
      const url = typeof input === "string" ? input : input instanceof URL ? input.href : input.url;
      return Promise.resolve(
        url === `${ISSUER}/cdn-cgi/access/certs` ? Response.json(certs) : new Response(null, { status: 599 }),
      );
    });
  });
  const byAccess = (how: Ask = {}): Promise<Response> =>
    ask({ ...how, headers: { "Cf-Access-Jwt-Assertion": token, ...how.headers } });

  it("lets in whom it names, in their role", async () => {
    expect((await byAccess()).status).toBe(200);
    expect((await byAccess(HOLD)).status).toBe(404);
    expect((await byAccess(DROP)).status).toBe(403);
  });

  it("is not asked where a key is shown", async () => {
    expect((await byAccess({ headers: { Authorization: "Bearer wrong-key-0123456789abcdefghijklmno" } })).status).toBe(
      401,
    );
  });

  it("is believed in nothing where it is not set", async () => {
    delete settings["ACCESS_TEAM"];
    delete settings["ACCESS_AUD"];
    delete settings["ACCESS_ROLES"];
    expect((await byAccess()).status).toBe(401);
  });

  it.each<[string, Record<string, string>, number]>([
    ["of this site", { "Sec-Fetch-Site": "same-origin", Origin: ORIGIN }, 404],
    ["of a person who typed it", { "Sec-Fetch-Site": "none" }, 404],
    ["of another site", { "Sec-Fetch-Site": "cross-site" }, 403],
    ["of a neighbour", { "Sec-Fetch-Site": "same-site" }, 403],
    ["with another origin", { Origin: "https://evil.example.test" }, 403],
    ["of a page without an origin", { Origin: "null" }, 403],
  ])("lets no form %s change anything that should not", async (_, headers, status) => {
    expect((await byAccess({ ...HOLD, headers })).status).toBe(status);
  });
});
