// The Desk object: what operators changed, and restores that are under way. Sixteen of them share the load. What it does is loaded with the
// first thing that is asked of it: no webhook and no tap asks for any.

import { Waking } from "../alarm.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Begun, Change, ChangeKey, DeskContract, RestoreDone, TrailEntry, TrailQuery } from "./contract.ts";
import type { DeskWork } from "./work.ts";

export class Desk extends Waking implements DeskContract {
  #kept: DeskWork | null = null;

  async begin(change: Change, key: ChangeKey | null): Promise<Begun> {
    return (await this.#work()).trail.begin(change, key);
  }

  async settle(id: string, status: number, key: ChangeKey | null, answer: string | null): Promise<void> {
    (await this.#work()).trail.settle(id, status, key, answer);
  }

  async count(what: Change, status: 401 | 403): Promise<void> {
    return (await this.#work()).trail.count(what, status);
  }

  async list(query: TrailQuery): Promise<readonly TrailEntry[]> {
    return (await this.#work()).trail.list(query);
  }

  async forget(about: string, pseudonym: string): Promise<number> {
    return (await this.#work()).trail.forget(about, pseudonym);
  }

  async restore(customerId: string, at: number): Promise<RestoreDone> {
    return (await this.#work()).restores.restore(customerId, at);
  }

  async goOnWith(customerId: string): Promise<void> {
    return (await this.#work()).restores.goOnWith(customerId);
  }

  protected override async doDue(deps: Deps): Promise<void> {
    return (await this.#work()).doDue(deps);
  }

  async #work(): Promise<DeskWork> {
    const { DeskWork: Work } = await import("./work.ts");
    this.#kept ??= new Work(this.ctx.storage, this.wake, this.env);
    return this.#kept;
  }
}
