// The fleet of the soak: customers whose tariff breaks, is told of, tapped on and repaired, again and again. Keeps the book
// of what was acknowledged and of every message that is due.

import { signedHeaders } from "../../src/dev/emulator/signing.ts";
import { chanceOf } from "../chaos/seed.ts";
import { breakHome } from "./homes.ts";
import { eventBody } from "./load.ts";
import type { SigningKey } from "../../src/dev/emulator/signing.ts";
import type { Tariff, WorldState } from "../../src/dev/emulator/world.ts";
import type { Chance } from "../chaos/seed.ts";

/** One customer, and where they are. */
export interface Member {
  readonly id: string;
  readonly phone: string;
  readonly tariff: Tariff;
  /** Ids of events that were acknowledged. */
  readonly acknowledged: Set<string>;
  /** `waits` for the message that is due; `rests` after a repair, and at first. */
  phase: "rests" | "waits" | "told";
  /** When the event that opened the case was posted (ms). */
  brokeAt: number;
  restsUntil: number;
  link: string | null;
  /** A tap was put off: once FlatPeak can be reached again, one more message brings the link that then works. */
  isPromised: boolean;
  /** An event is on its way: the next waits for its answer. */
  busy: boolean;
}

/** What is found out on the way. Times in milliseconds. */
export interface Book {
  readonly acks: number[];
  readonly lateness: number[];
  /** When each message came, and when it was due. */
  readonly told: { readonly at: number; readonly dueAt: number }[];
  readonly wrong: string[];
  posted: number;
  duplicates: number;
  messages: number;
  /** Deliveries of a message that had come before, under its own id: the backend tells those apart. */
  repeats: number;
  taps: number;
  /** Taps that were asked to come back, because FlatPeak did not answer in time. */
  putOff: number;
  repairs: number;
}

interface Post {
  readonly member: Member;
  readonly id: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** A repaired tariff stays whole for at least this long: FlatPeak's times are whole seconds. */
const REST_MS = 4_000;
/** The newest posts, to be sent once more. */
const KEPT = 500;
const MAX_PICKS = 1_000;

export class Fleet {
  readonly members: readonly Member[];
  readonly book: Book = {
    acks: [],
    lateness: [],
    told: [],
    wrong: [],
    posted: 0,
    duplicates: 0,
    messages: 0,
    repeats: 0,
    taps: 0,
    putOff: 0,
    repairs: 0,
  };
  readonly #byId: ReadonlyMap<string, Member>;
  readonly #byPhone: ReadonlyMap<string, Member>;
  readonly #key: SigningKey;
  readonly #dueAt: (member: Member) => number;
  readonly #chance: Chance;
  readonly #sent: Post[] = [];
  /** Ids of messages. */
  readonly #seen = new Set<string>();
  readonly #underway = new Set<Promise<void>>();

  constructor(at: {
    readonly world: WorldState;
    readonly key: SigningKey;
    readonly customers: number;
    /** When the message about a tariff that broke is to leave (ms). */
    readonly dueAt: (member: Member) => number;
    readonly seed: number;
  }) {
    this.#key = at.key;
    this.#dueAt = at.dueAt;
    this.#chance = chanceOf(at.seed, "soak");
    this.members = Array.from({ length: at.customers }, (_, no) => {
      const id = `cus_${this.#chance.hex(24)}`;
      const tariff = breakHome(at.world, id);
      tariff.status = "CONNECTED";
      const acknowledged = new Set<string>();
      const phone = `+4477009${String(no).padStart(5, "0")}`;
      return {
        id,
        phone,
        tariff,
        acknowledged,
        phase: "rests",
        brokeAt: 0,
        restsUntil: 0,
        link: null,
        isPromised: false,
        busy: false,
      };
    });
    this.#byId = new Map(this.members.map((it) => [it.id, it]));
    this.#byPhone = new Map(this.members.map((it) => [it.phone, it]));
  }

  /** One more event, or a copy of an earlier one: one in five. Does not wait for the answer. */
  next(origin: string): void {
    const copy = this.#chance.is(0.2) && this.#sent.length > 0 ? this.#chance.pick(this.#sent) : null;
    const work = copy === null ? this.#happen(origin) : this.#repeat(origin, copy);
    this.#underway.add(work);
    // What goes wrong is in the book; the promise itself never rejects.
    void work.finally(() => this.#underway.delete(work));
  }

  /** The tariff of the customer of this number breaks. Does not wait for the answer. */
  breakNext(origin: string, no: number): void {
    const member = this.members[no];
    if (member === undefined) throw new Error("there are no more customers");
    const work = this.#break(origin, member).catch((error: unknown) => this.#complain(String(error)));
    this.#underway.add(work);
    void work.finally(() => this.#underway.delete(work));
  }

  /** Resolves when every answer has come. */
  async settled(): Promise<void> {
    await Promise.all(this.#underway);
  }

  /** A message as the backend received it. */
  told(body: string): void {
    const { data } = JSON.parse(body) as { data: { notification_id: string; customer_id: string; link: string } };
    if (this.#seen.has(data.notification_id)) {
      this.book.repeats += 1;
      return;
    }
    this.#seen.add(data.notification_id);
    this.#heard(this.#byId.get(data.customer_id), data.link);
  }

  /** A text message as its provider received it. No key tells a repeat of it: one more is one too many. */
  toldBySms(form: string): void {
    const fields = new URLSearchParams(form);
    const member = this.#byPhone.get(fields.get("To") ?? "");
    this.#heard(member, /https:\S+/.exec(fields.get("Body") ?? "")?.[0] ?? "");
  }

  #heard(member: Member | undefined, link: string): void {
    this.book.messages += 1;
    if (member === undefined) return this.#complain("a message to a stranger");
    const isKept = member.phase === "told" && member.isPromised;
    member.isPromised = false;
    if (isKept) return;
    if (member.phase !== "waits") return this.#complain(`${member.id} was told and ${member.phase}`);
    const now = Date.now();
    const dueAt = this.#dueAt(member);
    this.book.lateness.push(now - dueAt);
    this.book.told.push({ at: now, dueAt });
    member.phase = "told";
    member.link = new URL(link).pathname;
  }

  /** FlatPeak was asked about a home, and answered. */
  answered(path: string): void {
    const customer = /^\/locations\/loc_([0-9a-f]+)\/status$/.exec(path)?.[1];
    const member = this.#byId.get(`cus_${customer ?? ""}`);
    if (member?.phase === "rests" && member.restsUntil === Infinity) member.restsUntil = Date.now() + REST_MS;
  }

  /** Customers at whose repaired home nobody looked. */
  unseen(): readonly string[] {
    return this.members.filter((it) => it.phase === "rests" && it.restsUntil === Infinity).map((it) => it.id);
  }

  /** Customers whose message has not come. */
  waiting(): readonly string[] {
    return this.members.filter((it) => it.phase === "waits").map((it) => it.id);
  }

  async #happen(origin: string): Promise<void> {
    const now = Date.now();
    let member = this.#chance.pick(this.members);
    let picks = 1;
    while (member.busy || (member.phase === "rests" && member.restsUntil > now)) {
      // Where nearly nobody is free, the server has stopped answering.
      if (picks++ > MAX_PICKS) return this.#complain("nobody is free for another event");
      member = this.#chance.pick(this.members);
    }
    member.busy = true;
    try {
      switch (member.phase) {
        case "rests":
          return await this.#break(origin, member);
        case "waits":
          return await this.#post(origin, member, "tariff.expired");
        case "told":
          if (this.#chance.is(0.7)) await this.#tap(origin, member);
          if (this.#chance.is(0.3)) return await this.#post(origin, member, "tariff.expired");
          member.tariff.status = "CONNECTED";
          member.phase = "rests";
          // One that breaks again before FlatPeak was asked was never repaired, as far as anybody can know.
          member.restsUntil = Infinity;
          this.book.repairs += 1;
          return await this.#post(origin, member, "connect_session.complete");
      }
    } catch (error) {
      this.#complain(String(error));
    } finally {
      member.busy = false;
    }
  }

  async #break(origin: string, member: Member): Promise<void> {
    member.tariff.status = "ERROR";
    member.phase = "waits";
    member.brokeAt = Date.now();
    await this.#post(origin, member, "tariff.expired");
  }

  async #post(origin: string, member: Member, type: string): Promise<void> {
    const body = eventBody(member.id, type);
    const { id } = JSON.parse(body) as { id: string };
    const bytes = Uint8Array.from(new TextEncoder().encode(body));
    const signed = await signedHeaders(this.#key, bytes, Math.floor(Date.now() / 1_000), "2025-09-14.anode");
    const post = { member, id, bytes, headers: { "Content-Type": "application/json", ...signed } };
    if ((await this.#send(origin, post)) !== "stored") return this.#complain(`${id} was not stored`);
    member.acknowledged.add(id);
    this.#sent.push(post);
    if (this.#sent.length > KEPT) this.#sent.shift();
  }

  async #repeat(origin: string, post: Post): Promise<void> {
    this.book.duplicates += 1;
    try {
      if ((await this.#send(origin, post)) !== "duplicate") this.#complain(`${post.id} was taken twice`);
    } catch (error) {
      this.#complain(String(error));
    }
  }

  async #send(origin: string, { bytes, headers }: Post): Promise<string> {
    this.book.posted += 1;
    const startedAt = performance.now();
    const response = await fetch(`${origin}/webhooks/flatpeak`, { method: "POST", headers, body: bytes });
    const text = await response.text();
    this.book.acks.push(performance.now() - startedAt);
    if (response.status !== 200) throw new Error(`${response.status} ${text}`);
    return (JSON.parse(text) as { status: string }).status;
  }

  async #tap(origin: string, member: Member): Promise<void> {
    const { link, id } = member;
    this.book.taps += 1;
    const response = await fetch(`${origin}${link ?? ""}`, { redirect: "manual" });
    await response.body?.cancel();
    member.isPromised = response.status === 503;
    if (member.isPromised) this.book.putOff += 1;
    else if (response.status !== 302) this.#complain(`the link of ${id} answered ${response.status}`);
  }

  #complain(what: string): void {
    this.book.wrong.push(what);
  }
}
