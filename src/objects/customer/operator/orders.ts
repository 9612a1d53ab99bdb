// What an operator orders of a customer, carried out. Loaded with the first order, so that no webhook or tap loads it.

import { clear } from "../../../core/message/clearance.ts";
import { repeatOf } from "../../../core/message/repeat.ts";
import { snoozeEnd } from "../../../core/person/snooze.ts";
import { seatOn } from "../../../core/link/links.ts";
import { caseOf, isOpen } from "../../../core/read.ts";
import { linkOf } from "../links.ts";
import { policyFor } from "../../../setup/experiment/experiment.ts";
import type { Input } from "../../../core/step.ts";
import type { Notification } from "../../../core/message/notification.ts";
import type { CustomerState } from "../../../core/state.ts";
import type { Moment } from "../../../core/turn.ts";
import type { Engine } from "../engine.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Workplace } from "../workplace.ts";
import type { OperatorOrder, Ordered, Owed, Repeated } from "./order.ts";

/** What an order about a case comes to; one that was carried out before stays so. */
function aboutCase(store: CustomerStore, state: CustomerState, no: number, input: Input): Input | Ordered {
  const living = caseOf(state, no);
  if (living !== undefined && isOpen(living)) return input;
  const past = store.past.caseOf(no);
  if (past === null) return "unknown";
  return input.type === "case_closed" && past.end?.how === "closed" ? "done" : "impossible";
}

function inputOf(order: OperatorOrder, store: CustomerStore, state: CustomerState, now: number): Input | Ordered {
  switch (order.kind) {
    case "close_case":
      return aboutCase(store, state, order.case, { type: "case_closed", caseNo: order.case });
    case "advance_case":
      return aboutCase(store, state, order.case, { type: "case_advanced", caseNo: order.case });
    case "end_case_links": {
      // A link works for a while after its case has ended.
      const it = store.past.caseOf(order.case);
      return it === null ? "unknown" : { type: "case_links_ended", of: it };
    }
    case "mute_case": {
      // Of a tariff a later case may come.
      const it = store.past.caseOf(order.case);
      if (it === null || it.invited !== undefined) return "unknown";
      return { type: "tariff_quieted", tariffId: it.tariffId, wish: order.muted ? "stopped" : null, link: null };
    }
    case "snooze": {
      if (order.day === null) return { type: "snoozed", until: null };
      const until = snoozeEnd(state, order.day, now);
      return until === null ? "impossible" : { type: "snoozed", until };
    }
    case "resolve": {
      const it = state.notifications.find(({ id }) => id === order.notification);
      // Most that is asked about is settled already, and was never in doubt.
      if (it === undefined || it.status !== "uncertain") return "impossible";
      return { type: "delivery_resolved", no: it.no, arrived: order.arrived };
    }
  }
}

/** Does what is ordered; on disk when this resolves. */
export async function carryOut(
  place: Workplace,
  store: CustomerStore,
  engine: Engine,
  order: OperatorOrder,
): Promise<Ordered> {
  const input = inputOf(order, store, store.load(place.customerId), engine.now(place.deps));
  if (typeof input === "string") return input;
  await engine.apply(place, input);
  return "done";
}

function momentOf({ deps, customerId }: Workplace, store: CustomerStore, engine: Engine): Moment {
  const state = store.load(customerId);
  return { state, now: engine.now(deps), policy: policyFor(deps.config, state) };
}

/** A message that is owed, and what it waits for as it stands. */
function owedOf(moment: Moment, it: Notification): Owed {
  const { id: notification, channel } = it;
  const clearance = clear(moment, it);
  if (clearance.kind !== "wait") return { kind: "owed", notification, channel, waitsFor: null, until: null };
  const until = Number.isFinite(clearance.until) ? clearance.until : null;
  return { kind: "owed", notification, channel, waitsFor: clearance.why, until };
}

/** Any notification of this customer by its id, which ends in its number. */
function notificationOf(store: CustomerStore, id: string): Notification | null {
  const it = store.past.notificationOf(Number(/_(\d{1,9})$/.exec(id)?.[1] ?? 0));
  return it?.id === id ? it : null;
}

/** Has a settled message said once more; on disk when this resolves. */
export async function repeat(place: Workplace, store: CustomerStore, engine: Engine, id: string): Promise<Repeated> {
  const of = notificationOf(store, id);
  if (of === null) return { kind: "unknown" };
  const before = momentOf(place, store, engine);
  const found = repeatOf(before, of);
  if (found.kind === "refused") return found;
  if (found.kind === "owed") return owedOf(before, found.it);
  const { state } = await engine.apply(place, { type: "message_repeated", of });
  const owed = state.notifications.find((it) => it.repeats === of.no && it.settledAt === null);
  return owed === undefined ? { kind: "refused", why: "under_way" } : owedOf({ ...before, state }, owed);
}

/** The link that stands on a case now. */
export async function caseLink(
  place: Workplace,
  store: CustomerStore,
  no: number,
): Promise<{ readonly link: string } | Exclude<Ordered, "done">> {
  const it = store.past.caseOf(no);
  if (it === null) return "unknown";
  if (!isOpen(it)) return "impossible";
  const { contact } = store.load(place.customerId);
  return { link: await linkOf(place.deps, place.customerId, seatOn(contact, it, "open")) };
}
