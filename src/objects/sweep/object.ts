// The Sweep object: goes through FlatPeak's list of events for what the webhooks missed, and takes it in by the same door,
// where the event's id makes a repeat harmless. Once a day it goes back over the problems of some weeks: each repeat is a
// call into its customer, and every call mends an alarm that was lost. What a run does stands in run.ts, loaded when one begins.

import { Waking } from "../alarm.ts";
import { Alerts } from "../alerts/alerts.ts";
import { PROBLEM_TYPES } from "../../flatpeak/event/read.ts";
import { complaintsOf } from "../wholeness.ts";
import { currentTime } from "../../platform/clock.ts";
import { compose, depsOf } from "../deps.ts";
import { CRON_LATE_MS, RECENT, isSilent } from "../../core/sweep/plan.ts";
import type { Alert } from "../../core/alert/troubles.ts";
import type { Deps } from "../../setup/compose.ts";
import type { EventRecord } from "../../flatpeak/port.ts";
import type { Whose } from "../naming.ts";
import type { SweepContract, SweepReport } from "./contract.ts";
import type { SweepStore } from "./store.ts";

export class Sweep extends Waking implements SweepContract {
  #store: SweepStore | null = null;
  readonly #alerts = new Alerts(this.ctx.storage);
  #running = false;

  async run(isCron = false): Promise<void> {
    const composed = compose(this.env);
    if (!composed.ok) return;
    const store = await this.#rows();
    if (isCron) store.saveFindings({ ...store.findings(), cronAt: currentTime() });
    if (this.#running) return;
    this.#running = true;
    try {
      if ((await complaintsOf(this.env)).length > 0) return;
      const { SweepRun } = await import("./run.ts");
      await new SweepRun(this.env, store).sweep(composed.deps);
      await this.#watch(composed.deps);
    } finally {
      this.#running = false;
    }
  }

  async forget(whose: Whose): Promise<number> {
    const store = await this.#rows();
    const known = store.asideAbout(whose);
    for (const { id } of known) store.takenIn(id);
    return known.length;
  }

  async asideAbout(whose: Whose): Promise<readonly EventRecord[]> {
    return (await this.#rows()).asideAbout(whose);
  }

  async report(silenceAfter: number): Promise<SweepReport> {
    const store = await this.#rows();
    const findings = store.findings();
    const passes = [RECENT, ...PROBLEM_TYPES].map((name) => store.pass(name));
    const since = passes.flatMap(({ failing }) => failing?.since ?? []);
    return {
      ...findings,
      aside: store.asideCount(),
      silent: isSilent(findings.lastEventAt, silenceAfter, currentTime()),
      failingSince: since.length === 0 ? null : Math.min(...since),
      passes,
    };
  }

  async gather(alert: Alert): Promise<void> {
    const deps = depsOf(this.env);
    await this.#alerts.gather(deps, alert);
    await this.#arm(deps);
  }

  /** Cron is late, or there is something to tell. */
  protected override async doDue(deps: Deps): Promise<void> {
    const { cronAt } = (await this.#rows()).findings();
    if (cronAt !== null && cronAt + CRON_LATE_MS <= deps.now()) {
      const facts = { last_at: new Date(cronAt).toISOString() };
      this.#alerts.note(deps, { isThere: true, key: "cron", type: "cron.late", facts });
    }
    await this.#alerts.tellDue(deps, this.env);
    return this.#arm(deps);
  }

  /** Looks for trouble that shows from here alone. Asks nobody where nobody is to be told. */
  async #watch(deps: Deps): Promise<void> {
    if (deps.config.alerts === null) return;
    const { lookForTrouble } = await import("./watch.ts");
    const words = await lookForTrouble(this.env, deps, await this.report(deps.config.silenceAfter));
    for (const word of words) this.#alerts.note(deps, word);
    await this.#arm(deps);
  }

  /** Woken to tell something, and, where cron has come and somebody is to be told, when it should have come again. */
  async #arm(deps: Deps): Promise<void> {
    const { cronAt } = (await this.#rows()).findings();
    const lateAt = deps.config.alerts === null || cronAt === null ? null : cronAt + CRON_LATE_MS;
    const times = [this.#alerts.dueAt(), lateAt !== null && lateAt > deps.now() ? lateAt : null];
    const due = times.filter((it) => it !== null);
    return this.wake.set(due.length === 0 ? null : Math.min(...due));
  }

  /** Loaded when it is asked for: a webhook and a tap have no use for it. */
  async #rows(): Promise<SweepStore> {
    const { SweepStore } = await import("./store.ts");
    return (this.#store ??= new SweepStore(this.ctx.storage.sql));
  }
}
