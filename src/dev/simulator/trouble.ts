// What goes wrong with a customer's tariffs, and how it is put right. FlatPeak tells of both. What is drawn here does not
// depend on the policy, so that two policies meet the same days.

import { addDays, DAY, HOUR, instantOf, MINUTE } from "../../core/time.ts";
import { chanceOf } from "./chance.ts";
import { leanOf } from "./leans.ts";
import { count } from "./tally.ts";
import { START, YEAR } from "./world.ts";
import type { FlatPeakEvent } from "../../core/case/event.ts";
import type { Agenda } from "./agenda.ts";
import type { Tally } from "./tally.ts";
import type { Problem, Surroundings, Tariff } from "./world.ts";

/** Hears what FlatPeak tells of a tariff, and the problem behind it; null where one is over. */
type Listener = (event: FlatPeakEvent, tariff: Tariff, problem: Problem | null) => void;

type ProblemReason = "expiring" | "expired" | "fetch_failed";

export class Trouble {
  readonly #around: Surroundings;
  /** Of the customer. */
  readonly #seed: number;
  readonly #agenda: Agenda;
  readonly #tally: Tally;
  readonly #listener: Listener;
  /** How it leans so far what the customer repairs untold. */
  lean = 0;
  #events = 0;
  #troubled = false;

  constructor(around: Surroundings, seed: number, agenda: Agenda, tally: Tally, listener: Listener) {
    this.#around = around;
    this.#seed = seed;
    this.#agenda = agenda;
    this.#tally = tally;
    this.#listener = listener;
  }

  /** Plans everything that will go wrong with a tariff by itself. */
  plan(tariff: Tariff): void {
    const { assumed, outages } = this.#around;
    const chance = chanceOf(this.#seed, tariff.no);
    for (let at = START; (at += Math.ceil(chance.gap(assumed.failuresPerYear) * YEAR)) < this.#agenda.end;) {
      const mendsAt = chance.is(assumed.failureHeals) ? at + chance.around(assumed.failureHours) * HOUR : Infinity;
      this.#agenda.at(at, () => this.#fail(tariff, "failure", mendsAt));
    }
    for (const { from, to } of outages[tariff.supplier] ?? []) {
      const [isHit, readAt, readAgain] = [chance.is(assumed.outageShare), chance.next(), chance.next()];
      const at = from + readAt * (to - from);
      if (isHit) this.#agenda.at(at, () => this.#fail(tariff, "outage", to + readAgain * HOUR));
    }
    this.#planContract(tariff);
  }

  /** The customer was in Connect: it puts right all but an outage, and a contract whose present end date was `repeated`. */
  finishSession(tariff: Tariff, repeated: boolean): void {
    const { contract, reading } = tariff;
    if (reading?.cause !== "outage") {
      if (reading !== null) this.#end(tariff, reading);
      if (contract !== null && !(repeated && contract.wrongSince === null)) this.#end(tariff, contract);
    }
    this.#tellChange(tariff, "session_complete");
  }

  /** Counts what is still wrong on the last day. */
  close(tariff: Tariff): void {
    for (const it of [tariff.contract, tariff.reading]) if (it !== null) this.#countWrong(it);
  }

  /** FlatPeak gives notice of an end of contract seven to ten days ahead, and tells of the end itself. */
  #planContract(tariff: Tariff): void {
    const { endDate, home, no } = tariff;
    if (endDate === null) return;
    const endsAt = instantOf(addDays(endDate, 1), 0, home.zone);
    const noticeAt = endsAt - (7 + 3 * chanceOf(this.#seed, no, endsAt / MINUTE).next()) * DAY;
    if (noticeAt >= START) this.#agenda.at(noticeAt, () => this.#endContract(tariff, "expiring"));
    this.#agenda.at(endsAt, () => {
      // Unless a new contract came in meanwhile.
      if (tariff.endDate === endDate) this.#endContract(tariff, "expired");
    });
  }

  #endContract(tariff: Tariff, reason: "expiring" | "expired"): void {
    const { now } = this.#agenda;
    const problem: Problem = tariff.contract ?? { cause: "contract", startedAt: now, wrongSince: null };
    if (reason === "expired") problem.wrongSince = now;
    if (tariff.contract === null) this.#begin(tariff, problem);
    tariff.contract = problem;
    this.#tellProblem(tariff, problem, reason);
  }

  #fail(tariff: Tariff, cause: "failure" | "outage", mendsAt: number): void {
    if (tariff.reading !== null) return;
    const { now } = this.#agenda;
    const problem: Problem = { cause, startedAt: now, wrongSince: now };
    tariff.reading = problem;
    this.#begin(tariff, problem);
    this.#agenda.at(mendsAt, () => this.#mend(tariff, problem));
    this.#tellProblem(tariff, problem, "fetch_failed");
  }

  #begin(tariff: Tariff, problem: Problem): void {
    const { cause, startedAt } = problem;
    count(this.#tally, `${cause} problems`);
    if (!this.#troubled) count(this.#tally, "troubled");
    this.#troubled = true;
    const { selfRepair, selfRepairDays } = this.#around.assumed;
    const chance = chanceOf(this.#seed, tariff.no, startedAt / MINUTE, 1);
    if (cause === "outage") return;
    const repairs = chance.is(selfRepair);
    this.lean += leanOf(selfRepair, repairs);
    if (!repairs) return;
    this.#agenda.at(startedAt + chance.around(selfRepairDays) * DAY, () => this.#mend(tariff, problem));
  }

  #end(tariff: Tariff, problem: Problem): void {
    this.#countWrong(problem);
    count(this.#tally, `${problem.cause} over`);
    if (tariff.reading === problem) {
      tariff.reading = null;
      return;
    }
    tariff.contract = null;
    tariff.endDate = tariff.endDate === null ? null : addDays(tariff.endDate, this.#around.assumed.contractDays);
    this.#planContract(tariff);
  }

  /** A problem is over without Connect. */
  #mend(tariff: Tariff, problem: Problem): void {
    if (tariff.reading !== problem && tariff.contract !== problem) return;
    this.#end(tariff, problem);
    this.#tellChange(tariff, "location_update");
  }

  #countWrong({ cause, wrongSince }: Problem): void {
    if (wrongSince !== null) count(this.#tally, `${cause} wrongMs`, this.#agenda.now - wrongSince);
  }

  #tellProblem(tariff: Tariff, problem: Problem, reason: ProblemReason): void {
    const contractEndDate = reason === "fetch_failed" ? null : tariff.endDate;
    const about = { tariffId: tariff.id, locationId: tariff.home.id, contractEndDate };
    this.#tell({ kind: "problem", reason, ...this.#facts(`tariff.${reason}`), ...about }, tariff, problem);
  }

  #tellChange(tariff: Tariff, kind: "session_complete" | "location_update"): void {
    this.#tell({ kind, locationId: tariff.home.id, ...this.#facts(kind) }, tariff, null);
  }

  /** FlatPeak's words come at once, but for some. */
  #tell(event: FlatPeakEvent, tariff: Tariff, problem: Problem | null): void {
    const { lateWords, lateWordHours } = this.#around.assumed;
    const { now } = this.#agenda;
    const chance = chanceOf(this.#seed, tariff.no, now / MINUTE, 2);
    if (!chance.is(lateWords)) return this.#listener(event, tariff, problem);
    this.#agenda.at(now + chance.around(lateWordHours) * HOUR, () => this.#listener(event, tariff, problem));
  }

  #facts(type: string): { id: string; type: string; occurredAt: number; late: boolean } {
    this.#events += 1;
    return { id: `evt_${this.#events}`, type, occurredAt: this.#agenda.now, late: false };
  }
}
