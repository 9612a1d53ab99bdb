// One run of the sweep, loaded with the first that begins: what was put aside is tried again, what an earlier version could not
// read is read again, and each pass goes through FlatPeak's list. Bounded by time, each pass with its share of it.

import { PROBLEM_TYPES } from "../../flatpeak/event/read.ts";
import { instant } from "../../flatpeak/time.ts";
import { quarantine, takeIn } from "../intake.ts";
import { orLate } from "../../platform/within.ts";
import { VERSION } from "../../setup/version.ts";
import { MARKS_MS, RECENT, SIDE_BY_SIDE, isSilent, plansOf } from "../../core/sweep/plan.ts";
import { readAgain } from "./reread.ts";
import { walk } from "./walk.ts";
import type { Pass, Plan } from "../../core/sweep/plan.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";
import type { EventPage, EventRecord } from "../../flatpeak/port.ts";
import type { Genuine, Taken } from "../intake.ts";
import type { SweepStore } from "./store.ts";

const DAY_MS = 86_400_000;
/** One run goes on for this long; what is left waits for the next. */
const RUN_BUDGET_MS = 60_000;
/** Of it, what was put aside may take this much, and so many of it are tried. */
const RETRY_BUDGET_MS = 15_000;
const MAX_RETRIES = 500;
/** Of it, what this version of the code reads again may take this much. */
const REREAD_BUDGET_MS = 10_000;
/** Runs in which that is tried before it is given up: a week of quarters of an hour. */
const MAX_REREADS = 672;
/** An event that is not placed by then is put aside, whatever keeps it. */
const TAKE_LIMIT_MS = 10_000;
/** What cannot be placed for this long is the operator's business, and goes into quarantine. */
const ASIDE_MS = 7 * DAY_MS;
const bytesOf = (event: EventRecord): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(new TextEncoder().encode(JSON.stringify(event)));

/** When the newest of these events happened, or `before` (ms). One without a date is as young as its first sight, which is `now`. */
const latestOf = (events: readonly EventRecord[], before: number | null, now: number): number | null =>
  events.reduce<number | null>(
    (latest, it) => Math.max(latest ?? 0, Math.min(now, instant(it["time_created"]) ?? now)),
    before,
  );

export class SweepRun {
  readonly #env: Env;
  readonly #store: SweepStore;

  constructor(env: Env, store: SweepStore) {
    this.#env = env;
    this.#store = store;
  }

  async sweep(deps: Deps): Promise<void> {
    const deadline = deps.now() + RUN_BUDGET_MS;
    await this.#retry(deps, deps.now() + RETRY_BUDGET_MS);
    await this.#readAgain(deps, deps.now() + REREAD_BUDGET_MS);
    const plans = plansOf(
      this.#store.startedAt(deps.now()),
      PROBLEM_TYPES,
      (name) => this.#store.pass(name),
      deps.now(),
    );
    for (const [index, plan] of plans.entries()) {
      // What one pass leaves of its share is there for those behind it.
      const share = (deadline - deps.now()) / (plans.length - index);
      await this.#follow(deps, plan, deps.now() + share);
    }
    await this.#tidyIndex(deps);
    this.#store.forgetMarks(deps.now() - MARKS_MS);
    const findings = this.#store.findings();
    if (isSilent(findings.lastEventAt, deps.config.silenceAfter, deps.now())) {
      deps.log.error("flatpeak_silent", null, { last_event_at: findings.lastEventAt });
    }
  }

  /** The fleet's index forgets what the customers' objects forget. */
  async #tidyIndex(deps: Deps): Promise<void> {
    const { FLEET: database } = this.#env;
    if (database === undefined) return;
    try {
      const { forgetOld } = await import("../fleet/replace.ts");
      await forgetOld(database, deps.now() - deps.config.kept.history);
    } catch (error) {
      deps.log.error("index_not_tidied", error);
    }
  }

  async #follow(deps: Deps, plan: Plan, deadline: number): Promise<void> {
    const tools = {
      store: this.#store,
      now: deps.now,
      page: async (after: string | null, type: string | null): Promise<EventPage> => {
        const page = await deps.flatpeak.eventsBefore(after, type);
        if (page.kind === "page") this.#noteSeen(deps, plan.pass, page.events);
        return page;
      },
      take: (events: readonly EventRecord[]) => this.#takeAll(deps, events, plan.pass.name === RECENT),
    };
    try {
      await walk(tools, plan, deadline);
    } catch (error) {
      // A bug met on the way through one list must not keep the others from being gone through.
      deps.log.error("sweep_pass_broke", error, { pass: plan.pass.name });
    }
    this.#store.writeFindings();
    const { failing } = this.#store.pass(plan.pass.name);
    if (failing !== null) deps.log.info("sweep_put_off", { pass: plan.pass.name, why: failing.why });
  }

  /**
   * Takes the events in. One that cannot be placed is put aside: it must not keep those behind it waiting. `areNew`: none of them
   * was listed by an earlier pass, so that one which is known came by its webhook.
   */
  async #takeAll(deps: Deps, events: readonly EventRecord[], areNew: boolean): Promise<void> {
    const taken = await Promise.all(events.map((event) => this.#take(deps, event)));
    for (const [index, event] of events.entries()) {
      if (taken[index] === "unavailable") this.#store.setAside(event, deps.now());
    }
    const now = deps.now();
    const that = (became: Taken): readonly EventRecord[] => events.filter((_, index) => taken[index] === became);
    const [brought, missed] = [areNew ? that("duplicate") : [], that("stored")];
    if (brought.length === 0 && missed.length === 0) return;
    const findings = this.#store.findings();
    const broughtAt = latestOf(brought, findings.broughtAt, now);
    const found = { missed: findings.missed + missed.length, missedAt: now };
    const missedEventAt = latestOf(missed, findings.missedEventAt, now);
    this.#store.noteFindings({ ...findings, broughtAt, missedEventAt, ...(missed.length === 0 ? {} : found) });
    if (missed.length === 0) return;
    this.#store.writeFindings();
    deps.log.error("webhooks_missed", null, { events: missed.length });
  }

  /** Once for every version of the code: what an earlier one could not read. */
  async #readAgain(deps: Deps, deadline: number): Promise<void> {
    if (this.#store.findings().readBy === VERSION) return;
    try {
      const isWhole = await readAgain(this.#env, deps, deadline);
      const findings = this.#store.findings();
      const rereads = findings.rereads + 1;
      // What can still not be placed is left to the operator, who sees it.
      const isOver = isWhole || rereads >= MAX_REREADS;
      this.#store.saveFindings({ ...findings, ...(isOver ? { readBy: VERSION, rereads: 0 } : { rereads }) });
    } catch (error) {
      deps.log.error("sweep_could_not_read_again", error);
    }
  }

  /** Tries again what was put aside, each in its turn. */
  async #retry(deps: Deps, deadline: number): Promise<void> {
    const ids = this.#store.asideIds(MAX_RETRIES);
    for (let first = 0; first < ids.length; first += SIDE_BY_SIDE) {
      await Promise.all(ids.slice(first, first + SIDE_BY_SIDE).map((id) => this.#tryAgain(deps, id)));
      if (deps.now() >= deadline) return;
    }
  }

  async #tryAgain(deps: Deps, id: string): Promise<void> {
    const aside = this.#store.asideOf(id);
    if (aside === null) return;
    const { event, since } = aside;
    const isOver = deps.now() - since > ASIDE_MS;
    const taken = await (isOver ? this.#giveUp(deps, event) : this.#take(deps, event));
    if (taken === "unavailable") this.#store.sendBack(id, deps.now());
    else this.#store.takenIn(id);
  }

  #giveUp(deps: Deps, event: EventRecord): Promise<Taken> {
    deps.log.error("event_not_placed", null, { type: event.type });
    return this.#inTime(deps, (genuine) => quarantine(this.#env, deps, genuine, "not_placed"), event);
  }

  #take(deps: Deps, event: EventRecord): Promise<Taken> {
    return this.#inTime(deps, (genuine) => takeIn(this.#env, deps, genuine), event);
  }

  /** Does something with an event; what breaks on it or takes too long leaves it unplaced. */
  async #inTime(deps: Deps, work: (genuine: Genuine) => Promise<Taken>, event: EventRecord): Promise<Taken> {
    try {
      const genuine = { bytes: bytesOf(event), signedAt: deps.now(), from: "list", source: "copy" } as const;
      return await orLate(work(genuine), TAKE_LIMIT_MS, "unavailable");
    } catch (error) {
      deps.log.error("sweep_could_not_place", error);
      return "unavailable";
    }
  }

  /** Notes when FlatPeak last had something to tell. One that carries no date is as young as its first sight. */
  #noteSeen(deps: Deps, pass: Pass, events: readonly EventRecord[]): void {
    const now = deps.now();
    const [newest] = events;
    const isUndated = newest !== undefined && instant(newest["time_created"]) === null;
    const isUnseen = newest !== undefined && !pass.cursors.includes(newest.id) && pass.position === null;
    const times = events.flatMap((it) => instant(it["time_created"]) ?? []).filter((at) => at <= now);
    const findings = this.#store.findings();
    const lastEventAt = Math.max(findings.lastEventAt ?? 0, ...times, isUndated && isUnseen ? now : 0);
    if (lastEventAt > (findings.lastEventAt ?? 0)) this.#store.noteFindings({ ...findings, lastEventAt });
  }
}
