// POST /v1/checks: the way of alerts is tried without a word to anybody.

import { describe, expect, it } from "vitest";
import { checkAlerts } from "../../../src/web/operator/checks/alerts.ts";

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
