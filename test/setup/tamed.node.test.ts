// A channel of a company's own that does what none should: whatever it does, its attempt ends, and with an outcome there is.

import { describe, expect, it, vi } from "vitest";
import { ANSWER_MS, tamed } from "../../src/setup/tamed.ts";
import { DELIVERY_LEASE_MS } from "../../src/core/policy.ts";
import { delivery, withTimers } from "../channels/provider.ts";
import type { Channel } from "../../src/channels/channel.ts";
import type { Provider, World } from "../../src/channels/provider.ts";
import type { DeliveryOutcome } from "../../src/core/message/outcome.ts";

const WORLD: World = {
  fetch,
  now: Date.now,
  log: { info: () => undefined, error: () => undefined },
  binding: undefined,
  reportUrl: () => "",
};

const pigeon = (send: Channel["send"], pace = 1): Provider => ({
  name: "carrier-pigeon",
  channel: "sms",
  settings: {},
  needs: [],
  isKeyless: true,
  paceOf: () => pace,
  create: () => ({ name: "sms", canReply: true, send }),
});
const made = (send: Channel["send"]): Channel => tamed(pigeon(send)).create({}, WORLD);
const sendOf = (answer: unknown): Promise<DeliveryOutcome> =>
  made(() => Promise.resolve(answer as DeliveryOutcome)).send(delivery("+447700900123"));

describe("a channel of a company's own", () => {
  it.each<DeliveryOutcome>([
    { kind: "sent" },
    { kind: "accepted" },
    { kind: "accepted", id: "1" },
    { kind: "no_address" },
    { kind: "not_wanted" },
    { kind: "retry", why: "busy", retryAfter: null },
    { kind: "retry", why: "busy", retryAfter: 5, maybeArrived: true, tries: 3, scope: "unproven" },
    { kind: "failed", why: "no", scope: "us" },
    { kind: "failed", why: "no", scope: "recipient", address: "dead" },
    { kind: "failed", why: "no", scope: "recipient", address: "opted_out", cause: "stop", isOwn: true, digest: "d" },
    { kind: "misconfigured", why: "key", scope: "account" },
    { kind: "put_off", why: "closed", wait: 1_000 },
    { kind: "uncertain", why: "lost" },
  ])("is believed where it answers %j", async (outcome) => {
    expect(await sendOf(outcome)).toEqual(outcome);
    expect(made(() => Promise.resolve(outcome))).toMatchObject({ name: "sms", canReply: true });
  });

  it.each([
    [undefined],
    [null],
    ["sent"],
    [true],
    [{}],
    [{ kind: "delivered" }],
    [{ kind: "retry", why: "busy" }],
    [{ kind: "retry", why: "busy", retryAfter: Number.NaN }],
    [{ kind: "retry", why: new Error("busy"), retryAfter: null }],
    [{ kind: "put_off", why: "closed", wait: Infinity }],
    [{ kind: "failed", why: "no", scope: "everybody" }],
    [{ kind: "failed", why: "no", scope: "us", address: "opted_out" }],
    [new Response("ok")],
  ])("has broken where it answers %j, which is told by no value of it", async (answer) => {
    await expect(sendOf(answer)).rejects.toMatchObject({
      name: "NoOutcome",
      message: 'the channel "carrier-pigeon" answered what is no outcome that docs/CHANNELS.md names',
    });
  });

  it("has broken where it throws at once, as where it throws later", async () => {
    const broken = new Error("the pigeon is gone");
    const thrower = made(() => {
      throw broken;
    });
    await expect(thrower.send(delivery(null))).rejects.toBe(broken);
    await expect(made(() => Promise.reject(broken)).send(delivery(null))).rejects.toBe(broken);
  });

  it("is not waited for longer than the lease of its attempt", async () => {
    await withTimers(async () => {
      const waiting = made(() => new Promise(() => undefined)).send(delivery(null));
      const broken = waiting.catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(ANSWER_MS);
      expect(await broken).toMatchObject({
        name: "NoAnswerInTime",
        message: 'the channel "carrier-pigeon" gave no answer within 30 seconds',
      });
    });
    expect(ANSWER_MS).toBeLessThan(DELIVERY_LEASE_MS);
  });

  it.each([0, -1, Number.NaN])("is refused with a pace of %d, by which nothing would be sent", (pace) => {
    const provider = tamed(pigeon(() => Promise.resolve({ kind: "sent" }), pace));
    expect(() => provider.create({}, WORLD)).toThrow('the channel "carrier-pigeon" must have a pace');
  });
});
