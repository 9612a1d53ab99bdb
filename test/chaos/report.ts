// The figures of a run, and everything that must not be, in one object and as lines to read.

import { EMAIL } from "./hostile-mail.ts";
import type { HostileFlatPeak } from "./hostile-flatpeak.ts";
import type { HostileMail } from "./hostile-mail.ts";
import type { HostileProvider } from "./hostile-provider.ts";
import type { HandsVerdict } from "./judge-hands.ts";
import type { DiskVerdict, Verdict } from "./judge.ts";
import type { Ledger } from "./ledger.ts";
import type { Plan } from "./plan.ts";

/** What came of a run. */
export interface Report {
  readonly seed: number;
  readonly rounds: number;
  readonly durationMs: number;
  /** Different events posted. */
  readonly events: number;
  readonly acknowledged: number;
  /** Of those, acknowledged while things still went wrong. */
  readonly acknowledgedInChaos: number;
  readonly tariffs: number;
  /** Tariffs whose customer had to be told. */
  readonly needs: number;
  /** Those of them who rightly were not told yet: what may have arrived could not be repeated. */
  readonly inDoubt: number;
  /** Different messages that the provider accepted. */
  readonly messages: number;
  /** Calls to the provider, and those of them that only repeated an accepted message. */
  readonly calls: number;
  readonly repeats: number;
  readonly answers: Readonly<Record<string, number>>;
  readonly troubles: Readonly<Record<string, number>>;
  /** Calls that FlatPeak refused the account, by code, and times an operator held a customer. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly holds: number;
  /** Customers an operator erased, and stopped. */
  readonly erasures: number;
  readonly stops: number;
  /** Emails that confirmed repairs. */
  readonly confirmed: number;
  /** Different events told to the company of what happened. */
  readonly announced: number;
  /** Cases that were opened in an arm of an experiment. */
  readonly inArms: number;
  readonly modes: Readonly<Record<string, number>>;
  /** How many of each kind; the lines are in `violations`. */
  readonly counts: Readonly<Record<string, number>>;
  /** One line each; empty when the product kept its promises. */
  readonly violations: readonly string[];
}

/** What a report is made of. */
export interface Findings {
  readonly seed: number;
  readonly rounds: number;
  readonly durationMs: number;
  readonly acknowledgedInChaos: number;
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly flatpeak: HostileFlatPeak;
  readonly provider: HostileProvider;
  readonly mail: HostileMail;
  readonly left: readonly string[];
  readonly quarantined: number;
  readonly messages: Verdict;
  readonly disk: DiskVerdict;
  readonly hands: HandsVerdict;
  /** Times a customer was held, and customers who were erased. */
  readonly holds: number;
  readonly erasures: number;
  readonly stops: number;
  readonly confirmations: readonly string[];
  /** Links that do not work. */
  readonly dead: readonly string[];
  readonly inArms: number;
}

const sorted = (counts: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b)));

/** Puts the findings together. */
export function reportOf(found: Findings): Report {
  const { ledger, provider, flatpeak, messages, disk, hands } = found;
  const kinds: Readonly<Record<string, readonly string[]>> = {
    missing: disk.missing,
    doubled: messages.doubled,
    untold: messages.untold,
    "untold and forgotten": disk.forgotten,
    "told without need": messages.unneeded,
    "told after the repair": disk.afterRepair,
    "other bytes under one id": messages.unequal,
    "left while held": hands.whileHeld,
    "left unverified": hands.unverified,
    "noticed again": hands.noticedAgain,
    "left after the erasure": hands.afterErasure,
    "left after the stop": hands.afterStop,
    "confirmed wrongly": found.confirmations,
    "links that do not work": found.dead,
    "announced under several ids": hands.announcedAgain,
    "known again after the erasure": disk.reborn,
    "leased too long": disk.overdueLeases,
    "without an alarm": disk.withoutAlarm,
    "held without an alarm": disk.stuck,
    "not at rest": found.left,
    "unexpected answers": ledger.unexpected,
    "refused by the provider": [...provider.refused, ...found.mail.refused],
    "in quarantine": found.quarantined === 0 ? [] : [`${found.quarantined} events`],
    "broken rig": [...flatpeak.broken, ...provider.broken, ...found.mail.broken].map(String),
  };
  const letters = [...provider.letters.values()];
  const emails = [...found.mail.letters.values()];
  return {
    seed: found.seed,
    rounds: found.rounds,
    durationMs: found.durationMs,
    events: ledger.entries.size,
    acknowledged: ledger.entries.size - ledger.pending().length,
    acknowledgedInChaos: found.acknowledgedInChaos,
    tariffs: found.plan.troubles.length,
    needs: messages.needs,
    inDoubt: messages.doubted.length,
    messages: [...letters, ...emails].filter((it) => it.accepted > 0 && it.type === "notification.requested").length,
    announced: letters.filter((it) => it.accepted > 0 && it.subject !== null).length,
    calls: letters.reduce((sum, it) => sum + it.calledAt.length, 0),
    repeats: letters.reduce((sum, it) => sum + Math.max(0, it.accepted - 1), 0),
    answers: sorted(ledger.answers),
    troubles: sorted(flatpeak.troubles),
    refusals: sorted(flatpeak.refused),
    holds: found.holds,
    erasures: found.erasures,
    stops: found.stops,
    confirmed: emails.filter((it) => it.accepted > 0 && it.type === EMAIL).length,
    inArms: found.inArms,
    modes: sorted(provider.modes),
    counts: Object.fromEntries(Object.entries(kinds).map(([kind, lines]) => [kind, lines.length])),
    violations: Object.entries(kinds).flatMap(([kind, lines]) => lines.map((line) => `${kind}: ${line}`)),
  };
}

const list = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");

/** The report as lines. */
export function linesOf(it: Report): readonly string[] {
  return [
    `seed ${it.seed}: ${it.rounds} rounds in ${(it.durationMs / 1_000).toFixed(1)} s`,
    `events ${it.events}, acknowledged ${it.acknowledged} (${it.acknowledgedInChaos} of them under fire)`,
    `answers: ${list(it.answers)}`,
    `FlatPeak's troubles: ${list(it.troubles)}`,
    `FlatPeak refused the account: ${list(it.refusals) || "never"}; an operator held a customer ${it.holds} times, erased ${it.erasures}, and stopped ${it.stops}`,
    `tariffs ${it.tariffs}, needs ${it.needs} (${it.inDoubt} in doubt), messages ${it.messages}, confirmations ${it.confirmed}, events out ${it.announced}, calls ${it.calls}, repeats of one id ${it.repeats}`,
    `the provider: ${list(it.modes)}`,
    `violations: ${list(it.counts)}`,
    ...it.violations.slice(0, 40),
    ...(it.violations.length > 40 ? [`... and ${it.violations.length - 40} more`] : []),
    it.violations.length === 0 ? "every promise kept" : `FAILED with seed ${it.seed}`,
  ];
}
