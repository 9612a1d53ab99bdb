// Notices to the company that runs this: said once in the log, once to its backend where it has one, and where people look, if it
// named such a place. Each object that has something to say keeps its own.

import { OUTWARD_EVENTS } from "../../core/announce/events.ts";
import { Alerts } from "../alerts/alerts.ts";
import { NoticeStore } from "./notice.ts";
import type { OutwardEvent } from "../../core/announce/events.ts";
import type { SweepPlace } from "../alerts/ways.ts";
import type { Alarm } from "../alarm.ts";
import type { Deps } from "../../setup/compose.ts";
import type { GatePlace } from "../../setup/env.ts";
import type { Notice } from "./notice.ts";

/** What is no event that can be chosen always goes. */
const isWanted = (type: Notice["type"], chosen: readonly OutwardEvent[]): boolean => {
  const known = OUTWARD_EVENTS.find((it) => it === type);
  return known === undefined || chosen.includes(known);
};

export class Notices {
  /** The same troubles, where people look. */
  readonly alerts: Alerts;
  readonly #store: NoticeStore;
  readonly #env: GatePlace & SweepPlace;
  readonly #alarm: Alarm;
  readonly #alsoAt: () => number | null;

  /** `alsoAt`: when the object is woken for something else (ms); null for never. */
  constructor(
    { storage }: DurableObjectState,
    env: GatePlace & SweepPlace,
    alarm: Alarm,
    alsoAt: () => number | null = () => null,
  ) {
    this.#store = new NoticeStore(storage);
    this.alerts = new Alerts(storage);
    this.#env = env;
    this.#alarm = alarm;
    this.#alsoAt = alsoAt;
  }

  /** Owes a notice; on disk with whatever else this turn writes. The caller then arms. */
  owe(deps: Deps, notice: Notice): void {
    const now = deps.now();
    const what = notice.type.replace(".", "_");
    // What is impaired is nobody's fault here, and works for everybody else; so does what FlatPeak added to its pages.
    if (notice.type === "flatpeak.impaired" || notice.type === "connect.unknown_page") deps.log.info(what, notice.data);
    else deps.log.error(what, null, notice.data);
    if (deps.backend === null || !isWanted(notice.type, deps.config.eventsOut)) return;
    this.#store.save([...this.#store.owed(), { ...notice, at: now, attempt: 0, dueAt: now, triedAt: null }]);
  }

  /** What waits for the backend to be open again need wait no longer. The caller then arms. */
  hurry(deps: Deps): void {
    const owed = this.#store.owed();
    if (owed.length > 0) this.#store.save(owed.map((it) => ({ ...it, dueAt: deps.now() })));
  }

  /** Sets the alarm of the object to when the next attempt is due, or whatever else it is woken for. */
  arm(): Promise<void> {
    return this.#alarm.set(this.dueAt());
  }

  /** When the next attempt is due, or whatever else the object is woken for (ms); null for neither. */
  dueAt(): number | null {
    const times = [...this.#store.owed().map((it) => it.dueAt), this.alerts.dueAt(), this.#alsoAt()];
    const due = times.filter((it) => it !== null);
    return due.length === 0 ? null : Math.min(...due);
  }

  /** Says what is due, and arms for what is left. */
  async sayDue(deps: Deps): Promise<void> {
    // What breaks in one keeps nothing from the other.
    const done = await Promise.allSettled([this.#say(deps), this.alerts.tellDue(deps, this.#env)]);
    for (const it of done) if (it.status === "rejected") throw it.reason;
    await this.arm();
  }

  async #say(deps: Deps): Promise<void> {
    if (this.#store.owed().length === 0) return;
    const { sayNotices } = await import("./say.ts");
    await sayNotices(this.#env, this.#store, deps);
  }
}
