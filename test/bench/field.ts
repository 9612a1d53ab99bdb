// What is measured, and one round of it. In a round everything is measured once, one after the other, so that a machine
// that grows slow is slow for all; ratios are taken within a round.

import { around, breakHome, newCustomers } from "./homes.ts";
import { untilNothing } from "../chaos/wait.ts";
import { linkOfFloor } from "./floor-link.ts";
import { measure } from "./measure.ts";
import { LINK_KEY, startFloor, startProduct, startRival } from "./servers.ts";
import type { SigningKey } from "../../src/dev/emulator/signing.ts";
import type { WorldState } from "../../src/dev/emulator/world.ts";
import type { Loader } from "./loader.ts";
import type { Sample, Samples } from "./measure.ts";
import type { Ground, Server } from "./servers.ts";

/** How much of everything. */
export interface Extent {
  /** Events in one measurement. */
  readonly events: number;
  /** Customers of the small and of the large fleet. */
  readonly few: number;
  readonly many: number;
  /** Past events of the customer with a long history. */
  readonly past: number;
  /** Which parts to run; all when empty. */
  readonly only: readonly string[];
}

const STORED = "200 stored";
const LINKS_LIMIT_MS = 20_000;
const DUPLICATE = "200 duplicate";
/** Events measured of each customer whose history is short. */
const YOUNG = 100;
const AWAKE_SECONDS = 4;

/**
 * How many of a fleet can be kept awake: an object that nobody calls for ten seconds is put to sleep, so all of them have to be
 * woken, the slowest way, in less. On a slow disk that is a smaller fleet.
 */
const awakeOf = (fleet: number, wokenPerSecond: number): number =>
  Math.max(1, Math.min(fleet, Math.floor(wokenPerSecond * AWAKE_SECONDS)));

export class Field {
  readonly samples: Samples = new Map();
  /** How many customers of the large fleet are awake when that is measured; the same ones in every round. */
  awake = 0;
  readonly #ground: Ground;
  readonly #loader: Loader;
  readonly #key: SigningKey;
  readonly #world: WorldState;
  readonly #extent: Extent;
  readonly #links: ReadonlyMap<string, string>;
  #say: (line: string) => unknown;
  readonly #servers = new Map<string, Promise<Server>>();
  readonly #one = newCustomers(1);
  readonly #few: readonly string[];
  readonly #many: readonly string[];
  readonly #old = newCustomers(1);

  constructor(at: {
    readonly ground: Ground;
    readonly loader: Loader;
    readonly key: SigningKey;
    readonly world: WorldState;
    readonly extent: Extent;
    /** Customer -> path of the link in their message, filled as messages come. */
    readonly links: ReadonlyMap<string, string>;
    readonly say: (line: string) => unknown;
  }) {
    this.#ground = at.ground;
    this.#loader = at.loader;
    this.#key = at.key;
    this.#world = at.world;
    this.#extent = at.extent;
    this.#links = at.links;
    this.#say = at.say;
    this.#few = newCustomers(at.extent.few);
    this.#many = newCustomers(at.extent.many);
  }

  /** Once before the rounds: every customer exists, code is compiled, links have their tokens. */
  async warmUp(): Promise<void> {
    const { few, many, events } = this.#extent;
    const warm = Math.max(500, Math.floor(events / 4));
    if (this.#runs("ingest") || this.#runs("duplicate")) {
      await this.#sign("warm.1", around(this.#one, warm));
      await this.#sign("warm.few", around(this.#few, warm));
      await this.#ready(["floor.1", "product.1"], "warm.1");
      await this.#ready(["floor.few", "product.few", "express", "node"], "warm.few");
    }
    if (this.#runs("first")) {
      await this.#sign("warm.first", newCustomers(50));
      await this.#ready(["floor.first", "product.first"], "warm.first");
    }
    if (this.#runs("many")) {
      await this.#sign("warm.many", around(this.#many, many));
      await this.#ready(["floor.many", "product.many"], "warm.many");
    }
    if (this.#runs("redirect")) {
      for (const id of this.#few) breakHome(this.#world, id);
      await this.#sign("warm.links", around(this.#few, few));
      await this.#ready(["product.links"], "warm.links");
      await this.#makeLinks();
    }
    if (this.#runs("history")) {
      for (let made = 0; made < this.#extent.past; made += 5_000) {
        await this.#sign("warm.old", around(this.#old, Math.min(5_000, this.#extent.past - made)));
        await this.#ready(["product.history"], "warm.old");
      }
    }
  }

  /** One round of everything, told as it goes. */
  async round(say: (line: string) => unknown): Promise<void> {
    this.#say = say;
    const { events, many } = this.#extent;
    if (this.#runs("ingest") || this.#runs("duplicate")) {
      await this.#sign("one", around(this.#one, events));
      await this.#sign("few", around(this.#few, events));
      await this.#take("ingest.1.floor", "floor.1", "one", STORED);
      await this.#take("ingest.1.product", "product.1", "one", STORED);
      await this.#take("ingest.few.floor", "floor.few", "few", STORED);
      await this.#take("ingest.few.product", "product.few", "few", STORED);
      await this.#take("ingest.few.express", "express", "few", STORED);
      await this.#take("ingest.few.node", "node", "few", STORED);
    }
    if (this.#runs("duplicate")) {
      await this.#take("duplicate.1.floor", "floor.1", "one", DUPLICATE);
      await this.#take("duplicate.1.product", "product.1", "one", DUPLICATE);
      await this.#take("duplicate.few.floor", "floor.few", "few", DUPLICATE);
      await this.#take("duplicate.few.product", "product.few", "few", DUPLICATE);
    }
    if (this.#runs("first")) {
      await this.#sign("first", newCustomers(Math.floor(events / 10)));
      await this.#take("first.floor", "floor.first", "first", STORED);
      await this.#take("first.product", "product.first", "first", STORED);
    }
    if (this.#runs("redirect")) {
      for (const kind of ["floor", "product"] as const) {
        await this.#take(null, `${kind}.links`, `taps.${kind}.each`, "302");
        await this.#take(`redirect.few.${kind}`, `${kind}.links`, `taps.${kind}`, "302");
      }
    }
    if (this.#runs("history")) await this.#history();
    if (this.#runs("many")) {
      // Whoever was not called for ten seconds is out of memory: the first pass finds everybody asleep.
      await this.#sign("cold", around(this.#many, many));
      const floor = await this.#take("ingest.cold.floor", "floor.many", "cold", STORED);
      const product = await this.#take("ingest.cold.product", "product.many", "cold", STORED);
      if (this.awake === 0) this.awake = awakeOf(many, Math.min(floor.rate, product.rate));
      const awake = this.#many.slice(0, this.awake);
      await this.#sign("woken", awake);
      await this.#sign("many", around(awake, events));
      for (const kind of ["floor", "product"] as const) {
        await this.#take(null, `${kind}.many`, "woken", STORED);
        await this.#take(`ingest.many.${kind}`, `${kind}.many`, "many", STORED);
      }
    }
  }

  async stop(): Promise<void> {
    for (const server of this.#servers.values()) await (await server).stop();
  }

  /** The same customers first with no past, then with a short one; and one customer with a long one. */
  async #history(): Promise<void> {
    const { events } = this.#extent;
    const young = newCustomers(Math.max(1, Math.floor(events / YOUNG)));
    const inTurn = young.flatMap((id) => around([id], YOUNG));
    await this.#sign("born", young);
    await this.#sign("young", inTurn);
    await this.#sign("grown", inTurn);
    await this.#sign("old", around(this.#old, inTurn.length));
    await this.#take(null, "product.history", "born", STORED);
    await this.#take("history.none", "product.history", "young", STORED);
    await this.#take("history.short", "product.history", "grown", STORED);
    await this.#take("history.long", "product.history", "old", STORED);
  }

  async #makeLinks(): Promise<void> {
    const { events, few } = this.#extent;
    const missing = async (): Promise<readonly string[]> => this.#few.filter((id) => !this.#links.has(id));
    const left = await untilNothing(missing, LINKS_LIMIT_MS, 100);
    if (left.length > 0) throw new Error(`no message to ${left.length} customers`);
    const links = await Promise.all(
      this.#few.map(async (id) => ({
        product: this.#links.get(id) ?? "",
        floor: await linkOfFloor(await this.#server("floor.links"), id, LINK_KEY),
      })),
    );
    for (const kind of ["product", "floor"] as const) {
      const paths = links.map((it) => it[kind]);
      await this.#loader.order({ do: "taps", batch: `taps.${kind}.each`, paths });
      await this.#loader.order({ do: "taps", batch: `taps.${kind}`, paths: around(paths, Math.max(few, events)) });
    }
  }

  #runs(part: string): boolean {
    return this.#extent.only.length === 0 || this.#extent.only.includes(part);
  }

  #server(name: string): Promise<Server> {
    let server = this.#servers.get(name);
    if (server === undefined) {
      server = this.#start(name);
      this.#servers.set(name, server);
    }
    return server;
  }

  #start(name: string): Promise<Server> {
    if (name === "express") return startRival(this.#ground, "express.js");
    if (name === "node") return startRival(this.#ground, "node-http.js");
    if (name.startsWith("floor.")) return startFloor(this.#ground, name);
    return startProduct(this.#ground, name, { prompt: name === "product.links" });
  }

  async #ready(names: readonly string[], batch: string): Promise<void> {
    for (const name of names) await this.#take(null, name, batch, STORED);
  }

  async #sign(batch: string, customers: readonly string[]): Promise<void> {
    this.#say(`signing ${batch}`);
    const { kid, privateKey } = this.#key;
    await this.#loader.order({ do: "prepare", batch, customers, kid, privateKey: { ...privateKey } });
  }

  /** Measures, under a name or only to warm up. */
  async #take(name: string | null, server: string, batch: string, expected: string): Promise<Sample> {
    this.#say(name ?? `warming up ${server}`);
    const sample = await measure(this.#loader, await this.#server(server), batch, expected);
    if (name === null) return sample;
    const list = this.samples.get(name) ?? [];
    list.push(sample);
    this.samples.set(name, list);
    return sample;
  }
}
