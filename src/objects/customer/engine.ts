// The engine of a Customer object: load, step, save in one transaction, set the alarm, run the effects, feed what came of
// them back in. Knows nothing of why; the core decides.

import { WATCHDOG_MS } from "../alarm.ts";
import { Housekeeping } from "./rows/housekeeping.ts";
import { soonestOf } from "./rows/retention.ts";
import { locationOf } from "../../core/read.ts";
import { within } from "../../platform/within.ts";
import { tellDecisions } from "./decisions.ts";
import { nextOf, stepSafely } from "./turn.ts";
import { runOther, runProbe } from "./effects/run.ts";
import { NOTHING_ENDED } from "../../core/ended.ts";
import type { Deps } from "../../setup/compose.ts";
import type { CustomerState } from "../../core/state.ts";
import type { Effect, Input, Step } from "../../core/step.ts";
import type { ProbeAnswer } from "../../core/case/truth.ts";
import type { Config } from "../../setup/config.ts";
import type { StoredEvent } from "./rows/kept-event.ts";
import type { Alarm } from "../alarm.ts";
import type { Novelty, CustomerStore } from "./rows/store.ts";
import type { SafeStep } from "./turn.ts";
import type { Turns, Workplace } from "./workplace.ts";

/** Never sooner than this after work that left something due: a mistake must not spin. */
const FLOOR_MS = 1_000;
/** Rounds of effects in one go; what is left then gets the next alarm. */
const MAX_ROUNDS = 20;

/** What became of a turn. */
export interface TurnTaken {
  /** What its event's id stood for before; `new` where it took no event. */
  readonly novelty: Novelty;
  readonly step: Step;
  /** The alarm is on disk with all that follows from the turn. */
  readonly armed: Promise<void>;
}

export class Engine implements Turns {
  readonly #store: CustomerStore;
  /** Effects that are out in this isolate. Their leases guard them; this only spares a moved clock from overtaking them. */
  readonly #underway = new Set<Promise<void>>();
  /** Those who wait for FlatPeak's answer about a location. */
  readonly #listeners = new Set<(locationId: string, answer: ProbeAnswer) => void>();
  readonly #alarm: Alarm;
  readonly #house: Housekeeping;
  #turns = 0;
  #working = 0;

  constructor(alarm: Alarm, store: CustomerStore) {
    this.#alarm = alarm;
    this.#store = store;
    this.#house = new Housekeeping(store);
  }

  /** How many turns changed what is known; a thing remembered from before one of them may be wrong after it. */
  get turns(): number {
    return this.#turns;
  }

  /** The customer's time (ms): the real one, or ahead of it by their test clock. */
  now(deps: Deps): number {
    return deps.now() + this.#store.clockOffset();
  }

  /** One turn of the core, on disk when this resolves. */
  async apply(place: Workplace, input: Input): Promise<Step> {
    const { step, armed } = this.turn(place, input);
    await armed;
    return step;
  }

  /**
   * One turn of the core, in one transaction with all that is kept of it. An event that is `claimed` is taken once: where its id is
   * known nothing is written. The alarm is set before anything is awaited, so it lands on disk with what it follows from.
   */
  turn({ deps, customerId }: Workplace, input: Input, claimed: StoredEvent | null = null): TurnTaken {
    const now = this.now(deps);
    const before = this.#store.load(customerId);
    const { novelty, turn } = this.#store.transact(() => this.#take(before, input, now, deps.config, claimed));
    if (turn === null) {
      const step = { state: before, ended: NOTHING_ENDED, journal: [], effects: [] };
      return { novelty, step, armed: this.#rearm({ deps, customerId }) };
    }
    this.#turns += 1;
    tellDecisions(deps, customerId, turn.result.journal);
    // While there is work, the watchdog stands in for every alarm; the last one is set when the work is done.
    const armed = this.#working > 0 ? Promise.resolve() : this.#alarm.set(this.#alarmFor(deps, turn.next, 0));
    return { novelty, step: turn.result, armed };
  }

  #take(
    before: CustomerState,
    input: Input,
    now: number,
    config: Config,
    claimed: StoredEvent | null,
  ): { readonly novelty: Novelty; readonly turn: SafeStep | null } {
    const novelty = claimed === null ? "new" : this.#store.known(claimed);
    // Whatever was under way when somebody was erased says nothing of them any more.
    if (novelty !== "new" || this.#store.tombstone !== null) return { novelty, turn: null };
    const turn = stepSafely(before, input, now, config);
    const { kept } = config;
    const { journal } = turn.result;
    // What an event did stands with it.
    this.#store.save(turn.result, claimed === null ? journal : [], now, soonestOf(kept));
    if (claimed !== null) this.#store.claim(claimed, journal, soonestOf(kept));
    // A session that ended is not opened again: the next tap gets one of its own.
    if (input.type === "event" && input.event.kind === "session_complete") this.#store.dropTokens();
    return { novelty, turn };
  }

  /** When the object is woken next, on the customer's clock (ms): something is owed, or to be forgotten. Null for neither. */
  nextWake({ deps, customerId }: Pick<Workplace, "deps" | "customerId">): number | null {
    return this.#sooner(nextOf(this.#store.load(customerId), this.now(deps), deps.config));
  }

  #sooner(next: number | null): number | null {
    const forget = this.#house.dueAt();
    return next === null || forget === null ? (next ?? forget) : Math.min(next, forget);
  }

  /** The alarm (ms) for when something is owed (`next`) or to be forgotten, at least `floor` ms from now. */
  #alarmFor(deps: Deps, next: number | null, floor: number): number | null {
    const wake = this.#sooner(next);
    return wake === null ? null : Math.max(wake - this.#store.clockOffset(), deps.now() + floor);
  }

  /** An alarm that was lost is mended by whatever calls this customer; one that stands is left alone. */
  #rearm(place: Pick<Workplace, "deps" | "customerId">): Promise<void> {
    return this.#alarm.mend(() => this.#alarmFor(place.deps, this.nextWake(place), 0));
  }

  /** Forgets what is due to be forgotten, and sets the alarm for what is next. */
  async keepHouse(place: Workplace): Promise<void> {
    if (this.#house.isDue(place.deps.now(), this.now(place.deps)))
      await this.#finish(place, 0, () => this.#forget(place));
  }

  #forget(place: Workplace): void {
    this.#house.run(place, this.now(place.deps), () => this.turn(place, { type: "person_forgotten" }));
  }

  /** Does something with the watchdog in place of the alarm, which is set when nothing is being done any more. */
  async #finish(place: Workplace, floor: number, work: () => Promise<void> | void): Promise<void> {
    this.#working += 1;
    try {
      await work();
    } finally {
      this.#working -= 1;
    }
    if (this.#working === 0) await this.#alarm.set(this.#alarmFor(place.deps, this.nextWake(place), floor));
  }

  /** Has FlatPeak asked about a location, and does what follows. Gives its answer; null where none came within `ms`. */
  async askAgain(place: Workplace, locationId: string, ms: number): Promise<ProbeAnswer | null> {
    const heard: { answer: ProbeAnswer | null } = { answer: null };
    const listen = (id: string, answer: ProbeAnswer): void => {
      if (id === locationId) heard.answer = answer;
    };
    this.#listeners.add(listen);
    try {
      await this.apply(place, { type: "probe_wanted", locationId });
      await within(this.work(place), ms);
    } finally {
      this.#listeners.delete(listen);
    }
    // While another look is wanted, what was heard may be from before this one was.
    return locationOf(this.#store.load(place.customerId), locationId).probe === null ? heard.answer : null;
  }

  /**
   * Lets time pass until nothing more is due now, running effects and feeding their outcomes back in. An isolate that dies
   * on the way leaves the watchdog behind, and so does work that breaks. `first`: what happens before that.
   */
  async work(place: Workplace, first: Input | null = null): Promise<void> {
    await this.#finish(place, FLOOR_MS, async () => {
      if (first !== null) await this.apply(place, first);
      const { at: alarm } = this.#alarm;
      if (alarm === null || alarm > place.deps.now() + WATCHDOG_MS) await this.#alarm.watch();
      await this.#rounds(place);
      if (this.#house.isDue(place.deps.now(), this.now(place.deps))) this.#forget(place);
    });
  }

  async #rounds(place: Workplace): Promise<void> {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const { effects } = await this.apply(place, { type: "time_passed" });
      if (effects.length === 0) return;
      const runs = effects.map((effect) => {
        const run = this.#run(place, effect).finally(() => this.#underway.delete(run));
        this.#underway.add(run);
        return run;
      });
      await Promise.all(runs);
    }
  }

  /** Resolves when what is out now has come back and is on disk. */
  async atRest(): Promise<void> {
    await Promise.allSettled(this.#underway);
  }

  async #run(place: Workplace, effect: Effect): Promise<void> {
    if (effect.type !== "probe") return runOther(place, this.#store, this, effect);
    const answer = await runProbe(place, this.#store, this, effect);
    for (const listen of this.#listeners) listen(effect.locationId, answer);
  }

  /** A home is another customer's now: they get what is wrong with it, and this one hears no more of it. */
  async leave(place: Workplace, locationId: string, owner: string): Promise<void> {
    const { passHomeOn } = await import("./effects/moving.ts");
    await passHomeOn(place, this.#store, locationId, owner);
    await this.apply(place, { type: "location_left", locationId });
  }

  /** Moves the test clock ahead, and nothing else. */
  moveClock(ms: number): void {
    this.#store.note({ clockOffset: this.#store.clockOffset() + ms });
  }
}
