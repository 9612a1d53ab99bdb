// The work of a rebuild: one piece after another, as long as there is any. Loaded where one runs.

import { parseEvent, PROBLEM_TYPES } from "../../flatpeak/event/read.ts";
import { customersAfter, databaseTime, replaceLines } from "../fleet/replace.ts";
import { customerAt, isCustomerId, locationAt } from "../rooms.ts";
import type { EventRecord } from "../../flatpeak/port.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";
import type { RebuildStore } from "./store.ts";

/** Customers asked side by side, and written together. */
const SIDE_BY_SIDE = 40;
const IDS_AT_ONCE = 1_000;

export class Rewriting {
  readonly #env: Env;
  readonly #store: RebuildStore;
  /** Lines of customers that are read and written, or were. */
  #writing: Promise<void> = Promise.resolve();

  constructor(env: Env, store: RebuildStore) {
    this.#env = env;
    this.#store = store;
  }

  /** Resolves when what is being written is, or has broken off: which of them is for whoever does it. */
  async atRest(): Promise<void> {
    await Promise.allSettled([this.#writing]);
  }

  /** One piece of the work: the ids in the index, then those in FlatPeak's lists, and after each the lines of who was found. */
  async getOn(deps: Deps, database: D1Database): Promise<void> {
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
    const lines = await Promise.all(ids.map((id) => customerAt(this.#env, id).lines()));
    await replaceLines(
      database,
      ids.map((id, index) => ({ id, lines: lines[index] ?? null })),
      this.#store.head().mark ?? 0,
    );
    this.#store.wrote(ids);
  }

  async #listIndex(database: D1Database): Promise<void> {
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
      customerId === null && locationId !== null ? await locationAt(this.#env, locationId).knownOwner() : null;
    return [customerId, owner, locationId].filter((it) => it !== null && isCustomerId(it)) as readonly string[];
  }
}
