// Any life of a customer who is put back again and again, and of whom the desk is cut off in the middle: nobody is told twice, or of what is repaired, or against their wish.

import fc from "fast-check";
import { expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { Rewound } from "../../support/rewound.ts";
import { must } from "../../support/promises.ts";
import { runsFrom } from "../../support/runs.ts";
import { change, problem, slot } from "../../support/virtual.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";
import type { Notification } from "../../../src/core/message/notification.ts";
import type { SlotFacts } from "../../../src/core/case/truth.ts";

const HOMES = { trf_1: "loc_1", trf_2: "loc_1", trf_3: "loc_2" } as const;
const SLOTS = { trf_1: "commodity_import", trf_2: "commodity_export", trf_3: "commodity_import" } as const;
type TariffId = keyof typeof HOMES;
const TARIFFS = ["trf_1", "trf_2", "trf_3"] as const;

const ANSWERS: readonly DeliveryOutcome[] = [
  { kind: "sent" },
  { kind: "sent" },
  { kind: "accepted" },
  { kind: "uncertain", why: "lost" },
  { kind: "retry", why: "500", retryAfter: null, maybeArrived: true },
];

class Life extends Rewound {
  readonly broken = new Set<TariffId>();
  readonly muted = new Set<string>();
  readonly heard = new Map<string, string>();
  isStopped = false;
  #answers = 0;

  constructor(caps: boolean) {
    super({ channels: ["push", "email", "sms"], confirmsRepair: true, ...(caps ? {} : { caps: [] }) });
    this.deliver = (it) => {
      if (it.kind !== "publish") this.#judge(it);
      return ANSWERS[this.#answers++ % ANSWERS.length] ?? { kind: "sent" };
    };
    this.tell();
  }

  tell(): void {
    for (const home of ["loc_1", "loc_2"]) {
      const here = TARIFFS.filter((it) => HOMES[it] === home);
      const slots = here.map((tariffId): SlotFacts =>
        slot({ tariffId, slot: SLOTS[tariffId], status: this.broken.has(tariffId) ? "ERROR" : "CONNECTED" }),
      );
      this.truth.set(home, slots);
    }
  }

  isBroken(tariffId: string): boolean {
    return TARIFFS.some((it) => it === tariffId && this.broken.has(it));
  }

  #judge(it: Notification): void {
    must(!this.isStopped, "told though stopped", it);
    for (const no of it.caseNos) {
      const about = this.state.cases.find((c) => c.no === no);
      // By the rung that is next: a message about several cases has the highest of theirs.
      const what = it.kind === "confirm" ? `confirmed ${no}` : `${no} ${about?.reasonSince} ${about?.rung}`;
      const other = this.heard.get(what) ?? it.id;
      must(other === it.id, "told twice", { what, other, it });
      this.heard.set(what, it.id);
      if (it.kind === "confirm") continue;
      must(about !== undefined, "told of what is over", it);
      must(!this.muted.has(about?.tariffId ?? ""), "told of a tariff that was to be silent", it);
      must(it.mayHaveArrivedAt !== null || this.isBroken(about?.tariffId ?? ""), "told of what is repaired", it);
    }
    for (const { tariffId } of it.confirms ?? []) must(!this.isBroken(tariffId), "confirmed though broken", it);
  }
}

/** What can come before the desk has them held, where it died in between. */
const MEANWHILE = ["expires", "fails", "is repaired", "a tap", "a minute"] as const;
const tariff = fc.constantFrom<TariffId[]>(...TARIFFS);
const command = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom("expires", "fails", "is repaired"), tariff }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom("is muted", "is heard again"), tariff }) },
  {
    weight: 5,
    arbitrary: fc.record({ waits: fc.constantFrom(MINUTE, 10 * MINUTE, HOUR, 8 * HOUR, DAY, 3 * DAY) }),
  },
  { weight: 3, arbitrary: fc.record({ goes: fc.constantFrom("remember", "back", "release", "tap") }) },
  {
    weight: 2,
    arbitrary: fc.record({
      backTo: fc.nat({ max: 5 }),
      meanwhile: fc.array(fc.record({ comes: fc.constantFrom(...MEANWHILE), tariff }), { maxLength: 4 }),
    }),
  },
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

function concerns(life: Life, does: string, tariffId: TariffId): void {
  const [locationId, about] = [HOMES[tariffId], { tariffId, link: null }];
  if (does === "is muted" || does === "is heard again") {
    const isMuted = does === "is muted";
    if (isMuted) life.muted.add(tariffId);
    else life.muted.delete(tariffId);
    life.input({ type: "tariff_quieted", ...about, wish: isMuted ? "stopped" : null });
    return;
  }
  if (does === "is repaired") life.broken.delete(tariffId);
  else life.broken.add(tariffId);
  life.tell();
  if (does === "is repaired") return life.event(change("session_complete", locationId));
  const [type, reason] =
    does === "fails" ? (["tariff.fetch.failed", "fetch_failed"] as const) : (["tariff.expired", "expired"] as const);
  life.event(problem({ tariffId, locationId, type, reason, occurredAt: life.now }));
}

function run(life: Life, it: Command): void {
  if ("waits" in it) return life.advance(it.waits);
  if ("does" in it) concerns(life, it.does, it.tariff);
  else if ("backTo" in it) {
    life.putBack(it.backTo, () => {
      for (const { comes, tariff: about } of it.meanwhile) {
        if (comes === "a minute") life.advance(MINUTE);
        else if (comes === "a tap") life.input({ type: "link_opened", caseNo: null });
        else concerns(life, comes, about);
        life.work();
      }
    });
    for (const { comes, tariff: about } of it.meanwhile) {
      const isKnown = life.state.cases.some(({ tariffId }) => tariffId === about);
      if (comes === "expires" || comes === "fails") must(isKnown || !life.broken.has(about), "lost", { about });
    }
    life.release();
    // Who wanted silence then has it again.
    for (const { id, quiet } of life.state.tariffs) if (quiet === "stopped") life.muted.add(id);
  } else if (it.goes === "remember") life.remember();
  else if (it.goes === "back") life.putBack();
  else if (it.goes === "release") life.release();
  else life.input({ type: "link_opened", caseNo: null });
  life.work();
}

const runs = runsFrom("MODEL_RUNS", 60);

it("nobody is told twice, of what is repaired or against their wish, however often they are put back", () => {
  let told = 0;
  const lives = fc.record({ caps: fc.boolean(), commands: fc.array(command, { maxLength: 60, size: "max" }) });
  fc.assert(
    fc.property(lives, ({ caps, commands }) => {
      const life = new Life(caps);
      for (const it of commands) run(life, it);
      told += life.heard.size;
      life.isStopped = true;
      life.input({ type: "opted_out", by: "page" });
      life.putBack(3);
      life.release();
      life.advance(60 * DAY);
    }),
    { numRuns: runs },
  );
  expect(told).toBeGreaterThan(runs);
});
