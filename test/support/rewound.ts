// A virtual customer whose life is remembered, and who can be put back to an earlier instant of it.

import { restored, withoutMeanwhile } from "../../src/core/person/restored.ts";
import { step } from "../../src/core/step.ts";
import { VirtualCustomer } from "./virtual.ts";
import type { FlatPeakEvent } from "../../src/core/case/event.ts";
import type { CustomerState } from "../../src/core/state.ts";
import type { Ended } from "../../src/core/ended.ts";
import type { Effect, Input } from "../../src/core/step.ts";

interface Instant {
  readonly state: CustomerState;
  readonly at: number;
  /** How much was over by then. */
  readonly cases: number;
  readonly notifications: number;
}

/** The last of each number. */
const newest = <T extends { readonly no: number }>(all: readonly T[]): readonly T[] => [
  ...new Map(all.map((it) => [it.no, it])).values(),
];

export class Rewound extends VirtualCustomer {
  readonly #instants: Instant[] = [];
  #cases: Ended["cases"] = [];
  #notifications: Ended["notifications"] = [];
  /** Events that came while no way out let anything through. */
  #came: FlatPeakEvent[] = [];

  override input(input: Input): readonly Effect[] {
    const taken = step(this.state, input, this.now, this.settings);
    this.#end(taken.ended);
    this.state = taken.state;
    this.journal.push(...taken.journal);
    return taken.effects;
  }

  override event(event: FlatPeakEvent): void {
    if (this.isKeptBack) this.#came.push(event);
    super.event(event);
  }

  #end({ cases, notifications }: Ended): void {
    this.#cases = [...this.#cases, ...cases];
    this.#notifications = [...this.#notifications, ...notifications];
  }

  remember(): void {
    const [cases, notifications] = [this.#cases.length, this.#notifications.length];
    this.#instants.push({ state: this.state, at: this.now, cases, notifications });
  }

  /**
   * Goes back to the nth of what was remembered, the last one first; nowhere where there was none. All messages are held then.
   * `meanwhile`: what happens between that storage has gone back and that they are held, while no way out lets anything through.
   */
  putBack(nth = 0, meanwhile: () => void = () => {}): void {
    const instant = this.#instants.at(-1 - (nth % Math.max(1, this.#instants.length)));
    if (instant === undefined) return;
    const ended = {
      cases: newest(this.#cases.slice(instant.cases)),
      notifications: newest(this.#notifications.slice(instant.notifications)),
    };
    const [since, orderedAt] = [{ state: this.state, ended }, this.now];
    this.state = instant.state;
    this.isKeptBack = true;
    this.#came = [];
    meanwhile();
    this.isKeptBack = false;
    const came = this.#came;
    const state = withoutMeanwhile(this.state, orderedAt);
    const after = restored(state, since, { to: instant.at, at: this.now });
    this.#end(after.ended);
    this.state = after.state;
    this.journal.push(...after.journal);
    for (const event of came) this.event(event);
  }

  release(): void {
    this.input({ type: "messages_released" });
  }
}
