// The Sweep object: goes through FlatPeak's list of events for what the webhooks missed, and takes it in by the same door,
// where the event's id makes a repeat harmless. Once a day it goes back over the problems of some weeks: each repeat is a
// call into its customer, and every call mends an alarm that was lost.

import { DurableObject } from "cloudflare:workers";
import { compose } from "../compose.ts";
import { instant } from "../flatpeak/wire-time.ts";
import { takeIn } from "../intake.ts";
import { SweepStore } from "./store.ts";
import type { Deps } from "../compose.ts";
import type { EventRecord } from "../core/ports.ts";
import type { Env } from "../env.ts";
import type { Taken } from "../intake.ts";
import type { Findings, Pass } from "./store.ts";

const DAY_MS = 86_400_000;
/** One run goes on for this long; what is left waits for the next. */
const RUN_BUDGET_MS = 60_000;
/** Of what was put aside, this much is tried again in one run. */
const RETRIES = 100;
/** FlatPeak keeps events this long. */
const FURTHEST_MS = 90 * DAY_MS;
/** No sweep looks back further than this before the first one: what is older would come as a flood of messages. */
const FIRST_MS = DAY_MS;
/** Longer than the longest ladder, shorter than event ids are remembered. */
const DEEP_MS = 36 * DAY_MS;
/** Types that open cases, as FlatPeak's list filters by them. */
const DEEP_TYPES = ["tariff.expiring", "tariff.expired", "tariff.fetch.failed", "tariff.connection.upgrade"] as const;

/** Where a pass stops, and what it lists. */
interface Plan {
  readonly pass: Pass;
  readonly type: string | null;
  /** Events before this instant (ms) are not wanted. */
  readonly horizon: number;
}

export interface SweepReport extends Findings {
  readonly silent: boolean;
  /** Events that could not be placed yet. */
  readonly aside: number;
  readonly passes: readonly Pass[];
}

const SIDE_BY_SIDE = 25;

export class Sweep extends DurableObject<Env> {
  readonly #store = new SweepStore(this.ctx.storage.sql);
  #running = false;

  /** One run, as cron wants it. Does nothing while another is under way. */
  async run(): Promise<void> {
    const composed = compose(this.env);
    if (!composed.ok || this.#running) return;
    this.#running = true;
    try {
      await this.#sweep(composed.deps);
    } finally {
      this.#running = false;
    }
  }

  /** How far the passes are, and what the last run found. */
  report(silenceAfter: number): SweepReport {
    const findings = this.#store.findings();
    const passes = ["recent", ...DEEP_TYPES].map((name) => this.#store.pass(name));
    const aside = this.#store.asideCount();
    return { ...findings, aside, silent: this.#isSilent(findings, silenceAfter, Date.now()), passes };
  }

  async #sweep(deps: Deps): Promise<void> {
    const deadline = deps.now() + RUN_BUDGET_MS;
    await this.#retry(deps);
    for (const plan of this.#plans(deps.now())) {
      const finished = await this.#follow(deps, plan, deadline);
      if (!finished) return;
    }
    const findings = this.#store.findings();
    if (this.#isSilent(findings, deps.config.silenceAfter, deps.now())) {
      deps.log.error("flatpeak_silent", null, { last_event_at: findings.lastEventAt });
    }
  }

  #plans(now: number): readonly Plan[] {
    const earliest = this.#store.startedAt(now) - FIRST_MS;
    const recent = this.#store.pass("recent");
    const plans: Plan[] = [{ pass: recent, type: null, horizon: Math.max(earliest, now - FURTHEST_MS) }];
    for (const type of DEEP_TYPES) {
      const pass = this.#store.pass(type);
      const due = pass.position !== null || pass.doneAt === null || now - pass.doneAt >= DAY_MS;
      if (due) plans.push({ pass: { ...pass, cursor: null }, type, horizon: Math.max(earliest, now - DEEP_MS) });
    }
    return plans;
  }

  /** Goes on with a pass. True when it is finished; false when the run's time is over or FlatPeak cannot be asked. */
  async #follow(deps: Deps, plan: Plan, deadline: number): Promise<boolean> {
    let { pass } = plan;
    while (deps.now() < deadline) {
      const page = await deps.flatpeak.eventsBefore(pass.position, plan.type);
      if (page.kind === "unavailable") {
        const findings = this.#store.findings();
        this.#store.saveFindings({ ...findings, failingSince: findings.failingSince ?? deps.now() });
        deps.log.info("sweep_put_off", { why: page.why });
        return false;
      }
      const reached = page.events.findIndex((it) => it.id === pass.cursor || this.#isPast(it, plan.horizon));
      const wanted = reached === -1 ? page.events : page.events.slice(0, reached);
      await this.#takeAll(deps, wanted);

      const top = pass.top ?? page.events[0]?.id ?? pass.cursor;
      const finished = reached !== -1 || !page.more || page.events.length === 0;
      pass = finished
        ? { ...pass, cursor: top, top: null, position: null, doneAt: deps.now() }
        : { ...pass, top, position: page.events.at(-1)?.id ?? null };
      this.#store.savePass(pass);
      this.#noteSeen(page.events);
      if (finished) return true;
    }
    return false;
  }

  /** Takes the events in. One that cannot be placed is put aside: it must not keep those behind it waiting. */
  async #takeAll(deps: Deps, events: readonly EventRecord[]): Promise<void> {
    let missed = 0;
    // Events are independent of each other, and a repeat is harmless: several go to their customers side by side.
    for (let first = 0; first < events.length; first += SIDE_BY_SIDE) {
      const some = events.slice(first, first + SIDE_BY_SIDE);
      const taken = await Promise.all(some.map((event) => this.#take(deps, event)));
      for (const [index, event] of some.entries()) {
        if (taken[index] === "unavailable") this.#store.setAside(event, deps.now());
        if (taken[index] === "stored") missed += 1;
      }
    }
    if (missed === 0) return;
    const findings = this.#store.findings();
    this.#store.saveFindings({ ...findings, missed: findings.missed + missed, missedAt: deps.now() });
    deps.log.error("webhooks_missed", null, { events: missed });
  }

  /** Tries again what was put aside. */
  async #retry(deps: Deps): Promise<void> {
    for (const event of this.#store.aside(RETRIES)) {
      if ((await this.#take(deps, event)) === "unavailable") this.#store.sendBack(event.id, deps.now());
      else this.#store.takenIn(event.id);
    }
  }

  async #take(deps: Deps, event: EventRecord): Promise<Taken> {
    const bytes = Uint8Array.from(new TextEncoder().encode(JSON.stringify(event)));
    try {
      return await takeIn(this.env, deps, { bytes, signedAt: deps.now(), source: "copy" });
    } catch (error) {
      deps.log.error("sweep_could_not_place", error);
      return "unavailable";
    }
  }

  #noteSeen(events: readonly EventRecord[]): void {
    const times = events.flatMap((it) => instant(it["time_created"]) ?? []);
    const findings = this.#store.findings();
    const lastEventAt = Math.max(findings.lastEventAt ?? 0, ...times);
    const next = { ...findings, lastEventAt: lastEventAt === 0 ? null : lastEventAt, failingSince: null };
    if (next.lastEventAt !== findings.lastEventAt || findings.failingSince !== null) this.#store.saveFindings(next);
  }

  #isPast(event: EventRecord, horizon: number): boolean {
    const at = instant(event["time_created"]);
    return at !== null && at < horizon;
  }

  /** No event for a while, though there were some before. */
  #isSilent({ lastEventAt }: Findings, silenceAfter: number, now: number): boolean {
    return lastEventAt !== null && now - lastEventAt > silenceAfter;
  }
}
