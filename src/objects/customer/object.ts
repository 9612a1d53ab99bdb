// The Customer object: one per customer, and all that can be asked of it. The engine beside it does the work; what to do
// is the core's business.

import { Inviting } from "./invitation/inviting.ts";
import { linkName, mayUndo } from "../../core/link/links.ts";
import { changeContact } from "./operator/contact-change.ts";
import { Engine } from "./engine.ts";
import { CustomerStore } from "./rows/store.ts";
import { mayBeTold } from "./rows/tombstone.ts";
import { hearLateWord } from "./effects/late-words.ts";
import { hearReply } from "./effects/replies.ts";
import { silenceOf } from "./visit/silence.ts";
import { advanceClock } from "./operator/test-clock.ts";
import { receive } from "./receive.ts";
import { Visits } from "./visit/visits.ts";
import type { StopBy } from "../../core/person/optout.ts";
import type { Input } from "../../core/step.ts";
import type { Incoming, Receipt } from "./incoming.ts";
import type {
  CustomerContract,
  Silence,
  HeardReply,
  WordFacts,
  LateWord,
  Story,
  DoneAnswer,
  LinkAnswer,
  LinkErrand,
  OverviewAnswer,
  TariffAnswer,
  CompanyWord,
} from "./contract.ts";
import type { Tools } from "./erasure/erase.ts";
import type { Hearing } from "../phone/contract.ts";
import type { Workplace } from "./workplace.ts";
import type { LinkSeat } from "../../core/link/links.ts";
import type { Invitations } from "./invitation/invitation.ts";
import type { TariffWish } from "../../core/link/overview.ts";

const GONE: LinkAnswer = { kind: "expired", language: null };

export class Customer extends Inviting implements CustomerContract {
  readonly #store = new CustomerStore(this.ctx.storage);
  readonly #engine = new Engine(this.wake, this.#store);
  #visits = new Visits(this.#store, this.#engine);
  protected override readonly tools: Tools = {
    alarm: this.wake,
    store: this.#store,
    engine: this.#engine,
    // What is remembered of links and tokens goes as well.
    onBuried: () => (this.#visits = new Visits(this.#store, this.#engine)),
  };

  async receive(customerId: string, incoming: Incoming): Promise<Receipt> {
    return receive(this.placeOf(customerId), this.#store, this.#engine, incoming);
  }

  async openLink(seat: LinkSeat, ended: string | null = null, errand?: LinkErrand): Promise<LinkAnswer> {
    const place = this.#place();
    return place === null ? GONE : this.#visits.open(place, seat, ended, errand);
  }

  async openTariff(seat: LinkSeat, wish: TariffWish, ended: string | null = null): Promise<LinkAnswer> {
    const place = this.#place();
    return place === null ? GONE : this.#visits.openTariff(place, seat, wish, ended);
  }

  async noteDisconnecting(seat: LinkSeat, wish: TariffWish | null): Promise<void> {
    const place = this.#place();
    if (place !== null) await this.#visits.noteDisconnecting(place, seat, wish);
  }

  async tariff(seat: LinkSeat, tariffId: string): Promise<TariffAnswer | null> {
    const place = this.#place();
    return place === null ? null : this.#visits.tariff(place, seat, tariffId);
  }

  wasTapped({ no }: LinkSeat): boolean {
    return this.#place() !== null && (this.#store.past.caseOf(no)?.tappedAt ?? null) !== null;
  }

  async finishSession(seat: LinkSeat): Promise<DoneAnswer | null> {
    const place = this.#place();
    return place === null ? null : this.#visits.finish(place, seat);
  }

  async overview(seat: LinkSeat, page = 1): Promise<OverviewAnswer | null> {
    const place = this.#place();
    return place === null ? null : this.#visits.overview(place, seat, page);
  }

  async snooze(seat: LinkSeat, day: string | null): Promise<(Silence & { readonly done: boolean }) | null> {
    const place = this.#place();
    const done = place === null ? null : await this.#visits.snooze(place, seat, day);
    if (place === null || done === null) return null;
    if (done) await this.passOn({ type: "snoozed", until: this.#store.load(place.customerId).snooze?.until ?? null });
    return { ...this.#silence(place, seat), done };
  }

  silence(seat: LinkSeat): Silence | null {
    const place = this.#place();
    return place === null ? null : this.#silence(place, seat);
  }

  async stop(by: StopBy, seat: LinkSeat): Promise<Silence | null> {
    return this.#wish({ type: "opted_out", by, link: linkName(seat) }, seat);
  }

  async start(seat: LinkSeat): Promise<Silence | null> {
    const place = this.#place();
    if (place === null) return null;
    const { contact } = this.#store.load(place.customerId);
    if (!mayUndo(contact, this.#isAlive(place, seat), this.#engine.now(place.deps))) return this.#silence(place, seat);
    return this.#wish({ type: "opted_in", by: "page", link: linkName(seat) }, seat);
  }

  async endReplies(): Promise<Silence | null> {
    const place = this.#place();
    return place === null ? null : this.#wish({ type: "replies_ended", heardAt: place.deps.now() }, null);
  }

  async #wish(input: Input, seat: LinkSeat | null): Promise<Silence | null> {
    const place = this.#place();
    if (place === null) return null;
    await this.#engine.apply(place, input);
    await this.passOn(input);
    return this.#silence(place, seat);
  }

  #isAlive(place: Workplace, seat: LinkSeat): boolean {
    const state = this.#store.load(place.customerId);
    return this.#visits.caseBehind(state, seat, this.#engine.now(place.deps)) !== null;
  }

  async endLinks(): Promise<boolean> {
    const place = this.#place();
    if (place === null) return false;
    await this.#engine.apply(place, { type: "links_ended" });
    return true;
  }

  async hearReply(wish: HeardReply): Promise<Hearing> {
    const place = this.#place();
    return place === null ? "not_theirs" : hearReply(place, this.#store, this.#engine, wish);
  }

  async leaveLocation(locationId: string, owner: string): Promise<void> {
    const place = this.#place();
    if (place !== null) await this.#engine.leave(place, locationId, owner);
  }

  async reportDelivery(word: LateWord): Promise<WordFacts | null> {
    const place = this.#place();
    return place === null ? null : hearLateWord(place, this.#store, this.#engine, word);
  }

  /** `seat` is the link it is asked by; null where nobody asks by one. */
  #silence(place: Workplace, seat: LinkSeat | null): Silence {
    const isAlive = seat !== null && this.#isAlive(place, seat);
    return silenceOf(this.#store.load(place.customerId), seat !== null, isAlive, this.#engine.now(place.deps));
  }

  async setContact(customerId: string, change: CompanyWord): Promise<Silence | null> {
    const place = this.placeOf(customerId);
    if (!mayBeTold(this.#store, customerId, place.deps.now())) return null;
    await changeContact(place, this.#store, this.#engine, change);
    return this.#silence(place, null);
  }

  async hold(held: boolean): Promise<boolean> {
    const place = this.#place();
    if (place === null) return false;
    await this.#engine.apply(place, { type: held ? "messages_held" : "messages_released" });
    return true;
  }

  async story(): Promise<Story | null> {
    // Told to operators alone, so that no webhook loads how it is told.
    const { storyOf } = await import("./operator/story-now.ts");
    const place = this.#place();
    if (place === null) return null;
    return storyOf(place, this.#store, this.#engine);
  }

  clock(): number | null {
    const deps = this.#place()?.deps;
    return deps === undefined ? null : this.#engine.now(deps);
  }

  async advanceClock(ms: number, from?: number): Promise<number | null> {
    const place = this.#place();
    if (place === null) return null;
    const now = this.#engine.now(place.deps);
    return advanceClock(this.#engine, place, Math.max(0, (from ?? now) + ms - now));
  }

  async yourTurn(key: string): Promise<void> {
    const place = this.#place();
    if (place === null) return;
    // The call may overtake the answer that sent it away.
    await this.#engine.atRest();
    await this.#engine.work(place, { type: "turn_came", key });
  }

  protected override async doDue(): Promise<void> {
    const place = this.#place();
    if (place !== null) return this.#engine.work(place);
    await this.goOnForgetting();
  }

  protected override invitations(): Promise<Invitations> {
    return this.#visits.invitations();
  }

  #place(): Workplace | null {
    const customerId = this.#store.customerId();
    return customerId === null ? null : this.placeOf(customerId);
  }
}
