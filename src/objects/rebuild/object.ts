// The Rebuild object: writes the fleet's index anew from the customers' objects, which are the truth. It finds the customers in the
// index itself and in FlatPeak's list of events; one that is in neither comes back by itself when something next happens to them.
// Lists go on being answered meanwhile: each customer's lines are replaced at once.

import { Waking } from "../alarm.ts";
import { parseEvent, PROBLEM_TYPES } from "../../flatpeak/event/read.ts";
import { customerAt, isCustomerId, locationAt } from "../rooms.ts";
import { compose } from "../deps.ts";
import { RebuildStore } from "./store.ts";
import type { Deps } from "../../setup/compose.ts";
import type { EventRecord } from "../../flatpeak/port.ts";
import type { RebuildContract, RebuildReport } from "./contract.ts";

/** One alarm works for this long. */
const BUDGET_MS = 20_000;
/** What FlatPeak or the database refused is tried again after this long. */
const AGAIN_MS = 60_000;
/** Customers asked side by side, and written together. */
const SIDE_BY_SIDE = 40;
const IDS_AT_ONCE = 1_000;

export class Rebuild extends Waking implements RebuildContract {
  readonly #store = new RebuildStore(this.ctx.storage);
  /** Lines of customers that are read and written, or were. */
  #writing: Promise<void> = Promise.resolve();

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
    // Whether that was done or broke off is for whoever does it.
    await Promise.allSettled([this.#writing]);
  }

  protected override async doDue(deps: Deps): Promise<void> {
    const { FLEET: database } = this.env;
    const deadline = deps.now() + BUDGET_MS;
    try {
      if (database === undefined) return await this.wake.set(null);
      while (this.#store.head().state === "running" && deps.now() < deadline) await this.#getOn(deps, database);
    } catch (error) {
      deps.log.error("rebuild_put_off", error);
      this.#store.change({ failing: "the database or an object could not be reached" });
    }
    const { state, failing } = this.#store.head();
    await this.wake.set(state === "running" ? deps.now() + (failing === null ? 0 : AGAIN_MS) : null);
  }

  /** One piece of the work: the ids in the index, then those in FlatPeak's lists, and after each the lines of who was found. */
  async #getOn(deps: Deps, database: D1Database): Promise<void> {
    const todo = this.#store.todo(SIDE_BY_SIDE);
    if (todo.length > 0) {
      this.#writing = this.#writeAnew(database, todo);
      return this.#writing;
    }
    const { source } = this.#store.head();
    if (source === "index") return this.#listIndex(database);
    const type = PROBLEM_TYPES[source];
    if (type === undefined) return this.#store.finish(deps.now());
    await this.#listEvents(deps, type, source);
  }

  async #writeAnew(database: D1Database, ids: readonly string[]): Promise<void> {
    const { replaceLines } = await import("../fleet/replace.ts");
    const lines = await Promise.all(ids.map((id) => customerAt(this.env, id).lines()));
    await replaceLines(
      database,
      ids.map((id, index) => ({ id, lines: lines[index] ?? null })),
      this.#store.head().mark ?? 0,
    );
    this.#store.wrote(ids);
  }

  async #listIndex(database: D1Database): Promise<void> {
    const { customersAfter, databaseTime } = await import("../fleet/replace.ts");
    const { after } = this.#store.head();
    if (after === null) this.#store.change({ mark: await databaseTime(database) });
    const ids = await customersAfter(database, after ?? "", IDS_AT_ONCE);
    this.#store.add(ids.filter(isCustomerId));
    const last = ids.at(-1);
    this.#store.change(last === undefined ? { source: 0, after: null, failing: null } : { after: last, failing: null });
  }

  async #listEvents(deps: Deps, type: string, source: number): Promise<void> {
    const page = await deps.flatpeak.eventsBefore(this.#store.head().after, type);
    switch (page.kind) {
      case "page": {
        const ids = await Promise.all(page.events.map((it) => this.#customersOf(it)));
        this.#store.add(ids.flat());
        const last = page.more ? (page.events.at(-1)?.id ?? null) : null;
        const isOver = last === null || last === this.#store.head().after;
        return this.#store.change({
          source: isOver ? source + 1 : source,
          after: isOver ? null : last,
          failing: null,
        });
      }
      case "lost":
        return this.#store.change({ after: null });
      case "refused":
        // It will list no more of this, however often it is asked.
        return this.#store.change({ source: source + 1, after: null });
      case "unavailable":
        this.#store.change({ failing: page.why });
        throw new Error("FlatPeak lists no events at present");
    }
  }

  /** Who may know of an event: the customer it names, else the home's owner and the home itself, which may stand in for one. */
  async #customersOf(event: EventRecord): Promise<readonly string[]> {
    const parsed = parseEvent(new TextEncoder().encode(JSON.stringify(event)));
    if (parsed.kind !== "event") return [];
    const { customerId, locationId } = parsed.event;
    const owner =
      customerId === null && locationId !== null ? await locationAt(this.env, locationId).knownOwner() : null;
    return [customerId, owner, locationId].filter((it) => it !== null && isCustomerId(it)) as readonly string[];
  }
}
