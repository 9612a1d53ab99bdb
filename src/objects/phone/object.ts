// The Phone object: one per phone number, named by a keyed digest of it. Knows which customers were written to under the number,
// and whether its owner asked for silence: a STOP closes the number, whoever of them it is. The number itself stands nowhere.

import { Waking } from "../alarm.ts";
import { depsOf } from "../deps.ts";
import { currentTime } from "../../platform/clock.ts";
import { digestOf } from "../../platform/digest.ts";
import { consoleLog } from "../../platform/log.ts";
import { DAY } from "../../core/time.ts";
import { PhoneStore } from "./store.ts";
import { customerAt, phoneNamed } from "../rooms.ts";
import { NOTHING_KNOWN } from "./contract.ts";
import type { PhoneContract, OwnersWord, Memory, Wish, NumberStanding } from "./contract.ts";

/** Who cannot be told is told again, less and less often: a lookup may be down for days. */
const RETRY = { base: 60_000, cap: 3_600_000 };
/** Customers told in one go; the rest follows at once, in another. */
const PAGE = 40;
/** What went over to the object under a newer key is kept this long, for a deploy that still runs with the older one alone. */
const LEFT_MS = 86_400_000;

/** Who could not be told to wait is told again after this long; once the wait would be over, no more. */
const LATER_RETRY_MS = 600_000;
const LATER_ENDS_MS = 3 * DAY;

const encoder = new TextEncoder();

/** What a message is known by. */
const wordName = async (message: string): Promise<string> =>
  (await digestOf(Uint8Array.from(encoder.encode(message)))).slice(0, 32);

export class Phone extends Waking implements PhoneContract {
  readonly #store = new PhoneStore(this.ctx.storage);
  /** One after the other, or a wish that was overtaken by the next would reach a customer after it. */
  #telling: Promise<void> = Promise.resolve();

  async claim(customerId: string, names: readonly string[]): Promise<NumberStanding> {
    await this.#inherit(names);
    const since = this.#store.keep(customerId, currentTime());
    await this.#noteUse();
    const wish = this.#store.wish();
    return { since, stop: wish?.stop === true ? wish : null };
  }

  async hear(said: OwnersWord, names: readonly string[]): Promise<void> {
    await this.#inherit(names);
    const id = said.by === "reply" && said.message !== null ? await wordName(said.message) : null;
    const before = this.#store.wish();
    // A provider that refuses a number says that it heard a STOP, and we know of one.
    if (said.by === "provider" && before?.stop === true) return;
    const { by, stop } = said;
    const wish: Wish = { no: (before?.no ?? 0) + 1, stop, by, at: currentTime(), names };
    if (!this.#store.take(wish, id)) return;
    this.#store.use(currentTime());
    // With the wish on disk stands the alarm that tells it, whatever becomes of this call.
    // The customer whose message was refused may be waiting for this call, and is among those told now: that is no deadlock,
    // since an object takes other calls while it waits for an answer.
    await this.wake.set(currentTime() + RETRY.base);
    await this.#tellCustomers();
  }

  async hearLater(message: string | null, names: readonly string[]): Promise<void> {
    await this.#inherit(names);
    const id = message === null ? null : await wordName(message);
    const now = currentTime();
    if (!this.#store.takeLater(now, id)) return;
    this.#store.use(now);
    this.#store.keepNames(names);
    await this.wake.set(now + RETRY.base);
    await this.#tellCustomers();
  }

  standingOf(customerId: string): NumberStanding | null {
    const known = this.#store.isEmpty()
      ? undefined
      : this.#store.memory().customers.find(({ id }) => id === customerId);
    const wish = this.#store.wish();
    return known === undefined ? null : { since: known.since, stop: wish?.stop === true ? wish : null };
  }

  async forget(customerId: string): Promise<void> {
    if (this.#store.isEmpty()) return;
    this.#store.drop(customerId);
    if (this.#store.isNobodys()) await this.#forgetAll();
  }

  async leave(): Promise<Memory> {
    if (this.#store.isEmpty()) return NOTHING_KNOWN;
    const memory = this.#store.memory();
    if (!this.#store.hasLeft()) {
      this.#store.markLeft();
      await this.wake.set(currentTime() + LEFT_MS);
    }
    return memory;
  }

  /** Tells those that could not be told; what went over to another object is forgotten. */
  protected override async doDue(): Promise<void> {
    if (!this.#store.hasLeft()) return this.#tellCustomers();
    await this.#tellLater();
    return this.#forgetAll();
  }

  #forgetAll(): Promise<void> {
    this.#store.forget();
    return this.wake.deleteAll();
  }

  /** Notes that the number is in use. It is woken to forget all there is once it no longer is. */
  async #noteUse(): Promise<void> {
    if (this.#store.use(currentTime()) && this.wake.at === null) await this.wake.mend(() => this.#forgetAt());
  }

  /** When nothing of it need be known any more (ms); null while its owner wants no messages, which is never forgotten. */
  #forgetAt(): number | null {
    const usedAt = this.#store.usedAt();
    const isKept = this.#store.wish()?.stop === true || usedAt === null;
    return isKept ? null : usedAt + depsOf(this.env).config.kept.phone;
  }

  /** Nobody is to be told anything: sleeps until all of it is to be forgotten. */
  async #rest(): Promise<void> {
    const at = this.#forgetAt();
    return at !== null && at <= currentTime() ? this.#forgetAll() : this.wake.set(at);
  }

  /** After a change of keys: what the objects under older ones know, once. */
  async #inherit(names: readonly string[]): Promise<void> {
    for (const former of names.slice(1)) {
      if (this.#store.hasInherited(former)) continue;
      const memory = await phoneNamed(this.env, former).leave();
      const isPending = this.#store.inherit(former, memory);
      await Promise.all(memory.customers.map(({ id }) => this.#introduce(id, names)));
      if (isPending) await this.wake.set(currentTime());
    }
  }

  /** Who is erased later has to be known under this name as well. */
  async #introduce(customerId: string, [own = ""]: readonly string[]): Promise<void> {
    try {
      await customerAt(this.env, customerId).noteNumber(own);
    } catch (error) {
      consoleLog.error("number_not_introduced", error);
    }
  }

  #tellCustomers(): Promise<void> {
    const tell = async (): Promise<void> => {
      await this.#tell();
      // Whoever could not be told to wait is told within the hour, whatever the other rounds wait for.
      if (await this.#tellLater()) return;
      await this.wake.set(Math.min(this.wake.at ?? Infinity, currentTime() + LATER_RETRY_MS));
    };
    this.#telling = this.#telling.then(tell, tell);
    return this.#telling;
  }

  async #tell(): Promise<void> {
    const wish = this.#store.wish();
    if (wish === undefined) return this.#rest();
    const tries = this.#store.tries();
    await this.wake.set(currentTime() + Math.min(RETRY.cap, RETRY.base * 2 ** tries));
    if (!this.#store.hasUntried()) this.#store.startOver(tries);
    const { page, isLast } = this.#store.pending(PAGE);
    await Promise.all(page.map((it) => this.#tellOne(wish, it)));
    // A newer wish is told next, to all of them.
    if (this.#store.wish()?.no !== wish.no) return;
    if (!isLast) await this.wake.set(currentTime());
    else if (this.#store.isDone()) await this.#rest();
    else this.#store.startOver(tries + 1);
  }

  /** Tells those who are to wait. True where nobody is left. */
  async #tellLater(): Promise<boolean> {
    if (this.#store.isEmpty()) return true;
    const names = this.#store.names();
    const told = this.#store.reminded().map(async (it): Promise<boolean> => {
      try {
        const wish = { no: 0, stop: false, by: "reply", names, at: it.at, since: it.since, isLater: true } as const;
        const isLost = it.at + LATER_ENDS_MS < currentTime();
        if (!isLost && (await customerAt(this.env, it.id).hearReply(wish)) === "later") return false;
        this.#store.noteReminded(it);
        return true;
      } catch (error) {
        consoleLog.error("wait_put_off", error);
        return false;
      }
    });
    return (await Promise.all(told)).every((isTold) => isTold);
  }

  async #tellOne(wish: Wish, { id, since }: { readonly id: string; readonly since: number }): Promise<void> {
    try {
      const hearing = await customerAt(this.env, id).hearReply({ ...wish, since });
      if (this.#store.wish()?.no === wish.no) this.#store.note(id, hearing);
    } catch (error) {
      consoleLog.error("opt_out_put_off", error);
    }
  }
}
