// The Rebuild object: writes the fleet's index anew from the customers' objects, which are the truth. It finds the customers in the
// index itself and in FlatPeak's list of events; one that is in neither comes back by itself when something next happens to them.
// Lists go on being answered meanwhile: each customer's lines are replaced at once.

import { Waking } from "../alarm.ts";
import { compose } from "../deps.ts";
import { RebuildStore } from "./store.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Rewriting } from "./rewriting.ts";
import type { RebuildContract, RebuildReport } from "./contract.ts";

/** One alarm works for this long. */
const BUDGET_MS = 20_000;
/** What FlatPeak or the database refused is tried again after this long. */
const AGAIN_MS = 60_000;

export class Rebuild extends Waking implements RebuildContract {
  readonly #store = new RebuildStore(this.ctx.storage);
  #work: Rewriting | null = null;

  async start(): Promise<RebuildReport> {
    const composed = compose(this.env);
    if (composed.ok && this.#store.head().state !== "running") this.#store.begin(composed.deps.now());
    if (composed.ok) await this.wake.set(composed.deps.now());
    return this.report();
  }

  report(): RebuildReport {
    const { state, startedAt, doneAt, written, failing } = this.#store.head();
    return { state, startedAt, doneAt, found: this.#store.found(), written, failing };
  }

  async forget(customerId: string): Promise<void> {
    this.#store.drop(customerId);
    await this.#work?.atRest();
  }

  protected override async doDue(deps: Deps): Promise<void> {
    const { FLEET: database } = this.env;
    const deadline = deps.now() + BUDGET_MS;
    try {
      if (database === undefined) return await this.wake.set(null);
      this.#work ??= new (await import("./rewriting.ts")).Rewriting(this.env, this.#store);
      while (this.#store.head().state === "running" && deps.now() < deadline) await this.#work.getOn(deps, database);
    } catch (error) {
      deps.log.error("rebuild_put_off", error);
      this.#store.change({ failing: "the database or an object could not be reached" });
    }
    const { state, failing } = this.#store.head();
    await this.wake.set(state === "running" ? deps.now() + (failing === null ? 0 : AGAIN_MS) : null);
  }
}
