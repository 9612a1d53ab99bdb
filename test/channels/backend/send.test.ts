import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createBackend, createHandoff } from "../../../src/channels/backend/send.ts";
import { createLogChannel } from "../../../src/channels/log/send.ts";
import { describeChannel } from "../contract.ts";
import { delivery, dripping, NOTIFICATION, NOW, now, scripted, withTimers } from "../provider.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";

const key = Buffer.from("canary-secret-of-the-backend");
const secret = `whsec_${key.toString("base64")}`;
const url = "https://backend.example.com/notify";

const retry = (why: string, maybeArrived: boolean): DeliveryOutcome => ({
  kind: "retry",
  why: `backend ${why}`,
  retryAfter: null,
  maybeArrived,
});

describeChannel("handoff", {
  create: (deps) => createHandoff({ ...deps, url, secret }),
  to: null,
  secrets: [secret],
  timeoutMs: 15_000,
  ok: () => new Response(null, { status: 204 }),
  okStatus: 200,
  outcomes: {
    ok: { kind: "sent" },
    timedOut: retry("timed out", true),
    notReached: retry("not reached", true),
    dripping: { kind: "sent" },
    html: { kind: "sent" },
    empty: { kind: "sent" },
    status: {
      301: { kind: "misconfigured", why: "backend answered 301", scope: "account" },
      401: { kind: "misconfigured", why: "backend answered 401", scope: "account" },
      403: { kind: "misconfigured", why: "backend answered 403", scope: "account" },
      404: { kind: "misconfigured", why: "backend answered 404", scope: "account" },
      408: retry("answered 408", false),
      429: retry("answered 429", false),
      500: retry("answered 500", true),
      502: retry("answered 502", true),
      503: retry("answered 503", false),
    },
  },
});

/** As the specification says it, by another implementation than the product's. */
const signatureOf = (headers: Record<string, string>, body: string): string =>
  `v1,${createHmac("sha256", key).update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`).digest("base64")}`;

describe("handoff", () => {
  it("posts the documented body, signed, with the notification's id on every attempt", async () => {
    const provider = scripted(() => new Response());
    const channel = createHandoff({ url, secret, fetch: provider.fetch, now });
    await channel.send(delivery(null));
    await channel.send(delivery(null, { attempt: 2 }));
    const [first, second] = provider.calls;
    expect(first).toMatchObject({
      url,
      method: "POST",
      headers: {
        "content-type": "application/json",
        "webhook-id": NOTIFICATION.id,
        "webhook-timestamp": String(NOW / 1_000),
      },
    });
    expect(first?.headers["webhook-signature"]).toBe(signatureOf(first?.headers ?? {}, first?.body ?? ""));
    expect(JSON.parse(first?.body ?? "")).toEqual({
      type: "notification.requested",
      timestamp: new Date(NOTIFICATION.at).toISOString(),
      data: {
        notification_id: NOTIFICATION.id,
        customer_id: NOTIFICATION.customerId,
        locale: "en",
        reason: "expired",
        rung: 2,
        subject: NOTIFICATION.subject,
        text: NOTIFICATION.text,
        link: NOTIFICATION.link,
        cases: [{ tariff_id: "trf_1", location_id: "loc_1", reason: "expired", contract_end_date: "2027-01-10" }],
      },
    });
    expect(second).toEqual(first);
  });

  it.each([410, 400, 422])("ends a message at %s", async (status) => {
    const provider = scripted(() => new Response(null, { status }));
    const channel = createHandoff({ url, secret, fetch: provider.fetch, now });
    expect(await channel.send(delivery(null))).toEqual({
      kind: "failed",
      why: `backend answered ${status}`,
      scope: "us",
    });
  });

  it("waits for the status alone, not for a body that may come", async () => {
    await withTimers(async () => {
      const channel = createHandoff({ url, secret, fetch: scripted(dripping(200)).fetch, now });
      expect(await channel.send(delivery(null))).toEqual({ kind: "sent" });
    });
  });

  it("heeds a Retry-After that is a date", async () => {
    const headers = { "Retry-After": new Date(NOW + 90_000).toUTCString() };
    const provider = scripted(() => new Response(null, { status: 503, headers }));
    const channel = createHandoff({ url, secret, fetch: provider.fetch, now });
    expect(await channel.send(delivery(null))).toMatchObject({ kind: "retry", retryAfter: 90_000 });
  });

  it.each(["-7", "7.5", "soon"])("takes no notice of a Retry-After of %s that it cannot use", async (said) => {
    const provider = scripted(() => new Response(null, { status: 503, headers: { "Retry-After": said } }));
    const channel = createHandoff({ url, secret, fetch: provider.fetch, now });
    expect(await channel.send(delivery(null))).toMatchObject({ kind: "retry", retryAfter: null });
  });

  it.each(["999999", "99999999999999999999", new Date(NOW + 11 * 86_400_000).toUTCString()])(
    "waits no longer than four hours, whatever is asked for: %s (row 30)",
    async (said) => {
      const provider = scripted(() => new Response(null, { status: 503, headers: { "Retry-After": said } }));
      const channel = createHandoff({ url, secret, fetch: provider.fetch, now });
      expect(await channel.send(delivery(null))).toMatchObject({ kind: "retry", retryAfter: 14_400_000 });
    },
  );

  it("posts what an operator must hear of with the same signature", async () => {
    const provider = scripted(() => new Response());
    const backend = createBackend({ url, secret, fetch: provider.fetch, now });
    expect(await backend.post("notice_1", "supplier.outage", NOW, { provider: "British Gas" })).toEqual({
      kind: "sent",
    });
    const [call] = provider.calls;
    expect(call?.body).toBe(
      '{"type":"supplier.outage","timestamp":"2027-01-15T08:00:00.000Z","data":{"provider":"British Gas"}}',
    );
    expect(call?.headers["webhook-id"]).toBe("notice_1");
    expect(call?.headers["webhook-signature"]).toBe(signatureOf(call?.headers ?? {}, call?.body ?? ""));
  });
});

describe("log", () => {
  it("writes a line without text, address or link", async () => {
    const lines: string[] = [];
    const log = createLogChannel({
      info: (what, facts) => lines.push(JSON.stringify([what, facts])),
      error: () => undefined,
    });
    expect(await log.send(delivery("+447700900123"))).toEqual({ kind: "sent" });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(NOTIFICATION.id);
    for (const canary of [
      NOTIFICATION.link,
      NOTIFICATION.stopLink,
      NOTIFICATION.text,
      NOTIFICATION.subject,
      "447700900123",
    ]) {
      expect(lines[0]).not.toContain(canary);
    }
  });
});
