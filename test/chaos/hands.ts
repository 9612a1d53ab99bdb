// Four hands that take hold of people, whatever else goes wrong: an operator who holds customers and lets them go, one who erases
// some, one who writes down that some want no messages, and a FlatPeak that refuses the account for a while. What they did, and
// when, is kept for the judge.

import { REFUSALS } from "./hostile-flatpeak.ts";
import { chanceOf } from "./seed.ts";
import type { HostileFlatPeak, RefusalCode } from "./hostile-flatpeak.ts";
import type { Operator } from "./operator.ts";
import type { Chance } from "./seed.ts";

/** A while in which a customer was held for certain: from the answer to the hold until the release was asked for. */
export interface HeldSpell {
  readonly customerId: string;
  readonly from: number;
  /** Infinity while it lasts. */
  readonly until: number;
}

const MOST_HELD = 12;
const RELEASE = 0.3;
const MOST_ERASED = 8;
const ERASE = 0.5;
const MOST_STOPPED = 6;
const STOP = 0.5;

/** An operator at work: holds some customers in each round and lets others go. */
export class HoldingHand {
  readonly #spells: HeldSpell[] = [];
  /** Whiles in which somebody may have been held: from when that was asked for until the release was answered. */
  readonly #perhaps: HeldSpell[] = [];
  /** Customers who are held, or may be: a call whose answer was lost may have been heard. */
  readonly #held = new Set<string>();
  readonly #chance: Chance;
  releases = 0;

  constructor(seed: number) {
    this.#chance = chanceOf(seed, "operator");
  }

  get spells(): readonly HeldSpell[] {
    return this.#spells;
  }

  /** The same, with all in which a customer may have been held for all that the operator heard. */
  get perhaps(): readonly HeldSpell[] {
    return this.#perhaps;
  }

  /** One round of holding and releasing among these customers. A server that dies meanwhile is part of the game. */
  async act(operator: Operator, customers: readonly string[]): Promise<void> {
    const release = [...this.#held].filter(() => this.#chance.is(RELEASE));
    const room = MOST_HELD - this.#held.size;
    const free = customers.filter((id) => !this.#held.has(id));
    const hold =
      free.length === 0 ? [] : Array.from({ length: this.#chance.whole(1, 3) }, () => this.#chance.pick(free));
    for (const id of release) await orLost(this.#release(operator, id));
    for (const id of new Set(hold.slice(0, Math.max(0, room)))) await orLost(this.#hold(operator, id));
  }

  /** Holds every customer there is. */
  async holdAll(operator: Operator, customers: readonly string[]): Promise<void> {
    for (const id of customers) await this.#hold(operator, id);
  }

  /** Lets everybody go. Throws where that is not possible. */
  async releaseAll(operator: Operator): Promise<void> {
    for (const id of this.#held) await this.#release(operator, id);
  }

  async #hold(operator: Operator, id: string): Promise<void> {
    this.#held.add(id);
    this.#perhaps.push({ customerId: id, from: Date.now(), until: Infinity });
    if (await operator.hold(id, true)) this.#spells.push({ customerId: id, from: Date.now(), until: Infinity });
    else this.#letGo(id);
  }

  async #release(operator: Operator, id: string): Promise<void> {
    // From here on it may be heard, even where no answer comes.
    const now = Date.now();
    const at = this.#spells.findIndex((it) => it.customerId === id && it.until === Infinity);
    const spell = this.#spells[at];
    if (spell !== undefined) this.#spells[at] = { ...spell, until: now };
    await operator.hold(id, false);
    this.#letGo(id);
    this.releases += 1;
  }

  #letGo(id: string): void {
    const now = Date.now();
    for (const [nth, it] of this.#perhaps.entries()) {
      if (it.customerId === id && it.until === Infinity) this.#perhaps[nth] = { ...it, until: now };
    }
    this.#held.delete(id);
  }
}

/** An operator who erases a customer now and then, of whom more will come all the same. */
export class ErasingHand {
  /** When each was erased for certain (ms); Infinity where the answer was lost, and it may have been done. */
  readonly erased = new Map<string, number>();
  readonly #chance: Chance;

  constructor(seed: number) {
    this.#chance = chanceOf(seed, "erasures");
  }

  /** One round. A server that dies meanwhile is part of the game. */
  async act(operator: Operator, customers: readonly string[]): Promise<void> {
    const id = this.#chance.pick(customers);
    if (this.erased.size < MOST_ERASED && this.#chance.is(ERASE)) await orLost(this.#erase(operator, id));
  }

  /** Asks for each erasure again; gives who is not erased everywhere yet. */
  async finish(operator: Operator): Promise<readonly string[]> {
    const left = [...this.erased.keys()].map(async (id) => ((await this.#erase(operator, id)) ? [] : [id]));
    return (await Promise.all(left)).flat();
  }

  async #erase(operator: Operator, id: string): Promise<boolean> {
    this.erased.set(id, this.erased.get(id) ?? Infinity);
    const isDone = await operator.erase(id);
    this.erased.set(id, Math.min(this.erased.get(id) ?? Infinity, Date.now()));
    return isDone;
  }
}

/** An operator who writes down now and then that a customer wants no messages. */
export class StoppingHand {
  /** When each was stopped for certain (ms); Infinity where the answer was lost, and it may have been done. */
  readonly stopped = new Map<string, number>();
  readonly #chance: Chance;

  constructor(seed: number) {
    this.#chance = chanceOf(seed, "stops");
  }

  /** One round among those who are not erased. A server that dies meanwhile is part of the game. */
  async act(operator: Operator, customers: readonly string[], erased: Pick<ReadonlyMap<string, number>, "has">) {
    const id = this.#chance.pick(customers);
    if (this.stopped.size >= MOST_STOPPED || !this.#chance.is(STOP) || erased.has(id)) return;
    this.stopped.set(id, this.stopped.get(id) ?? Infinity);
    await orLost(this.#stop(operator, id));
  }

  async #stop(operator: Operator, id: string): Promise<void> {
    if (await operator.stop(id)) this.stopped.set(id, Math.min(this.stopped.get(id) ?? Infinity, Date.now()));
  }
}

async function orLost(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    // What fetch throws for a line that broke is a TypeError.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** A while in which FlatPeak refuses the account. */
interface RefusedSpell {
  readonly code: RefusalCode;
  readonly firstRound: number;
  readonly lastRound: number;
}

/**
 * Spells of refusal for a run of so many rounds. In a long one each lasts for a minute or two; and it takes the product up to
 * another minute to find out that it is over.
 */
function spellsOf(seed: number, rounds: number): readonly RefusedSpell[] {
  const chance = chanceOf(seed, "refusals");
  const [gap, length] = rounds < 20 ? ([1, 1] as const) : ([25, 25] as const);
  const spells: RefusedSpell[] = [];
  for (let round = 1 + gap; round <= rounds;) {
    const lastRound = round + chance.whole(length, 2 * length);
    spells.push({ code: chance.pick(REFUSALS), firstRound: round, lastRound });
    round = lastRound + chance.whole(gap, 4 * gap);
  }
  return spells;
}

/** FlatPeak's own hand: called at the beginning of each round. */
export function refusingHand(flatpeak: HostileFlatPeak, seed: number, rounds: number): (round: number) => void {
  const spells = spellsOf(seed, rounds);
  return (round) => {
    flatpeak.refuse(spells.find((it) => it.firstRound <= round && round <= it.lastRound)?.code ?? null);
  };
}
