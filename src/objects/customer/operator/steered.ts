// What an operator may order of a customer's object.

import { Erasable } from "../erasure/erasable.ts";
import { snoozeEnd } from "../../../core/person/snooze.ts";
import { caseOf, isOpen } from "../../../core/read.ts";
import type { Input } from "../../../core/step.ts";
import type { CustomerState } from "../../../core/state.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { OperatorOrder, Ordered, SteeredContract } from "./order.ts";

/** What an order about a case comes to; one that was carried out before stays so. */
function aboutCase(store: CustomerStore, state: CustomerState, no: number, input: Input): Input | Ordered {
  const living = caseOf(state, no);
  if (living !== undefined && isOpen(living)) return input;
  const past = store.past.caseOf(no);
  if (past === null) return "unknown";
  return input.type === "case_closed" && past.end?.how === "closed" ? "done" : "impossible";
}

function inputOf(order: OperatorOrder, store: CustomerStore, state: CustomerState, now: number): Input | Ordered {
  switch (order.kind) {
    case "close_case":
      return aboutCase(store, state, order.case, { type: "case_closed", caseNo: order.case });
    case "advance_case":
      return aboutCase(store, state, order.case, { type: "case_advanced", caseNo: order.case });
    case "snooze": {
      if (order.day === null) return { type: "snoozed", until: null };
      const until = snoozeEnd(state, order.day, now);
      return until === null ? "impossible" : { type: "snoozed", until };
    }
    case "resolve": {
      const it = state.notifications.find(({ id }) => id === order.notification);
      // Most that is asked about is settled already, and was never in doubt.
      if (it === undefined || it.status !== "uncertain") return "impossible";
      return { type: "delivery_resolved", no: it.no, arrived: order.arrived };
    }
  }
}

export abstract class Steered extends Erasable implements SteeredContract {
  async order(order: OperatorOrder): Promise<Ordered> {
    const { store, engine } = this.tools;
    const customerId = store.customerId();
    if (customerId === null) return "unknown";
    const place = this.placeOf(customerId);
    const input = inputOf(order, store, store.load(customerId), engine.now(place.deps));
    if (typeof input === "string") return input;
    await engine.apply(place, input);
    return "done";
  }
}
