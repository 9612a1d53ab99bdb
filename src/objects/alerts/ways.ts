// The ways an alert about a trouble goes: to where people look, and to the sweep, which gathers what many objects have to tell.

import { alertPlace, alertSenders } from "../../channels/alert/senders.ts";
import { alertWords } from "../../channels/alert/words.ts";
import { theSweep } from "../rooms.ts";
import type { AlertDeps } from "../../channels/alert/senders.ts";
import type { Alert } from "../../core/alert/troubles.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { Env } from "../../setup/env.ts";
import type { Receiver } from "./kept.ts";

/** What the sweep is found by. */
export type SweepPlace = Pick<Env, "SWEEP" | "JURISDICTION">;

export type AlertWays = ReadonlyMap<Receiver, (alert: Alert) => Promise<DeliveryOutcome>>;

/** Who is to take an alert: each supplier has an object of its own, and all of them may fail at once. */
export const receiversOf = ({ type }: Alert, ways: AlertWays): readonly Receiver[] =>
  [...ways.keys()].filter((it) => (it === "sweep") === (type === "supplier.outage"));

/** By none where no alerts are wanted. */
export function alertWaysOf(deps: AlertDeps, env: SweepPlace): AlertWays {
  const place = alertPlace(deps);
  const ways = new Map<Receiver, (alert: Alert) => Promise<DeliveryOutcome>>(
    [...alertSenders(deps)].map(([to, send]) => [to, (alert) => send(alert.id, alertWords(alert, place))] as const),
  );
  if (ways.size > 0) ways.set("sweep", (alert) => handToSweep(env, alert));
  return ways;
}

async function handToSweep(env: SweepPlace, alert: Alert): Promise<DeliveryOutcome> {
  try {
    await theSweep(env).gather(alert);
    return { kind: "sent" };
  } catch (error) {
    return { kind: "retry", why: `the sweep was not reached: ${String(error)}`, retryAfter: null };
  }
}
