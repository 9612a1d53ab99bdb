// A virtual customer whose life is remembered, and who can be put back to an earlier instant of it.

import { restored } from "../../src/core/person/restored.ts";
import { step } from "../../src/core/step.ts";
import { VirtualCustomer } from "./virtual.ts";
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

  override input(input: Input): readonly Effect[] {
    const taken = step(this.state, input, this.now, this.settings);
    this.#end(taken.ended);
    this.state = taken.state;
    this.journal.push(...taken.journal);
    return taken.effects;
  }

  #end({ cases, notifications }: Ended): void {
    this.#cases = [...this.#cases, ...cases];
    this.#notifications = [...this.#notifications, ...notifications];
  }

  remember(): void {
    const [cases, notifications] = [this.#cases.length, this.#notifications.length];
    this.#instants.push({ state: this.state, at: this.now, cases, notifications });
  }

  /** Goes back to the nth of what was remembered, the last one first; nowhere where there was none. All messages are held then. */
  putBack(nth = 0): void {
    const instant = this.#instants.at(-1 - (nth % Math.max(1, this.#instants.length)));
    if (instant === undefined) return;
    const ended = {
      cases: newest(this.#cases.slice(instant.cases)),
      notifications: newest(this.#notifications.slice(instant.notifications)),
    };
    const after = restored(instant.state, { state: this.state, ended }, { to: instant.at, at: this.now });
    this.#end(after.ended);
    this.state = after.state;
    this.journal.push(...after.journal);
  }

  release(): void {
    this.input({ type: "messages_released" });
  }
}
