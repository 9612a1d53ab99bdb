// Any order of events, repairs, holds and answers that nobody knows the meaning of: in the end whoever has a broken tariff was told of it,
// but for those in a doubted message beside one that was repaired, who wait for their next reminder.

import fc from "fast-check";
import { expect, it } from "vitest";
import { DAY, SECOND } from "../../../src/core/time.ts";
import { VirtualCustomer, change, problem, slot } from "../../support/virtual.ts";
import { runsFrom } from "../../support/runs.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";

const REASONS = { fetch_failed: "tariff.fetch.failed", expired: "tariff.expired" } as const;
const REASON_NAMES = ["fetch_failed", "expired"] as const;
const DOUBT = { kind: "retry", why: "500", retryAfter: null, maybeArrived: true } as const;
const ANSWERS: readonly DeliveryOutcome[] = [
  DOUBT,
  DOUBT,
  { kind: "sent" },
  { kind: "retry", why: "429", retryAfter: 2 * SECOND },
];
const MANY = 3;
/** A reminder a season: only the first may tell of a case within the weeks of a run. */
const LADDER = [0, 100 * DAY];

const happening = fc.record({
  what: fc.constantFrom(...REASON_NAMES, "expired", "repair", "hold"),
  tariff: fc.integer({ min: 0, max: MANY - 1 }),
  after: fc.integer({ min: 1, max: 8 }),
});

it("tells of every tariff that stays broken, whatever becomes of the others in its message", () => {
  let doubted = 0;
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...REASON_NAMES), { minLength: MANY, maxLength: MANY }),
      fc.array(happening, { minLength: 1, maxLength: 6 }),
      fc.array(fc.constantFrom(...ANSWERS), { minLength: 1, maxLength: 4 }),
      (first, happenings, answers) => {
        const { ladders } = new VirtualCustomer().settings;
        const customer = new VirtualCustomer({
          ladders: { ...ladders, expired: LADDER, fetch_failed: LADDER },
          groupWait: SECOND,
          groupWaitMax: 2 * SECOND,
          caps: [],
        });
        const repaired = new Set<string>();
        const stated = new Map<string, string>();
        const slots = ["commodity_import", "commodity_export", "non_commodity_import"] as const;
        const learn = (): void => {
          const truth = slots.map((name, no) => {
            const tariffId = `trf_${no}`;
            return slot({ slot: name, tariffId, status: repaired.has(tariffId) ? "CONNECTED" : "ERROR" });
          });
          customer.truth.set("loc_1", truth);
        };
        /** Of each tariff and reason, what became of the messages that spoke of it. */
        const heard = new Map<string, "told" | "doubted">();
        const queue = [...answers];
        const lettered = new Map<string, readonly string[]>();
        customer.deliver = ({ id, caseNos }) => {
          const about = customer.state.cases.filter(({ no }) => caseNos.includes(no));
          // A repeat says what the first one said.
          const said = lettered.get(id) ?? about.map((it) => `${it.tariffId} ${it.reason}`);
          lettered.set(id, said);
          const answer = queue.shift() ?? { kind: "sent" };
          for (const it of said)
            if (heard.get(it) !== "told") heard.set(it, answer.kind === "sent" ? "told" : "doubted");
          return answer;
        };
        learn();
        const breaks = (tariffId: string, reason: keyof typeof REASONS): void => {
          if (stated.get(tariffId) !== "expired") stated.set(tariffId, reason);
          customer.event(problem({ tariffId, reason, type: REASONS[reason], occurredAt: customer.now }));
        };
        for (const [no, reason] of first.entries()) breaks(`trf_${no}`, reason);
        customer.advance(2 * SECOND);
        for (const { what, tariff, after } of happenings) {
          const tariffId = `trf_${tariff}`;
          if (what === "hold") {
            const isHeld = customer.state.keptBackSince !== null;
            customer.input({ type: isHeld ? "messages_released" : "messages_held" });
          } else if (what === "repair") {
            repaired.add(tariffId);
            learn();
            customer.event(change("session_complete"));
          } else if (!repaired.has(tariffId)) breaks(tariffId, what);
          customer.advance(after * SECOND);
        }
        customer.input({ type: "messages_released" });
        customer.advance(20 * DAY);
        for (const [tariffId, reason] of stated) {
          const key = `${tariffId} ${reason}`;
          if (repaired.has(tariffId) || heard.get(key) === "told") continue;
          const letters = [...lettered.values()].filter((said) => said.includes(key));
          const isBesideRepaired = letters.some((said) => said.some((it) => repaired.has(it.split(" ")[0] ?? "")));
          expect([key, isBesideRepaired]).toEqual([key, true]);
          doubted += 1;
        }
      },
    ),
    { numRuns: runsFrom("MODEL_RUNS", 300) },
  );
  // A run in which nothing was in doubt would prove nothing.
  expect(doubted).toBeGreaterThan(0);
});
