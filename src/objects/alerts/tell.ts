// Telling of troubles: weighs what was noted, posts what is due, and tries again what was not taken. One receiver that is broken
// keeps nothing from the other, and nothing else from going on.

import { alertWaysOf, receiversOf } from "./ways.ts";
import { crowdsDueAt, gather, takeCrowds } from "../../core/alert/crowd.ts";
import { hearWord, nextDueAt, takeDue } from "../../core/alert/troubles.ts";
import { backoff } from "../../core/message/backoff.ts";
import { DAY, HOUR, SECOND } from "../../core/time.ts";
import type { AlertWays, SweepPlace } from "./ways.ts";
import type { Alert } from "../../core/alert/troubles.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { Deps } from "../../setup/compose.ts";
import type { AlertStore, KeptAlerts, OwedAlert, Receiver } from "./kept.ts";

const TELL_AGAIN = { base: 10 * SECOND, cap: HOUR };
/** By then the next alert about the same trouble is due. */
const GIVE_UP_AFTER_MS = DAY;
/** More are not kept for a receiver that takes none: the newest say most. */
const MOST_OWED = 50;

/** Keeps `kept` with its next instant; nothing where nothing is left. */
function save(store: AlertStore, { words, troubles, owed, crowds = [] }: Omit<KeptAlerts, "dueAt">): void {
  const times = [
    nextDueAt(troubles),
    crowdsDueAt(crowds),
    ...words.map(({ at }) => at),
    ...firstOf(owed).map((it) => it.dueAt),
  ];
  const due = times.filter((it) => it !== null);
  store.keep(due.length === 0 ? null : { words, troubles, owed, crowds, dueAt: Math.min(...due) });
}

/** Each receiver hears of troubles in their order: what stands behind one that was not taken waits with it. */
const firstOf = (owed: readonly OwedAlert[]): readonly OwedAlert[] =>
  (["url", "email", "sweep"] as const).flatMap((to) => owed.find((it) => it.to === to) ?? []);

function weigh(store: AlertStore, ways: AlertWays, now: number): void {
  const kept = store.kept();
  if (kept === null) return;
  const due = takeDue(kept.words.reduce(hearWord, kept.troubles), now);
  const together = takeCrowds(kept.crowds ?? [], now);
  const people = [...ways.keys()].filter((it) => it !== "sweep");
  const owe = (alert: Alert, to: Receiver): OwedAlert => ({ to, alert, attempt: 0, dueAt: now });
  const owed = [
    ...due.alerts.flatMap((alert) => receiversOf(alert, ways).map((to) => owe(alert, to))),
    ...together.alerts.flatMap((alert) => people.map((to) => owe(alert, to))),
  ];
  const able = kept.owed.filter(({ to }) => ways.has(to));
  save(store, {
    words: [],
    troubles: due.troubles,
    owed: [...able, ...owed].slice(-MOST_OWED),
    crowds: together.crowds,
  });
}

/** Keeps what another object has to tell, to be told together with what others have. The caller then arms. */
export function gatherAlert(store: AlertStore, { config, now }: Deps, alert: Alert): void {
  if (config.alerts === null) return;
  const { words = [], troubles = [], owed = [], crowds = [] } = store.kept() ?? {};
  save(store, { words, troubles, owed, crowds: gather(crowds, alert, now()) });
}

function settle(store: AlertStore, { log, now }: Deps, it: OwedAlert, outcome: DeliveryOutcome): void {
  const kept = store.kept();
  if (kept === null) return;
  const attempt = it.attempt + 1;
  const isTaken = outcome.kind === "sent" || outcome.kind === "accepted";
  const isOver = isTaken || outcome.kind === "failed" || now() - it.alert.at > GIVE_UP_AFTER_MS;
  if (!isTaken) log.error("alert_not_taken", null, { by: it.to, type: it.alert.type, why: whyOf(outcome), attempt });
  const asked = outcome.kind === "retry" ? outcome.retryAfter : null;
  const dueAt = now() + backoff(it.alert.id, attempt, TELL_AGAIN, asked);
  const isIt = (other: OwedAlert): boolean => other.alert.id === it.alert.id && other.to === it.to;
  const owed = kept.owed.flatMap((each) => (!isIt(each) ? each : isOver ? [] : { ...each, attempt, dueAt }));
  save(store, { ...kept, owed });
}

const whyOf = (outcome: DeliveryOutcome): string => ("why" in outcome ? outcome.why : outcome.kind);

/** Tells what is due, as long as somebody takes it. Where alerts are not wanted any more, what was kept for them is let go. */
export async function tellAlerts(store: AlertStore, deps: Deps, env: SweepPlace): Promise<void> {
  const ways = alertWaysOf(deps, env);
  if (ways.size === 0) return store.keep(null);
  weigh(store, ways, deps.now());
  await Promise.all([...ways.keys()].map((to) => tellOne(store, deps, ways, to)));
}

async function tellOne(store: AlertStore, deps: Deps, ways: AlertWays, to: OwedAlert["to"]): Promise<void> {
  for (;;) {
    const next = store.kept()?.owed.find((it) => it.to === to);
    if (next === undefined || next.dueAt > deps.now()) return;
    const outcome = await ways.get(to)?.(next.alert);
    if (outcome === undefined) return;
    settle(store, deps, next, outcome);
  }
}
