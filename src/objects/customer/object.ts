// The Customer object: one per customer, and all that can be asked of it. The engine beside it does the work; what to do
// is the core's business.

import { Answering } from "../answering.ts";
import { mayUndo } from "../../core/link/links.ts";
import { compose } from "../../setup/compose.ts";
import { inputsOf } from "./operator/contact-change.ts";
import { Engine } from "./engine.ts";
import { historyOf } from "./rows/history.ts";
import { CustomerStore } from "./rows/state.ts";
import { hearLateWord } from "./effects/late-words.ts";
import { hearReply } from "./effects/replies.ts";
import { silenceOf } from "./visit/silence.ts";
import { describe } from "./operator/story.ts";
import { advanceClock } from "./operator/test-clock.ts";
import { StepBroke } from "./turn.ts";
import { Visits } from "./visit/visits.ts";
import type { StopBy } from "../../core/person/optout.ts";
import type { SnoozeRange } from "../../core/person/snooze.ts";
import type { Input } from "../../core/step.ts";
import type { Deps } from "../../setup/compose.ts";
import type { ContactChange } from "./operator/contact-change.ts";
import type { LinkSeat } from "../link-code.ts";
import type { Incoming, Receipt } from "./incoming.ts";
import type { Silence } from "./visit/silence.ts";
import type { Workplace } from "./engine.ts";
import type { Hearing } from "../phone/store.ts";
import type { HeardReply } from "./effects/replies.ts";
import type { Heard, LateWord } from "./effects/late-words.ts";
import type { Claim } from "./rows/state.ts";
import type { Story } from "./operator/story.ts";
import type { DoneAnswer, LinkAnswer, OverviewAnswer } from "./visit/visits.ts";

/** What a link is called in the record of consent. */
const nameOf = ({ purpose, no }: LinkSeat): string => `${purpose} ${no}`;

export class Customer extends Answering {
  readonly #store = new CustomerStore(this.ctx.storage);
  readonly #engine = new Engine(this.ctx.storage, this.#store);
  readonly #visits = new Visits(this.#store, this.#engine);

  /** Takes a verified event: claims its id, applies it, sets the alarm; all of it on disk when this returns. */
  async receive(customerId: string, incoming: Incoming): Promise<Receipt> {
    const deps = this.#deps();
    const { event, source, body } = incoming;
    const receivedAt = deps.now();
    this.#store.prepare(receivedAt);
    const stored = { id: event.id, type: event.type, receivedAt, late: event.late, source, body };
    const offset = this.#store.clockOffset();
    // On a customer whose test clock was moved, FlatPeak's real times are moved along. What has come has happened: a time
    // that is still ahead would outlive every repair.
    const moved = event.occurredAt <= receivedAt ? event.occurredAt + offset : event.occurredAt;
    const occurredAt = Math.min(moved, receivedAt + offset);
    let claim: Claim = "new";
    try {
      const turn = this.#engine.turn(
        { deps, env: this.env, customerId },
        { type: "event", event: { ...event, occurredAt } },
        {
          wanted: () => {
            claim = this.#store.known(stored);
            return claim === "new";
          },
          keep: (journal) => {
            this.#store.claim(stored, journal);
            // A session that ended is not opened again: the next tap gets one of its own.
            if (event.kind === "session_complete") this.#store.dropTokens();
            return [];
          },
        },
      );
      await turn.armed;
    } catch (error) {
      if (!(error instanceof StepBroke)) throw error;
      // The transaction is rolled back; the event must neither be lost nor stand in the way of the next one.
      deps.log.error("event_broke_the_core", error.cause);
      return "broke_the_reader";
    }
    await this.#engine.keepHouse({ deps, env: this.env, customerId });
    if (claim !== "new") return claim;
    return event.kind === "ignored" ? "ignored" : "stored";
  }

  /** What a tap on a link should be answered with. */
  async openLink(seat: LinkSeat): Promise<LinkAnswer> {
    const at = this.#known();
    return at === null ? { kind: "expired", language: null } : this.#visits.open(at, seat);
  }

  /** The same for one tariff of the overview behind it. */
  async openTariff(seat: LinkSeat, tariffId: string): Promise<LinkAnswer> {
    const at = this.#known();
    return at === null ? { kind: "expired", language: null } : this.#visits.openTariff(at, seat, tariffId);
  }

  /** Whether somebody was ever led on to what this link stands on. */
  wasTapped({ no }: LinkSeat): boolean {
    const it = this.#known() === null ? null : this.#store.caseOf(no);
    return it !== null && it.tappedAt !== null;
  }

  /** The customer is back from Connect: how it went, as FlatPeak tells it. */
  async finishSession(seat: LinkSeat): Promise<DoneAnswer> {
    const at = this.#known();
    if (at === null) return { outcome: "expired", others: null, again: null, contractEndDate: null, language: null };
    return this.#visits.finish(at, seat);
  }

  /** A page of homes and tariffs, and the days that can be chosen for later; null where the link has ended. */
  async overview(seat: LinkSeat, page = 1): Promise<(OverviewAnswer & { readonly range: SnoozeRange }) | null> {
    const at = this.#known();
    const answer = at === null ? null : await this.#visits.overview(at, seat, page);
    return at === null || answer === null ? null : { ...answer, range: this.#silence(at, seat).range };
  }

  /** Asks to be left alone until a day; null takes that back. Says whether it was done; null where the link has ended. */
  async snooze(seat: LinkSeat, day: string | null): Promise<(Silence & { readonly done: boolean }) | null> {
    const at = this.#known();
    const done = at === null ? null : await this.#visits.snooze(at, seat, day);
    return at === null || done === null ? null : { ...this.#silence(at, seat), done };
  }

  /** Which language to speak, and whether messages are stopped; null when nothing is known of the customer. */
  spoken(seat: LinkSeat): Silence | null {
    const at = this.#known();
    return at === null ? null : this.#silence(at, seat);
  }

  /** No more messages, for as long as that is not taken back the way it came. Any link ever made will do. */
  async stop(by: StopBy, seat: LinkSeat): Promise<Silence | null> {
    return this.#wish({ type: "opted_out", by, link: nameOf(seat) }, seat);
  }

  /** Messages again, as far as the page behind this link may bring them back. */
  async start(seat: LinkSeat): Promise<Silence | null> {
    const at = this.#known();
    if (at === null) return null;
    const { contact } = this.#store.load(at.customerId);
    if (!mayUndo(contact, this.#isAlive(at, seat), this.#engine.now(at.deps))) return this.#silence(at, seat);
    return this.#wish({ type: "opted_in", by: "page", link: nameOf(seat) }, seat);
  }

  /**
   * Ends what was said by reply until now: a STOP that was somebody else's, or that the customer took back another way. What still
   * keeps messages back; null when nothing is known of the customer.
   */
  async endReplies(): Promise<Silence | null> {
    const at = this.#known();
    return at === null ? null : this.#wish({ type: "replies_ended", heardAt: at.deps.now() }, null);
  }

  async #wish(input: Input, seat: LinkSeat | null): Promise<Silence | null> {
    const at = this.#known();
    if (at === null) return null;
    await this.#engine.apply(at, input);
    return this.#silence(at, seat);
  }

  #isAlive(at: Workplace, seat: LinkSeat): boolean {
    const state = this.#store.load(at.customerId);
    return this.#visits.caseBehind(state, seat, this.#engine.now(at.deps)) !== null;
  }

  /** Ends every link made so far. False when nothing is known of the customer. */
  async endLinks(): Promise<boolean> {
    const at = this.#known();
    if (at === null) return false;
    await this.#engine.apply(at, { type: "links_ended" });
    return true;
  }

  /**
   * The owner of a number asked for silence, or took that back. Where it is not known whose number that is by now, a STOP is
   * heeded, since it may be this customer's, and a START is not. False where nobody could say, and a START has to wait.
   */
  async hearReply(wish: HeardReply): Promise<Hearing> {
    const at = this.#known();
    if (at === null) return "heard";
    return hearReply(at, this.#store, this.#engine, wish);
  }

  /** A home of this customer is another's now: they get what is open there, and it ends here in silence. */
  async leaveLocation(locationId: string, owner: string): Promise<void> {
    const at = this.#known();
    if (at !== null) await this.#engine.leave(at, locationId, owner);
  }

  /** A provider's late word on a message; null where it is about none of this customer's. */
  async reportDelivery(word: LateWord): Promise<Heard | null> {
    const at = this.#known();
    return at === null ? null : hearLateWord(at, this.#store, this.#engine, word);
  }

  /** `seat` is the link it is asked by; null where nobody asks by one. */
  #silence(at: Workplace, seat: LinkSeat | null): Silence {
    const isAlive = seat !== null && this.#isAlive(at, seat);
    return silenceOf(this.#store.load(at.customerId), seat !== null, isAlive, this.#engine.now(at.deps));
  }

  /**
   * Notes how the customer wants to be addressed, or that they do not. Makes the customer if nothing is known of them. Says
   * what keeps messages back, which the company's word may not have changed.
   */
  async setContact(customerId: string, change: ContactChange): Promise<Silence> {
    const deps = this.#deps();
    this.#store.prepare(deps.now());
    const at = { deps, env: this.env, customerId };
    for (const input of inputsOf(this.#store.load(customerId).contact, change, deps.now()))
      await this.#engine.apply(at, input);
    return this.#silence(at, null);
  }

  /** Keeps back what is not out yet, or lets it go. False when nothing is known of the customer. */
  async hold(held: boolean): Promise<boolean> {
    const known = this.#known();
    if (known === null) return false;
    await this.#engine.apply(known, { type: held ? "messages_held" : "messages_released" });
    return true;
  }

  /** Everything an operator may want to know of this customer; null when nothing is known. */
  async story(): Promise<Story | null> {
    const known = this.#known();
    if (known === null) return null;
    const now = this.#engine.now(known.deps);
    const state = this.#store.load(known.customerId);
    const next = this.#engine.nextWake(known);
    return describe(state, historyOf(this.ctx.storage.sql, 200), now, next, known.deps.config.policy);
  }

  /** What this customer's clock shows (ms); null when nothing is known of the customer. */
  clock(): number | null {
    const at = this.#known();
    return at === null ? null : this.#engine.now(at.deps);
  }

  /**
   * Moves this customer's clock ahead by `ms` as if the time had passed. `from` is what it showed when that was decided, so
   * that a call made twice moves it once. Gives the new time, or null when nothing is known of the customer. Test mode
   * only: the caller checks.
   */
  async advanceClock(ms: number, from?: number): Promise<number | null> {
    const at = this.#known();
    if (at === null) return null;
    const now = this.#engine.now(at.deps);
    return advanceClock(this.#engine, at, Math.max(0, (from ?? now) + ms - now));
  }

  /** The turn of a probe or a message that was sent away by a gate has come; `key` as it was given there. */
  async yourTurn(key: string): Promise<void> {
    const at = this.#known();
    if (at === null) return;
    // The call may overtake the answer that sent it away.
    await this.#engine.atRest();
    await this.#engine.work(at, { type: "turn_came", key });
  }

  /** Does what is due. Never throws: the platform gives up on an alarm that keeps throwing. */
  override async alarm(): Promise<void> {
    await this.#engine.watch(Date.now());
    const composed = compose(this.env);
    // Without settings nothing can be decided; the watchdog tries again until they are whole.
    if (!composed.ok) return;
    const { deps } = composed;
    try {
      const customerId = this.#store.customerId();
      if (customerId === null) return await this.#engine.sleep();
      await this.#engine.work({ deps, env: this.env, customerId });
    } catch (error) {
      deps.log.error("alarm_broke", error);
    }
  }

  #known(): Workplace | null {
    const customerId = this.#store.customerId();
    if (customerId !== null) this.#store.prepare(Date.now());
    return customerId === null ? null : { deps: this.#deps(), env: this.env, customerId };
  }

  #deps(): Deps {
    const composed = compose(this.env);
    // The routes refuse to serve without settings, so only an alarm can get here without, and that one looks first.
    if (!composed.ok) throw new Error("settings are incomplete");
    return composed.deps;
  }
}
