// One customer's days in virtual time: trouble comes, the core decides, the customer taps or does not.

import { nextAlarm } from "../../core/duties.ts";
import { isStopped } from "../../core/person/optout.ts";
import { newCustomer } from "../../core/state.ts";
import { step } from "../../core/step.ts";
import { DAY } from "../../core/time.ts";
import { Agenda } from "./agenda.ts";
import { chanceOf } from "./chance.ts";
import { funnelCounts } from "./funnel.ts";
import { outcomeOf } from "./provider.ts";
import { LEANING } from "./leans.ts";
import { habitBy, reactionTo } from "./reader.ts";
import { count } from "./tally.ts";
import { Trouble } from "./trouble.ts";
import { homesBy, START, truthOf } from "./world.ts";
import type { FlatPeakEvent } from "../../core/case/event.ts";
import type { Policy } from "../../core/policy.ts";
import type { Case, CustomerState } from "../../core/state.ts";
import type { Notification } from "../../core/message/notification.ts";
import type { Effect, Input } from "../../core/step.ts";
import type { CaseTrail } from "./funnel.ts";
import type { Leaning } from "./leans.ts";
import type { Reaction } from "./reader.ts";
import type { Tally } from "./tally.ts";
import type { Home, Problem, Surroundings, Tariff } from "./world.ts";

/** Streams of chance of one customer. Those of the tariffs are named by their number, which is never as high. */
const HOMES = 1_001;
const ADDRESSES = 1_002;
const MESSAGES = 1_003;
const ATTEMPTS = 1_004;
const HABITS = 1_005;

interface CaseNote extends CaseTrail {
  readonly tariff: Tariff;
  readonly problem: Problem;
}

export class Life {
  readonly #around: Surroundings;
  readonly #settings: Policy;
  readonly #tally: Tally;
  readonly #seed: number;
  readonly #homes: readonly Home[];
  /** The hour of the day at which they see to messages. */
  readonly #habit: number | null;
  readonly #agenda: Agenda;
  readonly #trouble: Trouble;
  /** How what was drawn for them leans so far. */
  readonly leans = Object.fromEntries(LEANING.map((it) => [it, 0])) as Record<Leaning, number>;
  /** By number of the case. */
  readonly #notes = new Map<number, CaseNote>();
  /** When a message came that may still tire. */
  #received: number[] = [];
  #state: CustomerState;

  /** The customer of this number, who has not lived yet; what happens will be counted in `tally`. */
  constructor(around: Surroundings, settings: Policy, number: number, tally: Tally) {
    this.#around = around;
    this.#settings = settings;
    this.#tally = tally;
    this.#seed = Math.floor(chanceOf(around.seed, 1, number).next() * 0x1_0000_0000);
    this.#homes = homesBy(chanceOf(this.#seed, HOMES), around.assumed);
    this.#habit = habitBy(chanceOf(this.#seed, HABITS), around.assumed);
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
    for (const it of this.#state.cases) this.#countCase(it);
    for (const it of tariffs) this.#trouble.close(it);
    this.leans.selfRepair = this.#trouble.lean;
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
    this.#notes.set(no, { tariff, problem, told: [], tappedAfter: [], hasSession: false });
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
    const isMessage = handed.kind === "notify";
    const mood = [this.#seed, ATTEMPTS, no, attempt];
    const outcome = isMessage ? outcomeOf(handed.channel, this.#around.assumed, mood) : ({ kind: "sent" } as const);
    if (isMessage && outcome.kind === "sent") this.#receive(handed);
    if (outcome.kind === "failed") count(this.#tally, "refused");
    this.#input({ type: "delivery_settled", no, attempt, outcome });
  }

  /** The customer gets a message: taps or not, repairs or not, may want no more of them. */
  #receive({ no, channel, rung, caseNos, endDateTrap }: Notification): void {
    const { assumed } = this.#around;
    count(this.#tally, "messages");
    count(this.#tally, `channel ${channel}`);
    count(this.#tally, `rung ${rung}`);
    const at = this.#agenda.now;
    this.#received = this.#received.filter((it) => it > at - assumed.fatigueDays * DAY);
    const notes = caseNos.map((it) => this.#noteOf(it));
    const zone = notes[0]?.tariff.home.zone ?? "UTC";
    const recent = this.#received.length;
    const message = { at, zone, habit: this.#habit, channel, rung, endDateTrap, cases: notes.length, recent };
    const reaction = reactionTo(message, assumed, [this.#seed, MESSAGES, no]);
    this.#received.push(at);
    for (const name of LEANING) this.leans[name] += reaction.leans[name] ?? 0;
    for (const note of notes) note.told.push({ channel, rung });
    if (reaction.optsOut) this.#agenda.at(reaction.readAt, () => this.#optOut());
    if (reaction.taps) this.#agenda.at(reaction.readAt, () => this.#tap(caseNos, reaction));
  }

  #tap(caseNos: readonly number[], { sessions, snoozedUntil }: Reaction): void {
    count(this.#tally, "taps");
    for (const [index, caseNo] of caseNos.entries()) {
      this.#input({ type: "link_opened", caseNo });
      const note = this.#noteOf(caseNo);
      const session = sessions[index];
      note.tappedAfter.push(note.told.length);
      if (session === undefined || !session.begins) continue;
      count(this.#tally, "sessions");
      if (session.doneAt === null) continue;
      this.#agenda.at(session.doneAt, () => {
        note.hasSession = true;
        count(this.#tally, "finished");
        this.#trouble.finishSession(note.tariff, session.repeats);
      });
    }
    if (snoozedUntil === null) return;
    count(this.#tally, "snoozes");
    this.#input({ type: "snoozed", until: snoozedUntil });
  }

  #optOut(): void {
    if (isStopped(this.#state.contact)) return;
    count(this.#tally, "optOuts");
    this.#input({ type: "opted_out", by: "page" });
  }

  #input(input: Input): readonly Effect[] {
    const { state, ended, effects } = step(this.#state, input, this.#agenda.now, this.#settings);
    for (const it of ended.cases) this.#countCase(it);
    this.#state = state;
    return effects;
  }

  #countCase({ no, reason, end }: Case): void {
    const note = this.#noteOf(no);
    const { told, problem } = note;
    const { cause, startedAt } = problem;
    const how = end?.how ?? "open";
    for (const what of funnelCounts(note, reason, how === "repaired")) count(this.#tally, what);
    count(this.#tally, `${cause} ${how}`);
    count(this.#tally, `${cause} told`, told.length);
    if (how !== "repaired") return;
    if (told.length === 0) count(this.#tally, `${cause} silent`);
    this.#tally.repairMs[cause].push(this.#agenda.now - startedAt);
  }

  #noteOf(caseNo: number): CaseNote {
    const note = this.#notes.get(caseNo);
    if (note === undefined) throw new Error("a case that no event opened");
    return note;
  }
}
