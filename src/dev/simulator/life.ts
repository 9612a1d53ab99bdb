// One customer's days in virtual time: trouble comes, the core decides, the customer taps or does not.

import { nextAlarm } from "../../core/duties.ts";
import { isStopped } from "../../core/person/optout.ts";
import { newCustomer } from "../../core/state.ts";
import { step } from "../../core/step.ts";
import { DAY, HOUR, MINUTE } from "../../core/time.ts";
import { Agenda } from "./agenda.ts";
import { chanceOf } from "./chance.ts";
import { count } from "./tally.ts";
import { Trouble } from "./trouble.ts";
import { homesBy, START, truthOf } from "./world.ts";
import type { FlatPeakEvent } from "../../core/case/event.ts";
import type { ChannelName, Policy } from "../../core/policy.ts";
import type { CustomerState } from "../../core/state.ts";
import type { CaseEnd } from "../../core/case/problem.ts";
import type { Notification } from "../../core/message/notification.ts";
import type { Effect, Input } from "../../core/step.ts";
import type { AssumptionName } from "./assumptions.ts";
import type { Tally } from "./tally.ts";
import type { Home, Problem, Surroundings, Tariff } from "./world.ts";

/** How often a message is tapped. By another way, it is tapped as what a company sends itself. */
const TAP_BY: Partial<Readonly<Record<ChannelName, AssumptionName>>> = {
  push: "tapPush",
  email: "tapEmail",
  sms: "tapSms",
};

/** Streams of chance of one customer. Those of the tariffs are named by their number, which is never as high. */
const HOMES = 1_001;
const ADDRESSES = 1_002;
const MESSAGES = 1_003;

interface CaseNote {
  readonly tariff: Tariff;
  readonly problem: Problem;
  told: number;
}

export class Life {
  readonly #around: Surroundings;
  readonly #settings: Policy;
  readonly #tally: Tally;
  readonly #seed: number;
  readonly #homes: readonly Home[];
  readonly #agenda: Agenda;
  readonly #trouble: Trouble;
  /** By number of the case. */
  readonly #notes = new Map<number, CaseNote>();
  #state: CustomerState;

  /** The customer of this number, who has not lived yet; what happens will be counted in `tally`. */
  constructor(around: Surroundings, settings: Policy, number: number, tally: Tally) {
    this.#around = around;
    this.#settings = settings;
    this.#tally = tally;
    this.#seed = Math.floor(chanceOf(around.seed, 1, number).next() * 0x1_0000_0000);
    this.#homes = homesBy(chanceOf(this.#seed, HOMES), around.assumed);
    this.#agenda = new Agenda(START, START + around.days * DAY);
    this.#trouble = new Trouble(around, this.#seed, this.#agenda, tally, (event, tariff, problem) =>
      this.#hear(event, tariff, problem),
    );
    this.#state = newCustomer(`cus_${number}`);
  }

  /** Lives from the first day to the last. */
  live(): void {
    const tariffs = this.#homes.flatMap((it) => it.tariffs);
    count(this.#tally, "customers");
    count(this.#tally, "homes", this.#homes.length);
    count(this.#tally, "tariffs", tariffs.length);
    this.#giveAddresses();
    for (const it of tariffs) this.#trouble.plan(it);
    const alarm = (): number => nextAlarm(this.#state, this.#agenda.now, this.#settings) ?? Infinity;
    while (this.#agenda.next(alarm(), () => this.#work()));
    for (const { no } of this.#state.cases) this.#countCase(no, "open");
    for (const it of tariffs) this.#trouble.close(it);
  }

  #giveAddresses(): void {
    const chance = chanceOf(this.#seed, ADDRESSES);
    const { hasPush, hasEmail, hasPhone } = this.#around.assumed;
    const pushToken = chance.is(hasPush) ? "token" : null;
    const email = chance.is(hasEmail) ? "someone@example.com" : null;
    const phone = chance.is(hasPhone) ? "+441632960000" : null;
    this.#input({ type: "contact_changed", contact: { pushToken, email, phone } });
  }

  #hear(event: FlatPeakEvent, tariff: Tariff, problem: Problem | null): void {
    const before = this.#state.lastCaseNo;
    this.#input({ type: "event", event });
    const no = this.#state.lastCaseNo;
    if (no === before || problem === null) return;
    this.#notes.set(no, { tariff, problem, told: 0 });
    count(this.#tally, `${problem.cause} cases`);
  }

  /** Runs what is due now, until nothing more is. */
  #work(): void {
    for (let round = 0; round < 50; round++) {
      const effects = this.#input({ type: "time_passed" });
      if (effects.length === 0) return;
      for (const effect of effects) this.#perform(effect);
    }
    throw new Error("the core never comes to rest");
  }

  #perform(effect: Effect): void {
    // Nobody keeps an index of what is only simulated.
    if (effect.type === "index" || effect.type === "announce") return;
    const { attempt } = effect;
    if (effect.type === "probe") {
      const { locationId } = effect;
      const home = this.#homes.find((it) => it.id === locationId);
      if (home === undefined) throw new Error("a home of nobody was asked about");
      const answer = truthOf(home, this.#agenda.now, this.#around);
      this.#input({ type: "probe_answered", locationId, attempt, answer });
      return;
    }
    const { no } = effect;
    this.#input({ type: "delivery_starting", no, attempt, payload: "" });
    const handed = this.#state.notifications.find((it) => it.no === no);
    if (handed?.status !== "leased" || handed.calledAt === null) return;
    if (handed.kind === "notify") this.#receive(handed);
    this.#input({ type: "delivery_settled", no, attempt, outcome: { kind: "sent" } });
  }

  /** The customer gets a message: taps or not, repairs or not, may want no more of them. */
  #receive({ no, channel, rung, caseNos, endDateTrap }: Notification): void {
    const { assumed } = this.#around;
    count(this.#tally, "messages");
    count(this.#tally, `channel ${channel}`);
    count(this.#tally, `rung ${rung}`);
    const chance = chanceOf(this.#seed, MESSAGES, no);
    const readAt = this.#agenda.now + chance.around(assumed.tapHours) * HOUR;
    if (chance.is(assumed.optOut)) this.#agenda.at(readAt, () => this.#optOut());
    const taps = chance.is(assumed[TAP_BY[channel] ?? "tapHandoff"] * assumed.tapFade ** (rung - 1));
    if (taps) this.#agenda.at(readAt, () => this.#tap(caseNos));
    for (const caseNo of caseNos) {
      const note = this.#noteOf(caseNo);
      note.told += 1;
      const finishes = chance.is(assumed.repairAfterTap);
      const doneAt = readAt + chance.around(assumed.repairMinutes) * MINUTE;
      const repeats = chance.is(endDateTrap ? assumed.endDateTrapWarned : assumed.endDateTrap);
      if (taps && finishes) this.#agenda.at(doneAt, () => this.#trouble.finishSession(note.tariff, repeats));
    }
  }

  #tap(caseNos: readonly number[]): void {
    count(this.#tally, "taps");
    for (const caseNo of caseNos) this.#input({ type: "link_opened", caseNo });
  }

  #optOut(): void {
    if (isStopped(this.#state.contact)) return;
    count(this.#tally, "optOuts");
    this.#input({ type: "opted_out", by: "page" });
  }

  #input(input: Input): readonly Effect[] {
    const { state, ended, effects } = step(this.#state, input, this.#agenda.now, this.#settings);
    for (const { no, end } of ended.cases) if (end !== null) this.#countCase(no, end.how);
    this.#state = state;
    return effects;
  }

  #countCase(no: number, how: CaseEnd | "open"): void {
    const { problem, told } = this.#noteOf(no);
    const { cause, startedAt } = problem;
    count(this.#tally, `${cause} ${how}`);
    count(this.#tally, `${cause} told`, told);
    if (how !== "repaired") return;
    if (told === 0) count(this.#tally, `${cause} silent`);
    this.#tally.repairMs[cause].push(this.#agenda.now - startedAt);
  }

  #noteOf(caseNo: number): CaseNote {
    const note = this.#notes.get(caseNo);
    if (note === undefined) throw new Error("a case that no event opened");
    return note;
  }
}
