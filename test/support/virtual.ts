// A customer in virtual time: the pure core, with FlatPeak's truth and a provider played by the test. Effects are answered
// at once unless the test says otherwise. No clock, no waiting.

import { nextAlarm } from "../../src/core/duties.ts";
import { DEFAULT_POLICY } from "./default-policy.ts";
import { MINUTE } from "../../src/core/time.ts";
import { UNKNOWN_CONTACT, newCustomer } from "../../src/core/state.ts";
import { step } from "../../src/core/step.ts";
import type { FlatPeakEvent, ProblemEvent } from "../../src/core/case/event.ts";
import type { Announcement } from "../../src/core/announce/events.ts";
import type { AnnounceWord } from "../../src/core/announce/debt.ts";
import type { Policy } from "../../src/core/policy.ts";
import type { Contact, CustomerState } from "../../src/core/state.ts";
import type { Notification } from "../../src/core/message/notification.ts";
import type { DeliveryOutcome } from "../../src/core/message/outcome.ts";
import type { Effect, Input } from "../../src/core/step.ts";
import type { ProbeAnswer, SlotFacts } from "../../src/core/case/truth.ts";
import type { JournalEntry } from "../../src/core/journal.ts";

export const LONDON = "Europe/London";
/** A Monday, ten in the morning in London. */
export const MONDAY_10 = Date.UTC(2026, 1, 2, 10);

/** A customer with an address for every channel. */
export const REACHABLE: Contact = {
  ...UNKNOWN_CONTACT,
  phone: "+447700900123",
  email: "someone@example.com",
  pushToken: "token-of-the-phone",
};

export function slot(overrides: Partial<SlotFacts> = {}): SlotFacts {
  return {
    slot: "commodity_import",
    status: "CONNECTED",
    connectionType: "DIRECT",
    tariffId: "trf_1",
    contractEndDate: null,
    ...overrides,
  };
}

let eventNo = 0;

export function problem(overrides: Partial<ProblemEvent> = {}): ProblemEvent {
  eventNo += 1;
  return {
    kind: "problem",
    id: `evt_${eventNo}`,
    type: "tariff.expired",
    reason: "expired",
    tariffId: "trf_1",
    locationId: "loc_1",
    contractEndDate: null,
    occurredAt: MONDAY_10,
    late: false,
    ...overrides,
  };
}

export function change(kind: "session_complete" | "location_update", locationId = "loc_1"): FlatPeakEvent {
  eventNo += 1;
  return { kind, id: `evt_${eventNo}`, type: kind, locationId, occurredAt: MONDAY_10, late: false };
}

export interface Told {
  readonly at: number;
  readonly reason: string;
  readonly rung: number;
  readonly channel: string;
  readonly cases: readonly number[];
  readonly trap: boolean;
  readonly id: string;
}

export class VirtualCustomer {
  state: CustomerState = { ...newCustomer("cus_1"), contact: REACHABLE };
  now: number;
  /** The policy they are under; a test that has an experiment says by their state. */
  policyOf: (state: CustomerState) => Policy;
  readonly journal: JournalEntry[] = [];
  readonly told: Told[] = [];
  readonly published: string[] = [];
  probes = 0;
  /** What FlatPeak would say of each location. */
  readonly truth = new Map<string, readonly SlotFacts[]>([["loc_1", [slot({ status: "ERROR" })]]]);
  timezone: string | null = LONDON;
  /** Answers in place of the truth, when set. */
  probeAnswer: ((locationId: string) => ProbeAnswer) | null = null;
  deliver: (notification: Notification) => DeliveryOutcome = () => ({ kind: "sent" });
  /** Takes what the fleet's index is told; false where it cannot. */
  writeIndex: () => boolean = () => true;
  /** What the company's backend does with what it is told: takes all of it. */
  takeEvents: (events: readonly Announcement[]) => AnnounceWord = (events) => {
    this.announced.push(...events);
    return { upTo: events.at(-1)?.no ?? 0, isWhole: true, wait: 0 };
  };
  /** What it took. */
  readonly announced: Announcement[] = [];
  /** No way out lets anything through for them. */
  isKeptBack = false;
  /** Called between a delivery being leased and being handed out. */
  beforeHandOut: () => void = () => {};

  constructor(settings: Partial<Policy> = {}, now = MONDAY_10) {
    // To the second, so that tests can say when a message leaves; that they are spread, or wait for an hour, are tests of their own.
    const policy = { ...DEFAULT_POLICY, spread: 0, habitWait: 0, ...settings };
    this.policyOf = () => policy;
    this.now = now;
  }

  get settings(): Policy {
    return this.policyOf(this.state);
  }

  input(input: Input): readonly Effect[] {
    const { state, effects, journal } = step(this.state, input, this.now, this.settings);
    this.state = state;
    this.journal.push(...journal);
    return effects;
  }

  event(event: FlatPeakEvent): void {
    this.input({ type: "event", event });
  }

  /** Runs what is due now, until nothing more is. */
  work(): void {
    for (let round = 0; round < 50; round++) {
      const effects = this.input({ type: "time_passed" });
      if (effects.length === 0) return;
      for (const effect of effects) this.run(effect);
    }
    throw new Error("the core never comes to rest");
  }

  /** Lets time pass, waking up exactly when the alarm says. */
  advance(ms: number): void {
    const target = this.now + ms;
    for (let wakes = 0; wakes < 5_000; wakes++) {
      const next = nextAlarm(this.state, this.now, this.settings);
      if (next === null || next > target) {
        this.now = target;
        return;
      }
      this.now = Math.max(this.now, next);
      this.work();
      const after = nextAlarm(this.state, this.now, this.settings);
      if (after !== null && after <= this.now) throw new Error("the alarm is due again at once: this would spin");
    }
    throw new Error("too many alarms");
  }

  get openCases(): readonly string[] {
    return this.state.cases.map((it) => `${it.tariffId} ${it.reason}`);
  }

  silences(): readonly string[] {
    return this.journal.flatMap((it) => (it.what === "silent" ? it.detail.why : []));
  }

  whats(): readonly string[] {
    return this.journal.map((it) => it.what);
  }

  protected tellBackend(): AnnounceWord {
    return this.takeEvents(this.state.unannounced?.events ?? []);
  }

  private run(effect: Effect): void {
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
      this.probes += 1;
      const { locationId } = effect;
      const answer = this.probeAnswer?.(locationId) ?? {
        kind: "status" as const,
        slots: this.truth.get(locationId) ?? [],
        timezone: this.timezone,
      };
      this.input({ type: "probe_answered", locationId, attempt, answer });
      return;
    }
    const { no } = effect;
    if (this.isKeptBack) {
      const outcome: DeliveryOutcome = { kind: "put_off", why: "the channel is closed", wait: MINUTE, isTurn: false };
      this.input({ type: "delivery_settled", no, attempt, outcome });
      return;
    }
    this.beforeHandOut();
    this.input({ type: "delivery_starting", no, attempt, payload: `payload ${no}` });
    const handed = this.state.notifications.find((it) => it.no === no);
    if (handed?.status !== "leased" || handed.calledAt === null) return;
    const outcome = this.deliver(handed);
    if (["sent", "accepted", "uncertain"].includes(outcome.kind)) this.note(handed);
    this.input({ type: "delivery_settled", no, attempt, outcome });
  }

  private note(it: Notification): void {
    if (it.kind === "publish") this.published.push(it.id);
    else {
      const { reason, rung, channel, caseNos, endDateTrap, id } = it;
      this.told.push({ at: this.now, reason, rung, channel, cases: caseNos, trap: endDateTrap, id });
    }
  }
}
