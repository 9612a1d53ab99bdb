// The Decision object: one, outside of every jurisdiction, so that it is found whatever the settings say. Keeps what a deployment
// decided for good.

import { Answering } from "../answering.ts";
import type { DecisionContract, Jurisdiction } from "./contract.ts";

const KEY = "decided";

interface Decided {
  readonly jurisdiction: Jurisdiction;
}

export class Decision extends Answering implements DecisionContract {
  decided(): Decided | null {
    return this.#read();
  }

  decide(jurisdiction: Jurisdiction): Decided {
    const before = this.#read();
    if (before !== null) return before;
    this.ctx.storage.kv.put(KEY, { jurisdiction });
    return { jurisdiction };
  }

  #read(): Decided | null {
    return this.ctx.storage.kv.get<Decided>(KEY) ?? null;
  }
}
