// What every channel promises, whoever the provider is: it never throws, gives up in time, follows no redirect, and tells
// nothing on of keys, addresses or links.

import { describe, expect, it, vi } from "vitest";
import { broken, delivery, dripping, echoing, NOTIFICATION, now, scripted, silent, withTimers } from "./provider.ts";
import { DELIVERY_LEASE_MS } from "../../src/core/policy.ts";
import { consequencesOf } from "../../src/core/message/outcome.ts";
import type { DeliveryOutcome } from "../../src/core/message/outcome.ts";
import type { Channel } from "../../src/channels/channel.ts";

interface Contract {
  readonly create: (deps: { fetch: typeof fetch; now: () => number }) => Channel;
  /** Null where the channel needs no address. */
  readonly to: string | null;
  readonly secrets: readonly string[];
  readonly timeoutMs: number;
  /** The provider's documented success, and a status of success that may have a body. */
  readonly ok: () => Response;
  readonly okStatus: number;
  readonly outcomes: {
    readonly ok: DeliveryOutcome;
    readonly timedOut: DeliveryOutcome;
    readonly notReached: DeliveryOutcome;
    /** A good status whose body never ends. */
    readonly dripping: DeliveryOutcome;
    readonly html: DeliveryOutcome;
    readonly empty: DeliveryOutcome;
    /** What becomes of a `Retry-After: 7`; null where the provider's answer has no room for one. */
    readonly retryAfter?: null;
    readonly status: Readonly<Record<301 | 401 | 403 | 404 | 408 | 429 | 500 | 502 | 503, DeliveryOutcome>>;
  };
}

const afterSeven = (outcome: DeliveryOutcome): DeliveryOutcome =>
  outcome.kind === "retry" ? { ...outcome, retryAfter: 7_000 } : outcome;

export function describeChannel(name: string, contract: Contract): void {
  const { create, to, outcomes } = contract;

  async function sendTo(provider: ReturnType<typeof scripted>): Promise<DeliveryOutcome> {
    const told = ["log", "info", "warn", "error"] as const;
    const spies = told.map((level) => vi.spyOn(console, level).mockReturnValue());
    try {
      const outcome = await create({ fetch: provider.fetch, now }).send(delivery(to));
      const canaries = [
        ...contract.secrets,
        to ?? "no address",
        NOTIFICATION.link,
        NOTIFICATION.stopLink,
        NOTIFICATION.text,
      ];
      for (const canary of canaries) expect(JSON.stringify(outcome)).not.toContain(canary);
      for (const spy of spies) expect(spy).not.toHaveBeenCalled();
      for (const call of provider.calls) expect(call.redirect).toBe("manual");
      return outcome;
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  }

  describe(`${name} keeps the contract`, () => {
    it("gives a call up well before another attempt may be made", () => {
      // Some need a key first, and a second one where that is refused: four calls.
      expect(4 * contract.timeoutMs).toBeLessThanOrEqual(DELIVERY_LEASE_MS);
    });

    it("takes the documented answer for a success, with one call", async () => {
      const provider = scripted(contract.ok);
      expect(await sendTo(provider)).toEqual(outcomes.ok);
      expect(provider.calls).toHaveLength(1);
    });

    it("survives a socket that breaks, and calls once", async () => {
      const provider = scripted(broken);
      expect(await sendTo(provider)).toEqual(outcomes.notReached);
      expect(provider.calls).toHaveLength(1);
    });

    it("hangs up on a provider that says nothing, exactly at its limit", async () => {
      await withTimers(async () => {
        const provider = scripted(silent);
        let outcome: DeliveryOutcome | null = null;
        const sending = sendTo(provider).then((it) => (outcome = it));
        await provider.reached;
        await vi.advanceTimersByTimeAsync(contract.timeoutMs - 1);
        expect(outcome).toBeNull();
        await vi.advanceTimersByTimeAsync(1);
        expect(await sending).toEqual(outcomes.timedOut);
        expect(provider.calls).toHaveLength(1);
        expect(vi.getTimerCount()).toBe(0);
      });
    });

    it("does not wait for a body without end", async () => {
      await withTimers(async () => {
        const provider = scripted(dripping(contract.okStatus));
        const sending = sendTo(provider);
        await provider.reached;
        await vi.advanceTimersByTimeAsync(contract.timeoutMs);
        expect(await sending).toEqual(outcomes.dripping);
      });
    });

    it("is not fooled by a page, nor by nothing at all", async () => {
      const page = () => new Response("<!doctype html><p>Welcome</p>", { headers: { "Content-Type": "text/html" } });
      expect(await sendTo(scripted(page))).toEqual(outcomes.html);
      expect(await sendTo(scripted(() => new Response("")))).toEqual(outcomes.empty);
      expect(await sendTo(scripted(() => new Response(null)))).toEqual(outcomes.empty);
    });

    it.each(Object.entries(outcomes.status))(
      "answers %s by the table, and heeds Retry-After",
      async (status, outcome) => {
        expect(await sendTo(scripted(echoing(Number(status))))).toEqual(outcome);
        const elsewhere = { "Retry-After": "7", Location: "https://elsewhere.example/" };
        const provider = scripted(echoing(Number(status), elsewhere));
        expect(await sendTo(provider)).toEqual(outcomes.retryAfter === null ? outcome : afterSeven(outcome));
        expect(provider.calls.map((it) => new URL(it.url).hostname)).not.toContain("elsewhere.example");
      },
    );

    it.each([400, 402, 406, 412, 418, 422, 451])(
      "blames the account for no %s whose reason it does not know, and lets a pattern of recipients do so (row 35)",
      async (status) => {
        const consequences = consequencesOf(await sendTo(scripted(echoing(status))));
        expect(consequences.close).toBeNull();
        expect(consequences.optOutAddress).toBe(false);
        // A binding that throws no code says nothing at all, and the message may have gone.
        expect(consequences.suspect === null).toBe(outcomes.retryAfter === null);
      },
    );

    it.each(["999999", "99999999999999999999"])(
      "waits no longer than four hours, asked for %s s (row 30)",
      async (said) => {
        for (const status of [408, 429, 500, 503]) {
          const outcome = await sendTo(scripted(echoing(status, { "Retry-After": said })));
          expect(outcome.kind === "retry" ? (outcome.retryAfter ?? 0) : 0).toBeLessThanOrEqual(14_400_000);
        }
      },
    );

    it("says of every refusal whom it concerns, and never of an address what it was not told", async () => {
      for (const status of [400, 401, 403, 404, 410, 422, 500]) {
        const outcome = await sendTo(scripted(echoing(status)));
        if (outcome.kind !== "failed") continue;
        expect(["platform", "us", "unproven", "recipient"]).toContain(outcome.scope);
        expect(outcome.address).toBeUndefined();
      }
    });

    if (to === null) return;
    it("does not call for a customer without an address", async () => {
      const provider = scripted(contract.ok);
      const channel = create({ fetch: provider.fetch, now });
      expect(await channel.send(delivery(null))).toEqual({ kind: "no_address" });
      expect(provider.calls).toEqual([]);
    });
  });
}
