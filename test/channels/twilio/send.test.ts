import { describe, expect, it, vi } from "vitest";
import { createTwilio } from "../../../src/channels/twilio/send.ts";
import { TWILIO_CODES } from "../../../src/channels/twilio-codes.ts";
import { describeChannel } from "../contract.ts";
import { delivery, dripping, NOTIFICATION, now, scripted, silent, withTimers } from "../provider.ts";
import type { TwilioDeps } from "../../../src/channels/twilio/send.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";

const TO = "+447700900123";
const SETTINGS = {
  accountSid: "AC00000000000000000000000000000001",
  authToken: "canary-auth-token",
  from: "+447700900999",
  statusCallback: () => "https://go.example.com/hooks/twilio/cus_661677a19018beef00a29fae/3",
};

/** The resource that Twilio's documentation shows for a message it took, without what is not read. */
const created = () =>
  Response.json(
    {
      account_sid: SETTINGS.accountSid,
      body: NOTIFICATION.text,
      error_code: null,
      error_message: null,
      from: SETTINGS.from,
      sid: "SM00000000000000000000000000000001",
      status: "queued",
      to: TO,
    },
    { status: 201 },
  );

/** Twilio's documented error body. */
const refusal = (code: number, status: number, headers: Record<string, string> = {}) =>
  Response.json(
    { code, message: `The number ${TO} says canary`, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
    { status, headers },
  );

const uncertain = (why: string): DeliveryOutcome => ({ kind: "uncertain", why: `twilio ${why}` });
const misconfigured = (why: string): DeliveryOutcome => ({
  kind: "misconfigured",
  why: `twilio ${why}`,
  scope: "account",
});

describeChannel("twilio", {
  create: (deps) => createTwilio({ ...deps, ...SETTINGS }),
  to: TO,
  secrets: [SETTINGS.authToken, "447700900123", btoa(`${SETTINGS.accountSid}:${SETTINGS.authToken}`)],
  timeoutMs: 10_000,
  ok: created,
  okStatus: 201,
  outcomes: {
    ok: { kind: "accepted", id: "SM00000000000000000000000000000001" },
    timedOut: uncertain("timed out"),
    notReached: uncertain("not reached"),
    dripping: { kind: "accepted" },
    html: uncertain("200 without a message"),
    empty: uncertain("200 without a message"),
    status: {
      301: misconfigured("301"),
      401: misconfigured("401"),
      403: misconfigured("403"),
      404: misconfigured("404"),
      408: uncertain("408"),
      429: { kind: "retry", why: "twilio 429", retryAfter: null },
      500: uncertain("500"),
      502: uncertain("502"),
      503: uncertain("503"),
    },
  },
});

function twilio(answer: () => Response, change: Partial<TwilioDeps> = {}) {
  const provider = scripted(answer);
  return { calls: provider.calls, channel: createTwilio({ ...SETTINGS, fetch: provider.fetch, now, ...change }) };
}

describe("twilio", () => {
  it("creates a message as the documentation says", async () => {
    const { calls, channel } = twilio(created);
    await channel.send(delivery(TO));
    expect(calls).toHaveLength(1);
    const [call] = calls;
    expect(call?.method).toBe("POST");
    expect(call?.url).toBe(
      "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json",
    );
    expect(call?.headers).toEqual({
      authorization: "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMTpjYW5hcnktYXV0aC10b2tlbg==",
      "content-type": "application/x-www-form-urlencoded",
    });
    expect(call?.body).toBe(
      "To=%2B447700900123&From=%2B447700900999" +
        "&Body=Acme%3A+your+tariff+ended+%26+needs+you.+https%3A%2F%2Fgo.example.com%2Fc%2FcanaryLINK" +
        "&ValidityPeriod=14400" +
        "&StatusCallback=https%3A%2F%2Fgo.example.com%2Fhooks%2Ftwilio%2Fcus_661677a19018beef00a29fae%2F3",
    );
  });

  it.each([
    ["MG00000000000000000000000000000001", "MessagingServiceSid", true],
    ["+447700900999", "From", true],
    ["Acme", "From", false],
    ["MG Power", "From", false],
    ["MGM Energy", "From", false],
    ["MG000000001", "From", false],
  ])("sends from %s as %s, and says whether it can be answered: %s (row 39)", async (from, name, canReply) => {
    const { calls, channel } = twilio(created, { from });
    expect(channel.canReply).toBe(canReply);
    await channel.send(delivery(TO));
    const params = new URLSearchParams(calls[0]?.body);
    expect(params.get(name)).toBe(from);
    expect(params.has(name === "From" ? "MessagingServiceSid" : "From")).toBe(false);
  });

  it.each([
    [60_000, "60"],
    [61_999, "61"],
    [3 * 3_600_000, "10800"],
    [4 * 3_600_000, "14400"],
    [9 * 3_600_000, "14400"],
  ])("lets a message that is valid for %i ms wait %s s in Twilio's queue", async (validFor, seconds) => {
    const { calls, channel } = twilio(created);
    await channel.send(delivery(TO, { validFor }));
    expect(new URLSearchParams(calls[0]?.body).get("ValidityPeriod")).toBe(seconds);
  });

  it.each([59_999, 0, -5])("does not hand over what has %i ms left", async (validFor) => {
    const { calls, channel } = twilio(created);
    const outcome = { kind: "put_off", why: "no time left in the window", wait: 60_000 };
    expect(await channel.send(delivery(TO, { validFor }))).toEqual(outcome);
    expect(calls).toEqual([]);
  });

  const dead = { kind: "failed", scope: "recipient", address: "dead" };
  const recipient = { kind: "failed", scope: "recipient" };
  const platform = { kind: "failed", scope: "platform" };
  const us = { kind: "failed", scope: "us" };
  const passing = { kind: "retry", retryAfter: 7_000 };
  const unknown = { ...passing, tries: 3, scope: "unproven" };
  const sender = { kind: "misconfigured", scope: "sender" };
  const account = { kind: "misconfigured", scope: "account" };
  const hours = (count: number) => ({ kind: "retry", retryAfter: count * 3_600_000, tries: 3 });
  const all = (status: number, outcome: object, codes: readonly number[]): [number, number, object][] =>
    codes.map((code) => [code, status, outcome]);
  // Written down from Twilio's dictionary of errors, not from the table in the product.
  const rows: [number, number, object][] = [
    ...all(400, dead, [21211, 21265, 21266, 21268, 21614, 21635, 30005, 30006]),
    [21610, 400, { kind: "failed", scope: "recipient", address: "opted_out", cause: "stop" }],
    // (row 34): some numbers of 42, never the channel of the others.
    ...all(403, platform, [21408, 21608]),
    ...all(400, platform, [21612, 30040, 30041, 30450]),
    // (row 35): the sender, in all the ways in which it can be wrong.
    ...all(400, sender, [21212, 21601, 21603, 21606, 21659, 21660, 21661, 21701, 21702, 21703, 21704, 21705]),
    ...all(400, sender, [21267, 21607, 21616, 21657, 21663, 21668, 21709, 21711]),
    ...all(400, sender, [30032, 30033, 30034, 30035, 30042]),
    [30024, 400, { kind: "failed", scope: "unproven" }],
    // (row 36): known as what they are, at once.
    ...all(400, recipient, [30004, 30039]),
    ...all(400, us, [21602, 21604, 21605, 21617, 21618, 21619, 21624]),
    // (row 23): a filtered text is not mended by repeating it.
    ...all(400, us, [30007, 30019, 30038, 30044]),
    [20429, 429, passing],
    [20429, 503, passing],
    [20503, 503, passing],
    [21611, 429, passing],
    ...all(400, passing, [21730, 30001, 30017, 30020, 30021, 30022, 30036]),
    [30003, 400, hours(1)],
    ...all(400, hours(4), [30023, 30027]),
    ...all(400, { kind: "uncertain" }, [30046, 30410]),
    [20003, 401, account],
    [20404, 404, account],
    ...all(403, account, [10001, 20005, 20006, 20008, 90010]),
    ...all(400, account, [21609, 30002, 30037, 30454, 63038]),
    // Not in the table: tried a few times, then permanent, and nobody's proven fault (row 35).
    [21620, 400, unknown],
    [63999, 400, unknown],
    [21620, 403, unknown],
    [21620, 401, account],
  ];

  it.each(rows)("code %i (HTTP %i)", async (code, status, outcome) => {
    const { channel } = twilio(() => refusal(code, status, { "Retry-After": "7" }));
    expect(await channel.send(delivery(TO))).toEqual({ ...outcome, why: `twilio ${code}` });
  });

  it("leaves no code of its table untested", () => {
    const tested = new Set(rows.map(([code]) => code));
    expect(Object.keys(TWILIO_CODES).filter((code) => !tested.has(Number(code)))).toEqual([]);
  });

  it("does not repeat what may have been sent: an error of the server is uncertain, with a code or without", async () => {
    const { channel, calls } = twilio(() => refusal(20500, 500));
    expect(await channel.send(delivery(TO))).toEqual(uncertain("500"));
    expect(calls).toHaveLength(1);
  });

  it("takes 201 at its word even when the message that follows never ends", async () => {
    const provider = scripted(dripping(201));
    await withTimers(async () => {
      const sending = createTwilio({ ...SETTINGS, fetch: provider.fetch, now }).send(delivery(TO));
      await provider.reached;
      await vi.advanceTimersByTimeAsync(10_000);
      expect(await sending).toEqual({ kind: "accepted" });
    });
  });

  it("reads no more than the beginning of an answer", async () => {
    let pulled = 0;
    const endless = () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull(controller) {
            pulled += 1_024;
            controller.enqueue(new Uint8Array(1_024).fill(0x20));
          },
        }),
        { status: 400 },
      );
    const { channel } = twilio(endless);
    expect(await channel.send(delivery(TO))).toEqual({
      kind: "retry",
      why: "twilio 400",
      retryAfter: null,
      tries: 3,
      scope: "unproven",
    });
    expect(pulled).toBeLessThanOrEqual(8_192);
  });

  it("takes a number in the place of a code for no code", async () => {
    const { channel } = twilio(() => refusal(447700900123, 400));
    expect(await channel.send(delivery(TO))).toEqual({
      kind: "retry",
      why: "twilio 400",
      retryAfter: null,
      tries: 3,
      scope: "unproven",
    });
  });

  it("speaks to another address of the API when told to", async () => {
    const provider = scripted(silent);
    await withTimers(async () => {
      const channel = createTwilio({
        ...SETTINGS,
        apiUrl: "http://127.0.0.1:8787/_twilio",
        fetch: provider.fetch,
        now,
      });
      const sending = channel.send(delivery(TO));
      await provider.reached;
      await vi.advanceTimersByTimeAsync(10_000);
      await sending;
    });
    expect(provider.calls[0]?.url).toMatch(/^http:\/\/127\.0\.0\.1:8787\/_twilio\/2010-04-01\/Accounts\//);
  });
});
