// The virtual customer of the model-based test: effects may be left lying, half done or answered days late, the state goes
// through JSON and back on every second step as an eviction would make it, and what must hold is checked on the way.

import { isDeepStrictEqual } from "node:util";
import { nextAlarm } from "../../src/core/duties.ts";
import { isStopped } from "../../src/core/person/optout.ts";
import { isSpent } from "../../src/core/case/ladder.ts";
import { DELIVERY_LEASE_MS, PROBE_MARGIN_MS, TRUTH_FRESH_MS } from "../../src/core/policy.ts";
import { isOpen, locationOf, readyAt, zoneOf } from "../../src/core/read.ts";
import { isUnsettled } from "../../src/core/message/notification.ts";
import { step } from "../../src/core/step.ts";
import { DAY, MINUTE, wallClock } from "../../src/core/time.ts";
import { ANSWERS, WORDS } from "./provider-modes.ts";
import {
  Breach,
  confirmsOnce,
  homeLeftBy,
  isOldAnswer,
  keepsOut,
  leavesQuietly,
  must,
  refusesUs,
  silencesOwnStopsOnly,
} from "./promises.ts";
import { VirtualCustomer } from "./virtual.ts";
import { factsOf } from "../../src/core/journal.ts";
import type { Case, CustomerState } from "../../src/core/state.ts";
import type { Notification } from "../../src/core/message/notification.ts";
import type { DeliveryOutcome } from "../../src/core/message/outcome.ts";
import type { Effect, Input } from "../../src/core/step.ts";
import type { ProviderMode, Word } from "./provider-modes.ts";
import type { PricesTold, ProbeAnswer } from "../../src/core/case/truth.ts";
import type { JournalEntry } from "../../src/core/journal.ts";

export type ProbeMode = "truth" | "unavailable" | "unavailable_after" | "refuses_us" | "untold" | "gone";

/** Calls to providers about one message, over all its channels. */
const MOST_CALLS = 12;

/** An effect nobody has finished: not begun, or a delivery whose provider has answered into the void. */
interface Loose {
  readonly effect: Effect;
  readonly outcome: DeliveryOutcome | null;
}

interface Accepted {
  readonly id: string;
  readonly at: number;
}

/** The state as it comes back from disk: through JSON, in the order the rows are read. */
function reloaded(state: CustomerState): CustomerState {
  const copy = JSON.parse(JSON.stringify(state)) as CustomerState;
  const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
  return { ...copy, locations: copy.locations.toSorted(byId), tariffs: copy.tariffs.toSorted(byId) };
}

export const SUPPLIER = "prv_1";

const EXPLAINED = ["silent", "message_cancelled", "message_failed", "message_uncertain", "flatpeak_unavailable"];

export class ModelCustomer extends VirtualCustomer {
  provider: ProviderMode = "sent";
  probeMode: ProbeMode = "truth";
  /** What FlatPeak says of tariffs' prices; null where nobody can tell. */
  prices: PricesTold | null = null;
  /** The supplier of every home has an outage. */
  isOut = false;
  readonly zones = new Map<string, string>();
  /** Whose home each location is by FlatPeak's word; one that is missing is the customer's, and FlatPeak names nobody. */
  readonly owners = new Map<string, string>();
  /** When the customer was last known to have left a home. */
  readonly left = new Map<string, number>();
  readonly loose: Loose[] = [];
  /** Messages a provider took in, the first time each, oldest first. */
  readonly accepted: Accepted[] = [];
  readonly bytesOf = new Map<string, string>();
  /** Notifications whose outcome the core has been told for good. */
  readonly settled = new Set<string>();
  readonly ended = new Map<number, number>();
  /** The confirmation that told of each case that was repaired. */
  readonly confirmed = new Map<number, string>();
  steps = 0;
  /** Answers by which FlatPeak refused our account. */
  refusals = 0;
  /** What keeps messages back, as the record of consent says. */
  private standing: readonly string[] = [];
  private renders = 0;

  override input(input: Input): readonly Effect[] {
    this.steps += 1;
    if (this.steps % 2 === 0) this.state = reloaded(this.state);
    const before = this.state;
    const { state, ended, effects, journal } = step(before, input, this.now, this.settings);
    must(isDeepStrictEqual(JSON.parse(JSON.stringify(state)), state), "the state does not survive JSON", state);
    must(state.cases.every(isOpen), "a case that ended is living", state.cases);
    must(
      state.notifications.every((it) => it.settledAt === null),
      "a notification that is settled is living",
      state.notifications,
    );
    const whole = {
      ...state,
      cases: [...state.cases, ...ended.cases],
      notifications: [...state.notifications, ...ended.notifications],
    };
    must(effects.length === 0 || input.type === "time_passed", "an effect without time passing", input.type);
    this.checkJournal(input, before, whole, journal);
    this.journal.push(...journal);
    this.checkConsent(state, journal);
    const change = { before, after: whole, journal, now: this.now };
    if (refusesUs(input)) {
      this.refusals += 1;
      keepsOut(input.locationId, change);
    }
    const isOld = input.type === "probe_answered" && isOldAnswer(input, before);
    must(!isOld || isDeepStrictEqual(before, whole), "an old answer was heeded", input);
    silencesOwnStopsOnly(change);
    const leaving = homeLeftBy(input, change);
    if (leaving !== null) {
      this.left.set(leaving, this.now);
      leavesQuietly(leaving, change);
    }
    for (const it of ended.cases) if (it.end !== null) this.ended.set(it.no, it.end.at);
    this.state = state;
    return effects;
  }

  override work(): void {
    for (let round = 0; round < 50; round++) {
      const effects = this.input({ type: "time_passed" });
      if (effects.length === 0) {
        const next = this.alarm;
        const rests = next === null || next > this.now;
        must(rests, "the core is not at rest after its work");
        return;
      }
      for (const effect of effects) this.finish({ effect, outcome: null });
    }
    throw new Breach("the core never comes to rest");
  }

  override advance(ms: number): void {
    const target = this.now + ms;
    for (let wakes = 0; wakes < 50_000; wakes++) {
      const next = this.alarm;
      if (next === null || next > target) {
        this.now = target;
        return;
      }
      this.now = Math.max(this.now, next);
      this.work();
      if (this.alarm !== null && this.alarm <= this.now) this.now = Math.min(target, this.now + MINUTE);
      if (this.now === target) return;
    }
    throw new Breach("too many alarms");
  }

  get alarm(): number | null {
    return nextAlarm(this.state, this.now, this.settings);
  }

  /** Goes on to the next alarm, if there is one within a year, and works there. */
  toNextAlarm(): void {
    const next = this.alarm;
    if (next !== null) this.advance(Math.max(0, next - this.now));
  }

  /** Goes on to the next alarm and dies there: what was leased stays loose. */
  dieAtNextAlarm(): void {
    const next = this.alarm;
    if (next === null) return;
    this.now = Math.max(this.now, next);
    for (const effect of this.input({ type: "time_passed" })) this.loose.push({ effect, outcome: null });
  }

  /** Goes on until a delivery is leased, and dies with it; at most some alarms far. */
  dieWithDelivery(): void {
    for (let wakes = 0; wakes < 12 && this.alarm !== null; wakes++) {
      this.now = Math.max(this.now, this.alarm);
      for (let round = 0; round < 20; round++) {
        const effects = this.input({ type: "time_passed" });
        for (const effect of effects.filter((it) => it.type === "probe")) this.finish({ effect, outcome: null });
        const deliveries = effects.filter((it) => it.type === "deliver");
        for (const effect of deliveries) this.loose.push({ effect, outcome: null });
        if (deliveries.length > 0) return;
        if (effects.length === 0) break;
      }
    }
  }

  /** Takes one loose effect, counted from the newest, a step further: begun, or its late answer brought in. */
  resume(index: number): void {
    const [it] = this.loose.splice(-1 - (index % this.loose.length), 1);
    if (it === undefined) return;
    if (it.effect.type !== "deliver" || it.outcome !== null) return this.finish(it);
    const outcome = this.handOut(it.effect.no, it.effect.attempt);
    if (outcome !== null) this.loose.push({ effect: it.effect, outcome });
  }

  /** Everything that must hold between two commands. */
  check(): void {
    const { state } = this;
    const open = state.cases.filter(isOpen);
    must(new Set(open.map((it) => it.tariffId)).size === open.length, "two open cases of one tariff");
    for (const it of open) must(!this.ended.has(it.no), "an ended case is open again", it);
    for (const it of state.notifications) this.checkNotification(it, open);
    must(
      state.notifications.filter((it) => it.kind === "notify" && isUnsettled(it)).length <= 1,
      "two messages under way",
    );
    must(
      state.sentAt.every((at, index) => at >= (state.sentAt[index - 1] ?? 0)),
      "times of sending out of order",
    );
    for (const it of open) {
      const isLookedAt = it.probeAt !== null || locationOf(state, it.locationId).probe !== null;
      must((it.outageUntil ?? 0) <= this.now || isLookedAt, "a home is held back and nobody looks at it again", it);
    }
    this.checkAlarm(open);
    this.checkWaiting(open);
  }

  private checkNotification(it: Notification, open: readonly Case[]): void {
    must((it.status === "leased") === (it.leasedUntil !== null), "a lease and its row disagree", it);
    if (it.status === "leased") {
      const { alarm } = this;
      must(alarm !== null && alarm <= (it.leasedUntil ?? 0), "a leased row without an alarm by its end", it);
    }
    if (it.kind !== "notify" || it.payload !== null) return;
    const openNos = open.map((c) => c.no);
    must(
      it.caseNos.every((no) => openNos.includes(no)),
      "an unsent message speaks of an ended case",
      it,
    );
  }

  private checkAlarm(open: readonly Case[]): void {
    const { state, alarm } = this;
    const unsettled = state.notifications.filter(isUnsettled);
    for (const { probe } of state.locations) {
      if (probe === null) continue;
      must(alarm !== null && alarm <= (probe.leasedUntil ?? probe.dueAt), "a probe without an alarm", probe);
    }
    const owes =
      state.unindexed !== null ||
      open.length > 0 ||
      unsettled.length > 0 ||
      state.notifications.some((it) => it.status === "uncertain" || it.status === "accepted") ||
      state.locations.some((it) => it.probe !== null);
    // What an operator keeps back may be all there is, and then it waits for them.
    const kept = state.keptBackSince !== null;
    must(kept || (alarm !== null) === owes, owes ? "work is owed and no alarm is set" : "an alarm is set for nothing");
    if (alarm !== null && alarm <= this.now) return;
    // Nothing may be due before the alarm: waking up there would do nothing at all.
    const awaits = state.locations.some((it) => it.probe !== null);
    const last = alarm === null ? this.now + 1_000 * DAY : alarm - 1;
    for (const at of [this.now, Math.floor((this.now + last) / 2), last]) {
      const woken = step(state, { type: "time_passed" }, at, this.settings);
      // The fleet's index is told with whatever else wakes the customer, and waits for its own time otherwise.
      const early = { ...woken, effects: woken.effects.filter((it) => it.type !== "index") };
      const living = ({ notifications, ...rest }: CustomerState): unknown => [rest, notifications.filter(isUnsettled)];
      const idle =
        early.effects.length === 0 &&
        early.journal.length === 0 &&
        isDeepStrictEqual(living(early.state), living(state));
      // What waits for FlatPeak cannot go out, so that the rest of it (another home to ask for, one more reason to be
      // silent) may wait for the answer as well.
      const quiet = early.journal.every((it) => it.what === "silent");
      const waitsAnyway = awaits && quiet && early.effects.every((it) => it.type === "probe");
      must(idle || waitsAnyway, "something is due before the alarm", {
        at,
        alarm,
        journal: early.journal,
        effects: early.effects,
      });
    }
  }

  /** A reminder that is due and does not go out has a reason that can be read. */
  private checkWaiting(open: readonly Case[]): void {
    const { state, now, settings, alarm } = this;
    if (alarm !== null && alarm <= now) return;
    if (state.keptBackSince !== null) return;
    if (state.notifications.some((it) => it.kind === "notify" && isUnsettled(it))) return;
    const left = open.filter((it) => !isSpent(it, zoneOf(state, it.locationId), settings));
    const due = left.filter((it) => readyAt(state, it) <= now);
    // What falls due within a group wait is told along, and asked about as well.
    const told = left.filter((it) => readyAt(state, it) <= now + settings.groupWait);
    if (told.some((it) => locationOf(state, it.locationId).probe !== null)) return;
    if (due.some((it) => now < it.reasonSince + settings.groupWait)) return;
    must(due.length === 0 || state.waiting !== null, "a reminder is held back without a word", due);
  }

  private checkJournal(
    input: Input,
    before: CustomerState,
    after: CustomerState,
    journal: readonly JournalEntry[],
  ): void {
    const about = (field: string, value: string | number): JournalEntry[] =>
      journal.filter((it) => factsOf(it)[field] === value);
    for (const it of journal) {
      const { why } = factsOf(it);
      if (EXPLAINED.includes(it.what)) must(typeof why === "string" && why !== "", "a silence without a why", it);
    }
    if (input.type === "event" && input.event.kind === "problem") {
      const { event } = input;
      const [said, ...more] = about("event", event.id);
      must(said !== undefined && more.length === 0, "an event left no line, or two", event);
      const verified = before.tariffs.find((it) => it.id === event.tariffId)?.verified ?? null;
      const readable =
        verified !== null && verified.facts.status === "CONNECTED" && event.occurredAt <= verified.at - PROBE_MARGIN_MS;
      const old = event.reason === "fetch_failed" && readable;
      must(!old || said?.what === "silent", "an event older than the repair opened a case", event);
    }
    // A confirmation is owed when the repair is seen, and keeps to the hold when it leaves.
    const confirms = after.notifications.flatMap((it) => (it.kind === "confirm" ? it.id : []));
    for (const it of journal) {
      if (it.what !== "message_prepared" || confirms.includes(it.detail.notification)) continue;
      must((before.tapHoldUntil ?? 0) <= this.now, "a message was prepared during the hold", it);
      must(!isStopped(before.contact), "a message was prepared for a customer who opted out", it);
    }
    for (const it of before.cases) {
      const then = after.cases.find((other) => other.no === it.no);
      // One that goes on with another reason goes on with the rung it stood at for that.
      if (then === undefined || then.reasonSince !== it.reasonSince || then.reason !== it.reason) continue;
      if (then.rung <= it.rung) continue;
      const told = journal.some(
        ({ what, detail }) => what === "message_prepared" && detail.cases.split(",").includes(`${it.no}`),
      );
      const silent = about("case", it.no).some(({ what }) => what === "silent");
      must(told || silent, "a rung was used without a message or a word", it);
    }
    for (const it of after.notifications) {
      const was = before.notifications.find((other) => other.no === it.no);
      if (was === undefined || it.kind !== "notify" || it.settledAt === null || it.status === "sent") continue;
      if (was.status === "uncertain") continue;
      must(about("notification", it.id).length > 0, "a message came to nothing without a word", it);
    }
  }

  /** The record of consent, read by itself, says what stands; and whoever is silenced has a line that silenced them. */
  private checkConsent(state: CustomerState, journal: readonly JournalEntry[]): void {
    for (const { consent } of journal) this.standing = consent?.standing ?? this.standing;
    const stops = state.contact.stops.map(({ by, only }) => (only === undefined ? by : `${by} (${only})`));
    must(isDeepStrictEqual(this.standing, stops), "the record of consent and the stops disagree", stops);
  }

  private finish({ effect, outcome }: Loose): void {
    if (effect.type === "index") {
      this.input({ type: "lines_written", upTo: effect.upTo, isWritten: this.writeIndex() });
      return;
    }
    if (effect.type === "announce") {
      this.input({ type: "announced", ...this.tellBackend() });
      return;
    }
    const { attempt } = effect;
    if (effect.type === "probe") {
      const { locationId } = effect;
      this.probes += 1;
      this.input({ type: "probe_answered", locationId, attempt, answer: this.answerFor(locationId) });
      return;
    }
    const { no } = effect;
    const known = outcome ?? this.handOut(no, attempt);
    if (known === null) return;
    const it = this.state.notifications.find((other) => other.no === no);
    this.input({ type: "delivery_settled", no, attempt, outcome: known });
    // What the core knows to have gone nowhere may be rendered anew, for the same channel or the next one.
    const cleared = known.kind === "retry" && known.maybeArrived !== true;
    const nowhere = cleared || ["failed", "no_address", "misconfigured", "put_off"].includes(known.kind);
    if (it !== undefined && it.mayHaveArrivedAt === null && nowhere) this.forget(it.id);
    const after = this.state.notifications.find((other) => other.no === no);
    if (it !== undefined && (after === undefined || after.settledAt !== null)) this.settled.add(it.id);
  }

  private answerFor(locationId: string): ProbeAnswer {
    const timezone = this.zones.get(locationId) ?? null;
    switch (this.probeMode) {
      case "truth":
        return {
          kind: "status",
          slots: this.truth.get(locationId) ?? [],
          timezone,
          ...this.ownerOf(locationId),
          outages: this.isOut ? [SUPPLIER] : [],
          ...(this.prices === null ? {} : { prices: this.prices }),
        };
      case "unavailable":
        return { kind: "unavailable", why: "down", retryAfter: null };
      case "refuses_us":
        return { kind: "unavailable", why: "account refused", retryAfter: null, refusesUs: true };
      case "unavailable_after":
        return { kind: "unavailable", why: "slow down", retryAfter: 40 * MINUTE };
      case "untold":
        return { kind: "untold", timezone: null, ...this.ownerOf(locationId) };
      case "gone":
        return { kind: "gone" };
    }
  }

  private ownerOf(locationId: string): { readonly owner?: string } {
    const owner = this.owners.get(locationId);
    return owner === undefined ? {} : { owner };
  }

  /** Begins a delivery and lets the provider have it, if the core still wants that. Null when it does not. */
  private handOut(no: number, attempt: number): DeliveryOutcome | null {
    const before = this.state;
    this.renders += 1;
    const start = { type: "delivery_starting", no, attempt, payload: `rendering ${this.renders}` } as const;
    this.input(start);
    const twice = step(this.state, { ...start, payload: "once more" }, this.now, this.settings);
    const wasBegun = this.state.notifications.some((it) => it.no === no && it.calledAt !== null);
    must(!wasBegun || isDeepStrictEqual(twice.state, this.state), "an attempt was begun twice", twice.state);
    const it = this.state.notifications.find((other) => other.no === no);
    if (it?.status !== "leased" || it.attempt !== attempt || it.payload === null) return null;
    this.checkHandOut(before, it, it.payload);
    const repeatable = !this.settings.keyless.includes(it.channel);
    const mode = this.provider === "timeout" && !repeatable ? "uncertain" : this.provider;
    if (["sent", "uncertain", "timeout", "accepted"].includes(mode)) this.accept(it, repeatable);
    return ANSWERS[mode];
  }

  /** The provider's late word on the newest message it accepted. */
  report(word: Word): void {
    const it = this.state.notifications.findLast((other) => other.status === "accepted");
    if (it === undefined) return;
    const { no, attempt } = it;
    if (word !== "arrived" && word !== "complained") {
      const place = this.accepted.findIndex((other) => other.id === it.id);
      if (place !== -1) this.accepted.splice(place, 1);
      this.forget(it.id);
    }
    const isFormer = word === "former";
    this.input({ type: "delivery_settled", no, attempt, channel: it.channel, outcome: WORDS[word], isFormer });
  }

  private forget(id: string): void {
    if (!this.accepted.some((other) => other.id === id)) this.bytesOf.delete(id);
  }

  private accept(it: Notification, repeatable: boolean): void {
    const first = this.accepted.find((other) => other.id === it.id);
    if (first === undefined) {
      if (it.kind === "notify") this.accepted.push({ id: it.id, at: this.now });
      return;
    }
    must(repeatable, "a message that may not be repeated was accepted twice", it);
  }

  /** What must hold of whatever leaves, at the instant it leaves. */
  private checkHandOut(before: CustomerState, it: Notification, payload: string): void {
    must((this.bytesOf.get(it.id) ?? payload) === payload, "an attempt with other bytes", it);
    must(!this.settled.has(it.id), "a settled notification was handed out again", it);
    must(before.keptBackSince === null, "something left while an operator holds the customer", it);
    must(it.calls <= MOST_CALLS, "a message was tried for ever", it);
    const repeat = this.accepted.some((other) => other.id === it.id);
    this.bytesOf.set(it.id, payload);
    if (it.kind === "confirm") return confirmsOnce(it, before, this);
    if (it.kind !== "notify") return;
    must(!isStopped(before.contact), "a message went out to a customer who opted out", it);
    must(
      before.tapHoldUntil === null || before.tapHoldUntil <= this.now,
      "a message left while a session may be open",
      it,
    );
    must((before.snooze?.until ?? 0) <= this.now, "a message left before the day the customer asked to wait for", it);
    const cases = before.cases.filter((c) => isOpen(c) && it.caseNos.includes(c.no));
    must(cases.length === it.caseNos.length && cases.length > 0, "a message about ended cases", it);
    for (const c of cases) this.checkTold(before, c, it);
    must(this.now <= (it.leasedUntil ?? 0), "a message left after its lease");
    if (repeat) return;
    for (const cap of this.settings.caps) {
      const counted = this.accepted;
      const recent = counted.filter((other) => other.at > this.now - cap.within);
      must(recent.length < cap.count, `a message above the cap of ${cap.count}`, { it, recent });
    }
  }

  private checkTold(before: CustomerState, c: Case, it: Notification): void {
    must(c.openedAt >= (this.left.get(c.locationId) ?? 0), "a message about a home that was left", c);
    must((c.outageUntil ?? 0) <= this.now, "a message about a home whose supplier has an outage", c);
    must((c.settlingUntil ?? 0) <= this.now, "a message about a tariff that is being reconnected", c);
    must(c.pricesAwaited === null, "a message about a tariff that is repaired, and waits for its prices", c);
    must(it.channel !== "sms" || c.toldBySms < this.settings.smsMax, "a text message above the limit of its case", c);
    const { probe, answeredAt } = locationOf(before, c.locationId);
    must(probe === null, "a message went out while another look was wanted", probe);
    must(answeredAt !== null && answeredAt >= c.reasonSince, "a message on a truth older than its reason", c);
    must(this.now - (answeredAt ?? 0) <= TRUTH_FRESH_MS, "a message on an old truth", { answeredAt });
    // The lease is taken in the window; the work it stands for may end a minute later.
    const { from, to } = this.settings.sendWindowHard;
    const leasedAt = (it.leasedUntil ?? 0) - DELIVERY_LEASE_MS;
    const { minuteOfDay } = wallClock(leasedAt, zoneOf(before, c.locationId));
    must(minuteOfDay >= from && minuteOfDay < to, "a message left outside the hard window", { minuteOfDay });
  }
}
