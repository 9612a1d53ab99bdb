// What a Journey keeps: a head, and the last steps, each by itself since one may hold thousands of suppliers.

import type { LinkPass } from "../journey-pass.ts";
import type { Action, Reply } from "../../flatpeak/connect/page.ts";
import type { Language } from "../../text/language.ts";
import type { JourneyHome, Step } from "./contract.ts";

/** A step, and what was sent from it: the same once more is not sent again. */
export interface KeptStep extends Step {
  readonly sent: string | null;
}

export interface Head {
  /** The token to go on with. */
  readonly token: string;
  /** The number of the step that is shown. */
  readonly no: number;
  /** `lost`: an answer did not come, and FlatPeak must be asked where the conversation stands. `busy`: try again, nothing was taken. */
  readonly trouble: "none" | "busy" | "lost" | "ended" | "over";
  /** The step whose answer is `lost`. */
  readonly awaited: number | null;
  readonly link: LinkPass | null;
  readonly home: JourneyHome;
  readonly language: Language | null;
  /** What was last typed on each page, by FlatPeak's name of it: it stands there again when the page comes again. */
  readonly typed: Readonly<Record<string, string>>;
}

/** As far back as a browser's history is followed. */
const KEPT_STEPS = 12;
/** Actions that lead on to another page and change nothing. */
const FORWARD: readonly Action[] = ["EDIT", "RECONNECT", "PROVIDER_MISSING", "TARIFF_MISSING", "ADDRESS_CHANGE"];
/** Actions after which there is no session any more. */
const LAST: readonly Action[] = ["CLOSE", "DISCONNECT", "SAVE"];
const HEAD = "head";
const keyOf = (no: number): string => `step:${no}`;

export class JourneyStore {
  readonly #kv: DurableObjectStorage["kv"];

  constructor({ kv }: DurableObjectStorage) {
    this.#kv = kv;
  }

  head(): Head | null {
    return this.#kv.get<Head>(HEAD) ?? null;
  }

  saveHead(head: Head): void {
    this.#kv.put(HEAD, head);
  }

  step(no: number): KeptStep | null {
    return this.#kv.get<KeptStep>(keyOf(no)) ?? null;
  }

  /** Whether the session ends by what was sent from this step. */
  isLast(no: number | null): boolean {
    const sent = no === null ? null : (this.step(no)?.sent ?? null);
    const reply = sent === null ? null : (JSON.parse(sent) as Reply);
    return reply?.kind === "action" && LAST.includes(reply.action);
  }

  /** How the kept pages up to this one were last answered on the way forward, by FlatPeak's names of them. */
  repliesUpTo(no: number): ReadonlyMap<string, Reply> {
    const replies = new Map<string, Reply>();
    for (let at = Math.max(1, no - KEPT_STEPS); at <= no; at++) {
      const step = this.step(at);
      if (step === null || step.sent === null) continue;
      const reply = JSON.parse(step.sent) as Reply;
      if (reply.kind === "data" || (reply.kind === "action" && FORWARD.includes(reply.action))) {
        replies.set(step.turn.wireRoute, reply);
      }
    }
    return replies;
  }

  /** Keeps a step, and forgets the one that is too long ago. */
  saveStep(step: KeptStep): void {
    this.#kv.put(keyOf(step.no), step);
    this.#kv.delete(keyOf(step.no - KEPT_STEPS));
  }
}
