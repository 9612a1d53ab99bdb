// Every call of /v1, in every role, by every method, with what is meant and what is not: no fault of ours, and no answer that is not
// declared. FUZZ_REQUESTS makes it longer.

import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { faultOf, requestsOf } from "../../support/fuzz.ts";
import { ORIGIN, firstLink, visit } from "../../support/links.ts";
import { keepBetweenTests } from "../../support/worker.ts";
import { BY_NAME } from "../../../src/web/operator/shapes/all.ts";
import { STATUS } from "../../../src/web/http/problems.ts";
import { mayDo, problemsOf } from "../../../src/web/operator/shapes/call.ts";
import { runsFrom } from "../../support/runs.ts";
import { testSettings } from "../../settings.ts";
import type { FuzzRequest } from "../../support/fuzz.ts";
import type { Call, Role } from "../../../src/web/operator/shapes/call.ts";

keepBetweenTests();

const KEYS = {
  read: "reading-key-0123456789abcdefghijkl",
  support: "support-key-0123456789abcdefghijkl",
  admin: testSettings.OPERATOR_TOKEN,
} as const;
const settings = {
  ...testSettings,
  OPERATOR_KEYS: `read:looks:${KEYS.read},support:helps:${KEYS.support}`,
  // What is tried here is what is answered, not how often.
  KEY_LIMITER: { limit: () => Promise.resolve({ success: true }) },
};
const WHO = ["nobody", "wrong", "read", "support", "admin"] as const;
type WhoAsks = (typeof WHO)[number];

const calls = Object.entries<Call>(BY_NAME);
const RUNS = Math.max(6, Math.round(runsFrom("FUZZ_REQUESTS", 300) / calls.length));

beforeAll(async () => {
  vi.spyOn(console, "log").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
  await firstLink(await installFlatPeak());
});

const keyOf = (who: WhoAsks): Record<string, string> =>
  who === "nobody"
    ? {}
    : { Authorization: `Bearer ${who === "wrong" ? "wrong-key-0123456789abcdefghijklmno" : KEYS[who]}` };

const ask = ({ path, method, body, headers }: FuzzRequest, who: WhoAsks): Promise<Response> =>
  visit(ORIGIN + path, {
    method,
    headers: { ...headers, ...keyOf(who) },
    settings,
    ...(body === null ? {} : { raw: body }),
  });

const bodyOf = async (answer: Response): Promise<unknown> => {
  const text = await answer.text();
  return (answer.headers.get("Content-Type") ?? "").includes("application/json") && text !== ""
    ? JSON.parse(text)
    : text;
};

/** What somebody of a role gets, before what they ask is looked at. */
function refusalOf({ role }: Call, who: WhoAsks): number | null {
  if (role === "anyone") return null;
  if (who === "nobody" || who === "wrong") return 401;
  return mayDo(who satisfies Role, role) ? null : 403;
}

/** What is wrong with the answer to a request; null where nothing is. */
async function wrongWith(call: Call, request: FuzzRequest, who: WhoAsks): Promise<string | null> {
  const answer = await ask(request, who);
  const { status } = answer;
  const body = await bodyOf(answer);
  const told = `${request.method} ${request.path} as ${who}: ${status} ${JSON.stringify(body).slice(0, 300)}`;
  // Something outside may not answer, since the tests have no network. Nothing else is ours to fail at.
  if (status >= 500 && (status !== 503 || JSON.stringify(body).includes("something went wrong"))) {
    // An index that is not bound is a declared answer of its own.
    if (!problemsOf(call).some((code) => STATUS[code] === status && status === 501)) return `${told}: a fault`;
  }
  if (answer.headers.has("Access-Control-Allow-Origin")) return `${told}: for other sites`;
  const isList = request.headers["Content-Type"] === "application/x-ndjson";
  if (request.method !== call.method || call.stream !== undefined || isList) return null;
  const refused = refusalOf(call, who);
  if (refused !== null && status !== refused) return `${told}: instead of ${refused}`;
  // A path that happens to be another call's.
  if (status === 405) return null;
  const fault = faultOf(call, status, body);
  return fault === null ? null : `${told}: ${fault}`;
}

describe.each(calls)("%s", (_, call) => {
  it("answers what is declared, and nothing else", { timeout: 1_200_000 }, async () => {
    const asked = fc.asyncProperty(requestsOf(call), fc.constantFrom(...WHO), async (request, who) => {
      expect(await wrongWith(call, request, who)).toBeNull();
    });
    await fc.assert(asked, { numRuns: RUNS });
  });

  it.each(WHO)("is for whom it is for: %s", async (who) => {
    const path = call.path.replaceAll(/:(\w+)/g, "cus_nobody");
    const answer = await ask({ path, method: call.method, body: null, headers: {} }, who);
    await answer.body?.cancel();
    const isRefused = answer.status === 401 || answer.status === 403;
    expect(isRefused ? answer.status : null).toBe(refusalOf(call, who));
  });
});
