// What a customer may say of our messages by a link, and the company for them: later, no more, and as before; of all, or of one tariff.

import { linkName, mayUndo } from "../../../core/link/links.ts";
import { Inviting } from "../invitation/inviting.ts";
import { changeContact } from "../operator/contact-change.ts";
import { mayBeTold } from "../rows/tombstone.ts";
import { quiet, silenceOf, snooze } from "./silence.ts";
import type { LinkSeat } from "../../../core/link/links.ts";
import type { QuietWord } from "../../../core/link/own.ts";
import type { StopBy } from "../../../core/person/optout.ts";
import type { Case } from "../../../core/state.ts";
import type { Input } from "../../../core/step.ts";
import type { CompanyWord, Silence, WordTaken } from "../contract.ts";
import type { Workplace } from "../workplace.ts";

export abstract class Wishing extends Inviting {
  /** The case that a link leads to; null once it has ended. */
  protected abstract caseBehind(place: Workplace, seat: LinkSeat): Case | null;

  async snooze(seat: LinkSeat, day: string | null): Promise<WordTaken | null> {
    const place = this.#place();
    if (place === null || this.caseBehind(place, seat) === null) return null;
    const { store, engine } = this.tools;
    const done = await snooze(place, engine, store.load(place.customerId), day);
    if (done) await this.passOn({ type: "snoozed", until: store.load(place.customerId).snooze?.until ?? null });
    return { ...this.#silence(place, seat), done };
  }

  silence(seat: LinkSeat, tariffId: string | null = null): Silence | null {
    const place = this.#place();
    return place === null ? null : this.#silence(place, seat, tariffId);
  }

  async quiet(seat: LinkSeat, tariffId: string, wish: QuietWord): Promise<WordTaken | null> {
    const place = this.#place();
    if (place === null || this.#silence(place, seat, tariffId).own === null) return null;
    const { store, engine } = this.tools;
    const done = await quiet(place, engine, store.load(place.customerId), { seat, tariffId, wish });
    return { ...this.#silence(place, seat, tariffId), done };
  }

  async stop(by: StopBy, seat: LinkSeat): Promise<Silence | null> {
    return this.#wish({ type: "opted_out", by, link: linkName(seat) }, seat);
  }

  async start(seat: LinkSeat): Promise<Silence | null> {
    const place = this.#place();
    if (place === null) return null;
    const { contact } = this.tools.store.load(place.customerId);
    const isAlive = this.caseBehind(place, seat) !== null;
    if (!mayUndo(contact, isAlive, this.tools.engine.now(place.deps))) return this.#silence(place, seat);
    return this.#wish({ type: "opted_in", by: "page", link: linkName(seat) }, seat);
  }

  async endReplies(): Promise<Silence | null> {
    const place = this.#place();
    return place === null ? null : this.#wish({ type: "replies_ended", heardAt: place.deps.now() }, null);
  }

  async #wish(input: Input, seat: LinkSeat | null): Promise<Silence | null> {
    const place = this.#place();
    if (place === null) return null;
    await this.tools.engine.apply(place, input);
    await this.passOn(input);
    return this.#silence(place, seat);
  }

  /** `seat` is the link it is asked by; null where nobody asks by one. */
  #silence(place: Workplace, seat: LinkSeat | null, tariffId: string | null = null): Silence {
    const state = this.tools.store.load(place.customerId);
    const now = this.tools.engine.now(place.deps);
    const behind = seat === null ? null : this.caseBehind(place, seat);
    return silenceOf(state, seat === null ? null : { seat, behind }, now, tariffId);
  }

  async setContact(customerId: string, change: CompanyWord): Promise<Silence | null> {
    const place = this.placeOf(customerId);
    if (!mayBeTold(this.tools.store, customerId, place.deps.now())) return null;
    await changeContact(place, this.tools.store, this.tools.engine, change);
    return this.#silence(place, null);
  }

  #place(): Workplace | null {
    const customerId = this.tools.store.customerId();
    return customerId === null ? null : this.placeOf(customerId);
  }
}
