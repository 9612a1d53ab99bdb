// A week of many customers before one FlatPeak, in virtual time: each is the core itself, woken by its alarm or called by the
// pace, and FlatPeak serves so many a second, in order.

import { nextAlarm } from "../../../src/core/duties.ts";
import { newCustomer } from "../../../src/core/state.ts";
import { step } from "../../../src/core/step.ts";
import { Pace } from "../../../src/core/gate/pace.ts";
import { LONDON, REACHABLE, slot } from "../../support/virtual.ts";
import type { ProbeEffect } from "../../../src/core/effect.ts";
import type { FlatPeakEvent } from "../../../src/core/case/event.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { CustomerState } from "../../../src/core/state.ts";
import type { Effect, Input } from "../../../src/core/step.ts";
import type { ProbeAnswer } from "../../../src/core/case/truth.ts";
import type { Outside } from "./crowd.ts";

/** FlatPeak's event for a customer, as it happens. */
export interface Happening {
  readonly at: number;
  readonly customer: number;
  readonly event: FlatPeakEvent;
}

export interface Message {
  readonly customer: number;
  readonly at: number;
  /** When it would have left had FlatPeak answered at once (ms): when its first probe was wanted. */
  readonly dueAt: number;
}

const TIME_LIMIT_MS = 8_000;
const CALL_MS = 50;

/** Instants in order, first come first served. */
class Agenda {
  readonly #heap: { readonly at: number; readonly no: number; readonly run: () => void }[] = [];
  #no = 0;

  add(at: number, run: () => void): void {
    this.#heap.push({ at, no: (this.#no += 1), run });
    for (let child = this.#heap.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      if (this.#isBefore(parent, child)) break;
      this.#swap(parent, child);
      child = parent;
    }
  }

  next(): { readonly at: number; readonly run: () => void } | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last === undefined || last === first) return first;
    this.#heap[0] = last;
    for (let parent = 0; ;) {
      let child = parent * 2 + 1;
      if (child + 1 < this.#heap.length && this.#isBefore(child + 1, child)) child += 1;
      if (child >= this.#heap.length || this.#isBefore(parent, child)) return first;
      this.#swap(parent, child);
      parent = child;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return true;
    return a.at < b.at || (a.at === b.at && a.no < b.no);
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return;
    this.#heap[one] = b;
    this.#heap[other] = a;
  }
}

/** What comes of it: every message that left until `endsAt` (ms), and how many calls FlatPeak got and answered in time. */
export function weekOf(
  happenings: readonly Happening[],
  flatpeak: Outside,
  outages: (customer: number, now: number) => readonly string[],
  settings: Policy,
  endsAt: number,
): { readonly messages: readonly Message[]; readonly calls: number; readonly answered: number } {
  const agenda = new Agenda();
  const pace = new Pace();
  const states = new Map<number, CustomerState>();
  const alarms = new Map<number, number>();
  const wantedAt = new Map<number, number>();
  const messages: Message[] = [];
  let now = 0;
  let calls = 0;
  let answered = 0;

  const apply = (no: number, input: Input): readonly Effect[] => {
    const before = states.get(no) ?? { ...newCustomer(`cus_${no * 7_919}`), contact: REACHABLE };
    const { state, effects } = step(before, input, now, settings);
    states.set(no, state);
    return effects;
  };
  const arm = (no: number): void => {
    const state = states.get(no);
    const at = state === undefined ? null : nextAlarm(state, now, settings);
    if (at === null) return void alarms.delete(no);
    if (alarms.get(no) === at) return;
    alarms.set(no, at);
    agenda.add(Math.max(at, now), () => {
      if (alarms.get(no) !== at) return;
      alarms.delete(no);
      work(no);
    });
  };
  const work = (no: number): void => {
    for (const effect of apply(no, { type: "time_passed" })) {
      if (effect.type === "probe") probe(no, effect);
      if (effect.type === "deliver") deliver(no, effect.no, effect.attempt);
    }
    arm(no);
  };
  const deliver = (no: number, notification: number, attempt: number): void => {
    apply(no, { type: "delivery_starting", no: notification, attempt, payload: "words" });
    const it = states.get(no)?.notifications.find((other) => other.no === notification);
    if (it?.status !== "leased" || it.calledAt === null) return;
    messages.push({ customer: no, at: now, dueAt: wantedAt.get(no) ?? now });
    apply(no, { type: "delivery_settled", no: notification, attempt, outcome: { kind: "sent" } });
  };
  const callNext = (): void => {
    for (const { key, back } of pace.call(now)) {
      const no = Number(back.name);
      agenda.add(now + CALL_MS, () => {
        apply(no, { type: "turn_came", key: key.slice(key.indexOf("/") + 1) });
        work(no);
      });
    }
    const roomAt = pace.roomAt(now);
    if (roomAt !== null) agenda.add(roomAt, callNext);
  };
  const answer = (no: number, { locationId, attempt }: ProbeEffect, told: ProbeAnswer): void => {
    apply(no, { type: "probe_answered", locationId, attempt, answer: told });
    work(no);
  };
  const probe = (no: number, effect: ProbeEffect): void => {
    const { locationId, since, by, isRetry } = effect;
    wantedAt.set(no, since);
    const rank = by === "news" ? "message" : by === "ahead" ? "look" : by;
    const back = { kind: "customer", name: String(no) } as const;
    const turn = pace.take(now, { key: `${no}/${locationId}`, dueAt: since, rank, isRetry, back });
    callNext();
    if (turn.kind === "away") {
      apply(no, {
        type: "probe_answered",
        locationId,
        attempt: effect.attempt,
        answer: { kind: "put_off", wait: turn.for },
      });
      return arm(no);
    }
    calls += 1;
    const { at } = flatpeak(now);
    const isLate = at > now + TIME_LIMIT_MS;
    agenda.add(isLate ? now + TIME_LIMIT_MS : at, () => {
      pace.over(now, turn.permit, { went: isLate ? "late" : "fine", rest: null });
      callNext();
      if (isLate) return answer(no, effect, { kind: "unavailable", why: "timed out", retryAfter: null });
      answered += 1;
      const slots = [slot({ status: "ERROR", supplier: "prv_1" })];
      answer(no, effect, { kind: "status", slots, timezone: LONDON, outages: outages(no, now) });
    });
  };

  for (const { at, customer, event } of happenings) {
    agenda.add(at, () => {
      apply(customer, { type: "event", event });
      arm(customer);
    });
  }
  for (let next = agenda.next(); next !== undefined && next.at <= endsAt; next = agenda.next()) {
    now = next.at;
    next.run();
  }
  return { messages, calls, answered };
}
