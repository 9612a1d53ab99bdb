// An invitation to connect: made by the company, opened by a tap, taken back, and told of. The case that stands for it is the core's,
// and with it every message.

import { isRecent, lastResort, mayReuse } from "../../../core/link/reuse.ts";
import { isOfEpoch } from "../../../core/link/links.ts";
import { zoneOf } from "../../../core/read.ts";
import { languageFor } from "../../../text/language.ts";
import { changeContact } from "../operator/contact-change.ts";
import { linkOf } from "../links.ts";
import { noteJourney } from "../rows/acquainted.ts";
import { INVITATION } from "../rows/keys.ts";
import { journeyName } from "../../journey-pass.ts";
import { journeyAt } from "../../rooms.ts";
import { historyOf } from "../rows/history.ts";
import { closed, stateOf } from "./record.ts";
import type { LinkAnswer } from "../answers.ts";
import type { LinkSeat } from "../../../core/link/links.ts";
import type { InvitationOrder, InvitationStory, Made } from "./contract.ts";
import type { Invitation } from "./record.ts";
import type { StoredToken } from "../rows/document.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Turns, Workplace } from "../workplace.ts";

/** The case that stands for an invitation is the only one its object has. */
const NO = 1;
const TOKENS_KEPT = 5;

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

export class Invitations {
  readonly #store: CustomerStore;
  readonly #turns: Turns;
  #minting: Promise<StoredToken | null> | null = null;

  constructor(store: CustomerStore, turns: Turns) {
    this.#store = store;
    this.#turns = turns;
  }

  get #record(): Invitation | null {
    return this.#store.keys.get(INVITATION);
  }

  #put(it: Invitation): void {
    this.#store.keys.put(INVITATION, it);
  }

  /** Makes it, once; all of it is on disk when this resolves. */
  async make(place: Workplace, order: InvitationOrder): Promise<Made> {
    const { contact, tells, lasts, ...rest } = order;
    const known = this.#record;
    if (known !== null && known.digest !== order.digest) return { kind: "conflict" };
    const now = this.#turns.now(place.deps);
    const it = known ?? {
      ...rest,
      used: 0,
      counted: null,
      tokens: [],
      madeAt: now,
      expiresAt: now + lasts,
      openedAt: null,
      mintedAt: null,
      completedAt: null,
      locationId: null,
      revokedAt: null,
    };
    if (known === null) this.#put(it);
    const before = this.#store.load(place.customerId);
    // What broke off in the middle is finished by whoever asks again.
    if (before.lastCaseNo === 0) {
      await changeContact(place, this.#store, this.#turns, contact);
      const invited = { tells, until: it.expiresAt };
      await this.#turns.apply(place, { type: "invited", id: place.customerId, invited });
    }
    return { kind: known === null ? "made" : "known", link: await this.#link(place), expiresAt: it.expiresAt };
  }

  #link(place: Workplace): Promise<string> {
    const { linkEpoch: epoch } = this.#store.load(place.customerId).contact;
    return linkOf(place.deps, place.customerId, { purpose: "open", no: NO, epoch });
  }

  /** What a tap on its link should be answered with. `ended`: a token that FlatPeak knows no more. */
  async open(place: Workplace, { purpose, epoch }: LinkSeat, ended: string | null): Promise<LinkAnswer> {
    const it = this.#record;
    const now = this.#turns.now(place.deps);
    const { contact } = this.#store.load(place.customerId);
    const language = languageFor(contact);
    if (it === null || purpose !== "open" || !isOfEpoch(epoch, contact, null)) return { kind: "expired", language };
    const state = stateOf(it, now);
    if (state !== "open") return { kind: state === "completed" ? "all_good" : "expired", language };
    if (it.openedAt === null) this.#put({ ...it, openedAt: now });
    await this.#turns.apply(place, { type: "link_opened", caseNo: NO });
    if (ended !== null) this.#forget(ended);
    const held = this.#held(now);
    if (held === "used_up") return { kind: "expired", language };
    this.#minting ??= held === null ? this.#mint(place, epoch).finally(() => (this.#minting = null)) : null;
    const token = held ?? (await this.#minting);
    if (token === null) {
      await this.#turns.apply(place, { type: "tap_failed", caseNo: NO });
      return { kind: "unavailable", language };
    }
    const timeZone = zoneOf(this.#store.load(place.customerId), place.customerId);
    const about = { timeZone, supplierId: null, contractEnd: null, since: null, cause: null };
    return { kind: "redirect", token: token.token, language, about };
  }

  /** A token is not given out again; FlatPeak may still be asked for what it led to. */
  #forget(token: string): void {
    const it = this.#record;
    if (it === null) return;
    const tokens = it.tokens.map((each) => (each.token === token ? { ...each, expiresAt: 0 } : each));
    this.#put({ ...it, tokens });
  }

  /** The token that is given out again; null where another one is begun. */
  #held(now: number): StoredToken | "used_up" | null {
    const { tokens = [], uses = null, used = 0 } = this.#record ?? {};
    const last = tokens.at(-1);
    if (last !== undefined && mayReuse(last, now)) return last;
    if (uses !== null && used >= uses) return last !== undefined && last.expiresAt > now ? last : "used_up";
    return lastResort(
      tokens.filter((each) => isRecent(each, now)),
      now,
    );
  }

  async #mint(place: Workplace, epoch: number): Promise<StoredToken | null> {
    const { deps, customerId } = place;
    const { connectWebUrl, callbackUrl } = deps.config.link;
    const asked = this.#record;
    if (asked === null) return null;
    const minted = await deps.flatpeak.mintSession({
      ...asked.session,
      connect_url: asked.connectUrl ?? connectWebUrl,
      callback_url:
        asked.callbackUrl ?? callbackUrl ?? (await linkOf(deps, customerId, { purpose: "done", no: NO, epoch })),
    });
    if (minted.kind !== "minted") {
      deps.log.info("mint_failed", { why: minted.why, invitation: customerId });
      return null;
    }
    const now = this.#turns.now(deps);
    const held = { token: minted.token, mintedAt: now, expiresAt: now + minted.expiresIn };
    const name = await journeyName(minted.token);
    noteJourney(this.#store, name, deps.now());
    await journeyAt(place.env, name).beganBy(customerId, deps.now());
    const it = this.#record ?? asked;
    this.#put({
      ...it,
      used: it.used + 1,
      mintedAt: it.mintedAt ?? now,
      tokens: [...it.tokens, held].slice(-TOKENS_KEPT),
    });
    return held;
  }

  /** A session that it began is over, as FlatPeak says: what came of it is asked soon. */
  async sessionEnded(place: Workplace, token: string): Promise<void> {
    const it = this.#record;
    if (it === null || it.tokens.every((each) => each.token !== token)) return;
    const tokens = it.tokens.map((each) => (each.token === token ? { ...each, hasEnded: true as const } : each));
    this.#put({ ...it, tokens });
    await this.#turns.apply(place, { type: "invited_session_ended" });
  }

  /** Takes it back. False where it is over already. */
  async revoke(place: Workplace): Promise<boolean> {
    const it = this.#record;
    const now = this.#turns.now(place.deps);
    if (it === null || stateOf(it, now) !== "open") return false;
    this.#put(closed({ ...it, revokedAt: now }));
    await this.#turns.apply(place, { type: "invitation_withdrawn" });
    return true;
  }

  /** Its story, as the company reads it; null where there is none. */
  async story(place: Workplace): Promise<InvitationStory | null> {
    const it = this.#record;
    if (it === null) return null;
    const { notifications } = historyOf(this.#store, 50);
    const sent = notifications.filter(
      ({ kind, status, calledAt }) => kind === "notify" && calledAt !== null && status !== "failed",
    );
    const state = stateOf(it, this.#turns.now(place.deps));
    return {
      invitation_id: place.customerId,
      reference: it.reference,
      ...it.who,
      state,
      link: state === "open" ? await this.#link(place) : null,
      location_id: it.locationId,
      uses: it.uses,
      used: it.used,
      made_at: new Date(it.madeAt).toISOString(),
      expires_at: new Date(it.expiresAt).toISOString(),
      sent: sent.map(({ channel, status, calledAt }) => ({ channel, status, at: iso(calledAt) })),
      sent_at: iso(sent[0]?.calledAt ?? null),
      opened_at: iso(it.openedAt),
      minted_at: iso(it.mintedAt),
      completed_at: iso(it.completedAt),
      revoked_at: iso(it.revokedAt),
    };
  }
}
