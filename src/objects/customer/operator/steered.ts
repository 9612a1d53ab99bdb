// What an operator may order of a customer's object.

import { Erasable } from "../erasure/erasable.ts";
import type { Workplace } from "../workplace.ts";
import type {
  OperatorOrder,
  Ordered,
  Repeated,
  RestoreOrder,
  RestorePrepared,
  Rewound,
  SteeredContract,
} from "./order.ts";

/** Orders are an operator's: no webhook and no tap loads how they are carried out. */
const orders = async () => import("./orders.ts");
const restoring = async () => import("./restoring.ts");

export abstract class Steered extends Erasable implements SteeredContract {
  async order(order: OperatorOrder): Promise<Ordered> {
    const { carryOut } = await orders();
    const place = this.#here();
    const { store, engine } = this.tools;
    return place === null ? "unknown" : carryOut(place, store, engine, order);
  }

  async repeat(notification: string): Promise<Repeated> {
    const { repeat } = await orders();
    const place = this.#here();
    const { store, engine } = this.tools;
    return place === null ? { kind: "unknown" } : repeat(place, store, engine, notification);
  }

  async caseLink(no: number): Promise<{ readonly link: string } | Exclude<Ordered, "done">> {
    const { caseLink } = await orders();
    const place = this.#here();
    return place === null ? "unknown" : caseLink(place, this.tools.store, no);
  }

  async prepareRestore(customerId: string, at: number): Promise<RestorePrepared> {
    return (await restoring()).prepareRestore(this.ctx, this.placeOf(customerId), this.tools, at);
  }

  async rewind(customerId: string, order: RestoreOrder): Promise<Rewound> {
    return (await restoring()).rewind(this.ctx, this.placeOf(customerId), this.tools.store, order);
  }

  async finishRestore(customerId: string, order: RestoreOrder): Promise<"restored" | "erased" | "not_yet"> {
    return (await restoring()).finishRestore(this.placeOf(customerId), this.tools, order);
  }

  /**
   * A link names a case that is not known here yet: storage was put back, and what happened since is still on its way. It is brought
   * before the link is answered.
   */
  protected async catchUp({ env, customerId }: Workplace): Promise<void> {
    const { deskOf } = await import("../../desks.ts");
    await (await deskOf(env, customerId)).goOnWith(customerId);
  }

  #here(): Workplace | null {
    const customerId = this.tools.store.customerId();
    return customerId === null ? null : this.placeOf(customerId);
  }
}
