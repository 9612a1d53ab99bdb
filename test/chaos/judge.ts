// Holds what was acknowledged against what the provider got and what is on disk, and says what must not be.

import { doubtsOf, judgeDoubts } from "./doubt.ts";
import { ON_THE_LINE_MS } from "./judge-hands.ts";
import { strongestOf } from "./plan.ts";
import type { CustomerOnDisk, HeldOnDisk } from "./disk.ts";
import type { Doubted, Quiet } from "./doubt.ts";
import type { Letter } from "./hostile-provider.ts";
import type { Ledger } from "./ledger.ts";
import type { Story } from "./operator.ts";
import type { Plan, Reason, Trouble } from "./plan.ts";

/** What the messages themselves show. Each entry is one line about one violation. */
export interface Verdict {
  /** Tariffs whose customer had to be told: still broken, by an acknowledged event. */
  readonly needs: number;
  readonly untold: readonly string[];
  /** Those of whom nobody was told, and rightly so: they wait for their next reminder. */
  readonly doubted: readonly Doubted[];
  /** A (tariff, reason, rung) that more than one accepted message speaks of. */
  readonly doubled: readonly string[];
  /** Messages about tariffs that were never broken. */
  readonly unneeded: readonly string[];
  /** Messages that were accepted, and came again under their id with other bytes. */
  readonly unequal: readonly string[];
}

/** What the disk shows. */
export interface DiskVerdict {
  /** Customers who were erased, and are known again: by their own id, or by a home's. */
  readonly reborn: readonly string[];
  /** Acknowledged, and in no customer's database. */
  readonly missing: readonly string[];
  /** Messages first accepted after the repair of all they speak of was on disk. */
  readonly afterRepair: readonly string[];
  readonly overdueLeases: readonly string[];
  /** Customers who are owed something and whose object will not wake in time. */
  readonly withoutAlarm: readonly string[];
  /**
   * Held by a location that will not wake. One that will may hold a copy still: a kill between passing an event on and
   * letting go of it leaves both, and the watchdog puts that right.
   */
  readonly stuck: readonly string[];
  /** Not told, since a message may have arrived, and no reminder is planned. */
  readonly forgotten: readonly string[];
}

const LEASE_GRACE_MS = 60_000;
const ALARM_TOLERANCE_MS = 2_000;

const accepted = (letters: ReadonlyMap<string, Letter>): readonly Letter[] =>
  [...letters.values()].filter((it) => it.accepted > 0 && it.type === "notification.requested");

/** The reasons that acknowledged events gave for each tariff. */
function statedReasons(ledger: Ledger): ReadonlyMap<Trouble, ReadonlySet<Reason>> {
  const stated = new Map<Trouble, Set<Reason>>();
  for (const { event, acknowledged } of ledger.entries.values()) {
    if (acknowledged === null || event.trouble === null || event.reason === null) continue;
    const reasons = stated.get(event.trouble) ?? new Set<Reason>();
    stated.set(event.trouble, reasons.add(event.reason));
  }
  return stated;
}

/** Of whom nobody need be told any more: an operator erased or stopped them, or may have. */
export type Erased = Pick<ReadonlyMap<string, unknown>, "has">;

/** What is judged of messages. */
export interface MessagesSeen {
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly letters: ReadonlyMap<string, Letter>;
  readonly erased: Erased;
  readonly stopped: Erased;
  /** When nothing could leave, for anybody or for one. */
  readonly quiet: readonly Quiet[];
  /** How long the rig itself was kept waiting by a busy machine (ms). */
  readonly stalledMs: number;
}

/** Judges the provider's book. Of whom was erased or stopped nobody need be told. */
export function judgeMessages(seen: MessagesSeen): Verdict {
  const { plan, ledger, letters, erased, stopped } = seen;
  const relapsing = new Set(plan.troubles.filter((it) => it.fate === "relapses").map((it) => it.tariff.id));
  const tellings = new Map<string, string[]>();
  for (const letter of accepted(letters)) {
    for (const { tariffId, reason } of letter.cases) {
      // It has another case when it breaks again, with reminders of its own.
      if (relapsing.has(tariffId)) continue;
      for (const key of [`${tariffId} ${reason}`, `${tariffId} ${reason} rung ${letter.rung}`]) {
        tellings.set(key, [...(tellings.get(key) ?? []), letter.id]);
      }
    }
  }
  const isDoubted = doubtsOf(seen);
  const untold: string[] = [];
  const doubted: Doubted[] = [];
  let needs = 0;
  for (const [{ tariff, fate, customerId, mendedBy }, reasons] of statedReasons(ledger)) {
    const reason = strongestOf(reasons);
    if (fate !== "broken" || reason === null || erased.has(customerId) || stopped.has(customerId)) continue;
    needs += 1;
    if (tellings.has(`${tariff.id} ${reason}`)) continue;
    // One that was mended at the very end has no reminder any more.
    if (!isDoubted(tariff.id, reason)) untold.push(`nobody was told that ${tariff.id} is ${reason}`);
    else if (mendedBy === null) doubted.push({ customerId, tariffId: tariff.id });
  }
  const healthy = new Set(plan.troubles.filter((it) => it.fate === "false_alarm").map((it) => it.tariff.id));
  return {
    needs,
    untold,
    doubted,
    doubled: [...tellings]
      .filter(([key, ids]) => key.includes("rung") && ids.length > 1)
      .map(([key, ids]) => `${key}: ${ids.join(", ")}`),
    unneeded: accepted(letters).flatMap(({ id, cases }) =>
      cases
        .filter((it) => healthy.has(it.tariffId))
        .map((it) => `${id} speaks of ${it.tariffId}, which was never broken`),
    ),
    unequal: [...letters.values()]
      .filter((it) => it.changed > 0)
      .map((it) => `${it.id}: other bytes ${it.changed} times`),
  };
}

function judgeRepairs(
  plan: Plan,
  letters: ReadonlyMap<string, Letter>,
  received: ReadonlyMap<string, number>,
  stalledMs: number,
): readonly string[] {
  const repairedAt = new Map<string, number>();
  for (const { tariff, fate, mendedBy } of plan.troubles) {
    // What breaks again is told of again.
    if (fate === "relapses") continue;
    const at = mendedBy === null ? undefined : received.get(mendedBy);
    if (at !== undefined) repairedAt.set(tariff.id, at);
  }
  return accepted(letters).flatMap(({ id, cases, acceptedAt }) => {
    const last = Math.max(...cases.map((it) => repairedAt.get(it.tariffId) ?? Infinity));
    const late = Math.round((acceptedAt ?? 0) - last);
    const about = cases.map((it) => it.tariffId).join(", ");
    return late > ON_THE_LINE_MS + stalledMs
      ? [`${id} was accepted ${late} ms after the repair of ${about} was stored`]
      : [];
  });
}

function judgeAlarm(story: Story, on: CustomerOnDisk | undefined): readonly string[] {
  if (story.next_wake_at === null) return [];
  const wanted = Date.parse(story.next_wake_at) - (on?.clockOffset ?? 0);
  const alarm = on?.alarm ?? null;
  if (alarm !== null && alarm <= wanted + ALARM_TOLERANCE_MS) return [];
  const set = alarm === null ? "no alarm" : `an alarm at ${new Date(alarm).toISOString()}`;
  return [`${story.customer_id} is owed something at ${story.next_wake_at} and has ${set}`];
}

/** Judges the databases. `now` is when workerd was ended. */
export function judgeDisk(
  seen: {
    readonly plan: Plan;
    readonly ledger: Ledger;
    readonly letters: ReadonlyMap<string, Letter>;
    readonly stories: readonly Story[];
    readonly customers: readonly CustomerOnDisk[];
    readonly held: readonly HeldOnDisk[];
    readonly erased: Erased;
    readonly doubted: readonly Doubted[];
    /** How long the rig itself was kept waiting by a busy machine (ms). */
    readonly stalledMs: number;
  },
  now: number,
): DiskVerdict {
  const { plan, ledger, letters, stories, customers, held, stalledMs, erased } = seen;
  const theirHomes = new Set(plan.troubles.filter((it) => erased.has(it.customerId)).map((it) => it.locationId));
  const byId = new Map(customers.map((it) => [it.customerId, it]));
  const received = new Map(customers.flatMap((it) => [...it.events]));
  const missing = [...ledger.entries.values()].filter(
    ({ event, acknowledged }) =>
      acknowledged !== null &&
      !erased.has(event.customerId) &&
      byId.get(event.customerId)?.events.has(event.id) !== true,
  );
  return {
    reborn: customers
      .filter((it) => erased.has(it.customerId) || theirHomes.has(it.customerId))
      .map((it) => `${it.customerId} has ${it.events.size} events`),
    missing: missing.map(
      ({ event, acknowledged }) => `${event.id} (${event.type}) was answered ${acknowledged?.status}`,
    ),
    afterRepair: judgeRepairs(plan, letters, received, stalledMs),
    overdueLeases: customers.flatMap(({ customerId, notifications, clockOffset }) =>
      notifications
        .filter((it) => it.status === "leased" && (it.leasedUntil ?? 0) + LEASE_GRACE_MS < now + clockOffset)
        .map((it) => `${it.id} of ${customerId} was leased until ${it.leasedUntil}`),
    ),
    withoutAlarm: stories.flatMap((story) => judgeAlarm(story, byId.get(story.customer_id))),
    forgotten: judgeDoubts(seen.doubted, stories),
    stuck: held
      .filter(({ alarm }) => alarm === null)
      .map(({ eventId }) => `${eventId} is held and nothing will wake its location`),
  };
}
