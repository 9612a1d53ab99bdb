// The way of alerts: tried without a word to anybody by POST /v1/checks, and by an alert that people read by POST /v1/alerts/test.

import { describe, expect, it } from "vitest";
import { ALERT_ROUTES } from "../../../src/web/operator/alerts.ts";
import { checkAlerts } from "../../../src/web/operator/checks/alerts.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";

const URL_SECRET = "https://chat.example.test/services/secret";
const posted: string[] = [];
const chat = (answer: () => Response | Promise<Response>) => ({
  now: () => 0,
  fetch: (async (_: unknown, { body }: { body: string }) => {
    posted.push(body);
    return answer();
  }) as unknown as typeof fetch,
});
const status = (code: number) => chat(() => new Response(null, { status: code }));
const found = (deps: ReturnType<typeof chat>) => checkAlerts(deps, { url: URL_SECRET, email: null }, false);

describe("the check of alerts", () => {
  it.each([
    // Slack says `no_text` with 400, and 404 or 410 where the hook is gone.
    ["ok", status(400)],
    ["ok", status(200)],
    ["failed", status(404)],
    ["failed", status(403)],
    ["failed", status(410)],
    ["failed", status(302)],
    ["warn", status(500)],
    ["failed", chat(() => Promise.reject(new TypeError("no")))],
  ])("is %s by what the chat answers, and posts no text", async (result, deps) => {
    posted.length = 0;
    const findings = await found(deps);
    expect(findings).toMatchObject([{ name: "alerts.url", result }]);
    expect(posted).toEqual(['{"text":""}']);
    expect(JSON.stringify(findings)).not.toContain("secret");
  });

  it("says what is missing where nobody is told", async () => {
    expect(await checkAlerts(status(200), null, true)).toMatchObject([
      { name: "alerts", result: "skipped", remedy: expect.stringContaining("ALERT_URL") as string },
    ]);
  });

  it("says whether emails go out", async () => {
    const by = (carriesEmail: boolean) =>
      checkAlerts(status(200), { url: null, email: "ops@example.com" }, carriesEmail);
    expect(await by(true)).toMatchObject([{ name: "alerts.email", result: "ok" }]);
    expect(await by(false)).toMatchObject([{ name: "alerts.email", result: "failed" }]);
  });
});

describe("a test alert", () => {
  interface World {
    readonly chat?: () => Response | Promise<Response>;
    readonly mail?: (key: string) => Promise<DeliveryOutcome>;
    readonly alerts?: { readonly url: string | null; readonly email: string | null } | null;
    readonly isOver?: boolean;
  }
  const counted: string[] = [];
  /** Asks for one, as the route has it. */
  async function send({ chat: answer, mail, alerts, isOver = false }: World): Promise<unknown> {
    posted.length = 0;
    counted.length = 0;
    const outside = chat(answer ?? (() => new Response("ok")));
    const deps = {
      config: {
        alerts: alerts === undefined ? { url: URL_SECRET, email: "ops@example.com" } : alerts,
        brand: { name: "Example Energy" },
        flatpeak: { liveMode: true },
        link: { publicUrl: "https://go.example.test" },
      },
      outside,
      mail: ({ key, subject }: { key: string; subject: string }) => {
        posted.push(`${key.slice(0, 5)} ${subject}`);
        return mail?.(key) ?? Promise.resolve({ kind: "accepted" });
      },
      log: { error: () => undefined },
      now: () => 0,
    };
    const limit = ({ key }: { key: string }) => {
      counted.push(key);
      return Promise.resolve({ success: !isOver });
    };
    const c = { env: { KEY_LIMITER: { limit } }, get: () => deps, header: () => undefined };
    const [route] = ALERT_ROUTES;
    return route?.run({ c, deps } as never);
  }

  it("goes to both, says that nothing is wrong, and that each took it", async () => {
    expect(await send({})).toMatchObject({
      status: "ok",
      data: [
        { name: "alerts.url", result: "ok", found: "the chat took it" },
        { name: "alerts.email", result: "ok", found: "the email channel took it" },
      ],
    });
    expect(posted).toEqual([
      '{"text":"[Example Energy] Test alert: nothing is wrong\\nSomebody who runs this asked for it. Trouble is told here.\\ntest alert: https://go.example.test/operator/health"}',
      "test_ [Example Energy] Test alert: nothing is wrong",
    ]);
    expect(counted).toEqual(["test alerts"]);
  });

  it("says which of the two did not take it, and what to do; the address stands nowhere", async () => {
    const told = await send({ chat: () => new Response(null, { status: 404 }) });
    expect(told).toMatchObject({
      status: "failed",
      data: [
        { result: "failed", found: expect.stringContaining("404") as string, remedy: expect.any(String) as string },
        { result: "ok" },
      ],
    });
    expect(JSON.stringify(told)).not.toContain("secret");
    const broken = async (): Promise<DeliveryOutcome> =>
      Promise.resolve({ kind: "misconfigured", why: "resend validation_error", scope: "account" });
    expect(await send({ mail: broken })).toMatchObject({ data: [{ result: "ok" }, { result: "failed" }] });
    const lost = async (): Promise<DeliveryOutcome> =>
      Promise.resolve({ kind: "retry", why: "lost", retryAfter: null, maybeArrived: true });
    expect(await send({ mail: lost })).toMatchObject({ status: "warn", data: [{ result: "ok" }, { result: "warn" }] });
  });

  it("is sent nowhere where nobody is to be told, and no more often than the limit allows", async () => {
    expect(await send({ alerts: null })).toMatchObject({ status: "warn", data: [{ name: "alerts" }] });
    expect(await send({ isOver: true })).toMatchObject({ code: "too_many_requests" });
    expect(posted).toEqual([]);
  });
});
