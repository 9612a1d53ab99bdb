// The Gate object: one per way out, asked before its provider is called. Keeps to the pace that the provider bears, and lets
// nobody through while the provider refuses our account or sender: no customer's address is to blame for that. Before FlatPeak
// the same holds of homes; whether it refuses us is asked there before a login only. What the pace knows lives in memory:
// after a restart it is found out again.

import { Waking } from "../alarm.ts";
import { depsOf } from "../deps.ts";
import { currentTime } from "../../platform/clock.ts";
import { contactLookup } from "../../channels/contact-lookup/outside.ts";
import { Notices } from "../notices/notices.ts";
import { HEALTHY, faded, fadesAt, hear, knock } from "../../core/gate/breaker.ts";
import { forgetting } from "../../core/gate/forget.ts";
import { Backlog } from "../../core/gate/backlog.ts";
import { Pace } from "../../core/gate/pace.ts";
import { DAY } from "../../core/time.ts";
import { customerAt, locationAt } from "../rooms.ts";
import type { BacklogReport } from "../../core/gate/backlog.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Door, Health, GateWord } from "../../core/gate/breaker.ts";
import type { Over } from "../../core/gate/pace.ts";
import type { GateContract, Way, Entry, GateReport, Caller } from "./contract.ts";

const KEY = "health";
const EVENTS_STOPPED = "events stopped";
const KEPT_BACK = "kept back";
/** Who is kept back tries again so soon; that they may is said to nobody. */
const KEPT_BACK_MS = 60_000;
/** What Connect had that our pages do not know, and when that was told (ms). */
interface Told {
  readonly what: string;
  readonly at: number;
}
const UNKNOWN_PAGES = "unknown_pages";
/** A day. More than so many different things say that all of Connect has changed, which is told by then. */
const MAX_UNKNOWN_PAGES = 20;
const OPEN: Door = { kind: "go", isWatched: false };
/** Somebody may have tapped a link: FlatPeak is tried again this often, however long it has refused us. */
const FLATPEAK_TRIAL_MS = 60_000;
const longestOf = (way: Way): number => (way === "flatpeak" ? FLATPEAK_TRIAL_MS : Infinity);
/** A permit that counts for nothing. */
const UNCOUNTED = 0;

/** How many a second a way takes at most, where that is known before it is tried. */
function mostPerSecond(way: Way, { paceOf }: Deps): number {
  if (way === "flatpeak") return Infinity;
  return way === "contact_lookup" ? contactLookup.pace : paceOf(way);
}

export class Gate extends Waking implements GateContract {
  readonly #notices = new Notices(this.ctx, this.env, this.wake, () => fadesAt(this.#health));
  #pace: Pace | null = null;
  readonly #backlog = new Backlog();
  /** Runs only while somebody waits in line. */
  #timer: ReturnType<typeof setTimeout> | null = null;
  #health: Health = this.ctx.storage.kv.get<Health>(KEY) ?? HEALTHY;
  /** Customers whose storage is being put back. */
  #keptBack = this.ctx.storage.kv.get<readonly string[]>(KEPT_BACK) ?? [];

  async enter(way: Way, { who, isAhead, ask }: Caller): Promise<Entry> {
    const isKeptBack = ask.back?.kind === "customer" && this.#keptBack.includes(ask.back.name);
    if (isKeptBack) return { kind: "away", for: KEPT_BACK_MS, why: "closed" };
    const door = way === "flatpeak" ? OPEN : await this.knock(way, who, isAhead);
    if (door.kind === "away") return { ...door, why: "closed" };
    if (isAhead) return { kind: "go", permit: UNCOUNTED, isWatched: door.isWatched };
    const now = depsOf(this.env).now();
    const turn = this.#paceOf(way).take(now, ask);
    if (turn.kind === "away") this.#backlog.sentAway(ask.key, ask.dueAt, now + turn.for);
    else this.#backlog.letThrough(ask.key, ask.dueAt, now);
    this.#callNext(way);
    return turn.kind === "go" ? { ...turn, isWatched: door.isWatched } : { ...turn, why: "busy" };
  }

  async leave(way: Way, permit: number, over: Over, said: GateWord | null): Promise<void> {
    this.#paceOf(way).over(depsOf(this.env).now(), permit, over);
    this.#callNext(way);
    if (said !== null) await this.hear(way, said);
  }

  keepBack(customerId: string, isKeptBack: boolean): void {
    if (this.#keptBack.includes(customerId) === isKeptBack) return;
    const others = this.#keptBack.filter((it) => it !== customerId);
    this.#keptBack = isKeptBack ? [...others, customerId] : others;
    this.ctx.storage.kv.put(KEPT_BACK, this.#keptBack);
  }

  async knock(way: Way, who: string | null, isAhead: boolean): Promise<Door> {
    const deps = depsOf(this.env);
    const { health, door, hasOpened } = knock(
      this.#health,
      { who, isAhead },
      { now: deps.now(), longest: longestOf(way) },
    );
    this.#save(health);
    if (hasOpened) await this.#noteOpened(deps, way);
    return door;
  }

  async hear(way: Way, said: GateWord): Promise<void> {
    const deps = depsOf(this.env);
    const now = deps.now();
    const before = fadesAt(this.#health);
    const { health, notices, hasOpened } = hear(this.#health, said, { now, longest: longestOf(way) });
    this.#save(health);
    for (const { type, why } of notices) {
      const id = `ntc_${way}_${now}_${type}`;
      const ofFlatPeak = type === "channel.closed" ? "account.refused" : "flatpeak.impaired";
      if (way === "flatpeak") this.#notices.owe(deps, { id, type: ofFlatPeak, data: { why } });
      else this.#notices.owe(deps, { id, type, data: { channel: way, why } });
    }
    if (hasOpened) return this.#noteOpened(deps, way);
    const isAlert = health.closed !== null && this.#alert(deps, way, health.closed.why);
    if (isAlert || notices.length > 0 || fadesAt(health) !== before) await this.#notices.arm();
  }

  async noteUnknownPage(what: string): Promise<void> {
    const deps = depsOf(this.env);
    const now = deps.now();
    const told = (this.ctx.storage.kv.get<readonly Told[]>(UNKNOWN_PAGES) ?? []).filter((it) => now - it.at < DAY);
    if (told.length >= MAX_UNKNOWN_PAGES || told.some((it) => it.what === what)) return;
    this.ctx.storage.kv.put(UNKNOWN_PAGES, [...told, { what, at: now }]);
    this.#notices.owe(deps, {
      id: `ntc_connect_${now}_${told.length}`,
      type: "connect.unknown_page",
      data: { page: what },
    });
    await this.#notices.arm();
  }

  eventsStoppedAt(): number | null {
    return this.ctx.storage.kv.get<number>(EVENTS_STOPPED) ?? null;
  }

  stopEvents(isStopped: boolean): void {
    const { log, now } = depsOf(this.env);
    if (!isStopped) this.ctx.storage.kv.delete(EVENTS_STOPPED);
    else if (this.ctx.storage.kv.get(EVENTS_STOPPED) === undefined) {
      this.ctx.storage.kv.put(EVENTS_STOPPED, now());
      log.error("events_stopped_by_backend", null);
    }
  }

  forget(who: readonly string[]): void {
    this.#save(forgetting(this.#health, who));
  }

  report(): GateReport {
    const { closed, impaired } = this.#health;
    if (closed === null) return { closed, impaired };
    const { since, why, trials, trialAt } = closed;
    return { closed: { since, why, trials, trialAt }, impaired };
  }

  backlog(): BacklogReport {
    return this.#backlog.report(currentTime());
  }

  /** Tells the operator, and forgets whom a refusal met that was not heard of again. */
  protected override doDue(deps: Deps): Promise<void> {
    this.#save(faded(this.#health, deps.now()));
    return this.#notices.sayDue(deps);
  }

  /** Word of the backend's own trouble, which waited here for its end, can go now. */
  async #noteOpened(deps: Deps, way: Way): Promise<void> {
    deps.log.info("channel_open_again", { channel: way });
    this.#notices.hurry(deps);
    this.#alert(deps, way, null);
    await this.#notices.arm();
  }

  /** The way is closed, for a reason; or, with null, open again. True where that is news. */
  #alert(deps: Deps, way: Way, why: string | null): boolean {
    const isThere = why !== null;
    return this.#notices.alerts.note(
      deps,
      way === "flatpeak"
        ? { isThere, key: way, type: "account.refused", facts: { why } }
        : { isThere, key: way, type: "channel.closed", facts: { channel: way, why } },
    );
  }

  /** Wakes those there is room for, now and when there is. A call that is lost is made good by their own alarm. */
  #callNext(way: Way): void {
    const { log, now } = depsOf(this.env);
    const pace = this.#paceOf(way);
    const called = pace.call(now());
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const roomAt = pace.roomAt(now());
    if (roomAt !== null) this.#timer = setTimeout(() => this.#callNext(way), roomAt - now());
    for (const { back, key } of called) {
      const call = back.kind === "customer" ? customerAt(this.env, back.name) : locationAt(this.env, back.name);
      this.ctx.waitUntil(call.yourTurn(key).catch((error: unknown) => log.error("turn_not_told", error, { way })));
    }
  }

  #paceOf(way: Way): Pace {
    this.#pace ??= new Pace(mostPerSecond(way, depsOf(this.env)));
    return this.#pace;
  }

  #save(health: Health): void {
    if (health === this.#health) return;
    this.#health = health;
    this.ctx.storage.kv.put(KEY, health);
  }
}
