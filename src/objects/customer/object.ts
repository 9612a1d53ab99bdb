// The Customer object: one per customer, and all that can be asked of it. The engine beside it does the work; what to do
// is the core's business.

import { Wishing } from "./visit/wishing.ts";
import { Engine } from "./engine.ts";
import { CustomerStore } from "./rows/store.ts";
import { hearLateWord } from "./effects/late-words.ts";
import { hearReply } from "./effects/replies.ts";
import { advanceClock } from "./operator/test-clock.ts";
import { receive } from "./receive.ts";
import { Visits } from "./visit/visits.ts";
import type { Incoming, Receipt } from "./incoming.ts";
import type {
  CustomerContract,
  HeardReply,
  WordFacts,
  LateWord,
  Story,
  DoneAnswer,
  LinkAnswer,
  LinkErrand,
  OverviewAnswer,
  TariffAnswer,
} from "./contract.ts";
import type { Tools } from "./erasure/erase.ts";
import type { Hearing } from "../phone/contract.ts";
import type { Case } from "../../core/state.ts";
import type { Workplace } from "./workplace.ts";
import type { LinkSeat } from "../../core/link/links.ts";
import type { Invitations } from "./invitation/invitation.ts";
import type { TariffWish } from "../../core/link/overview.ts";

const GONE: LinkAnswer = { kind: "expired", language: null };

export class Customer extends Wishing implements CustomerContract {
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
    if (place === null) return GONE;
    if (seat.no > this.#store.load(place.customerId).lastCaseNo) await this.catchUp(place);
    return this.#visits.open(place, seat, ended, errand);
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

  protected override caseBehind(place: Workplace, seat: LinkSeat): Case | null {
    return this.#visits.caseBehind(this.#store.load(place.customerId), seat, this.#engine.now(place.deps));
  }

  protected override invitations(): Promise<Invitations> {
    return this.#visits.invitations();
  }

  #place(): Workplace | null {
    const customerId = this.#store.customerId();
    return customerId === null ? null : this.placeOf(customerId);
  }
}
