// What every customer's object can be asked about being forgotten, and what the fleet's index is to know of them. What forgets is loaded
// when it is first asked for.

import { Waking } from "../../alarm.ts";
import { depsOf } from "../../deps.ts";
import { currentTime } from "../../../platform/clock.ts";
import { allLines } from "../lines.ts";
import { noteInvitation, noteJourney, noteNumber } from "../rows/acquainted.ts";
import { isOver } from "../rows/tombstone.ts";
import type { CustomerLines } from "../../fleet/lines.ts";
import type { ErasableContract, Erasure, Readmission, Recorded } from "./contract.ts";
import type { Workplace } from "../workplace.ts";
import type { Tools } from "./erase.ts";

export abstract class Erasable extends Waking implements ErasableContract {
  protected abstract readonly tools: Tools;

  async erase(customerId: string): Promise<Erasure> {
    return this.#erase(customerId, null);
  }

  async eraseStandIn(locationId: string, until: number): Promise<boolean> {
    const { store } = this.tools;
    if (store.document === null && store.tombstone === null) return false;
    await this.#erase(locationId, until);
    return true;
  }

  lines(): CustomerLines | null {
    const { store } = this.tools;
    const customerId = store.customerId();
    return customerId === null ? null : allLines(store, this.placeOf(customerId));
  }

  isErased(): boolean {
    const { tombstone } = this.tools.store;
    return tombstone !== null && !isOver(tombstone, currentTime());
  }

  async record(customerId: string): Promise<Recorded> {
    const { record } = await import("./record.ts");
    return record(this.placeOf(customerId), this.tools.store);
  }

  async readmit(customerId: string): Promise<Readmission> {
    const { readmit } = await import("./erase.ts");
    return readmit(this.placeOf(customerId), this.tools);
  }

  noteNumber(name: string): boolean {
    return noteNumber(this.tools.store, name);
  }

  noteJourney(name: string): boolean {
    return noteJourney(this.tools.store, name, currentTime());
  }

  /** What the alarm goes on with where nobody is known: the others may have yet to forget somebody who was. */
  protected async goOnForgetting(): Promise<void> {
    const { tombstone } = this.tools.store;
    if (tombstone === null || tombstone.left === null) return this.wake.set(null);
    const { goOn } = await import("./erase.ts");
    return goOn({ deps: depsOf(this.env), env: this.env }, this.tools);
  }

  async eraseInvitation(id: string): Promise<void> {
    await this.#erase(id, null, true);
  }

  noteInvitation(id: string): boolean {
    return noteInvitation(this.tools.store, id);
  }

  async #erase(customerId: string, until: number | null, isAlone = false): Promise<Erasure> {
    const { erase } = await import("./erase.ts");
    return erase(this.placeOf(customerId), this.tools, { until, isAlone });
  }

  protected placeOf(customerId: string): Workplace {
    return { deps: depsOf(this.env), env: this.env, customerId };
  }
}
