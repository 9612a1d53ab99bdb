// Anode's answer in Zero's form.

import { isFields, translate } from "./translate.ts";
import type { Call } from "./call.ts";
import type { Fields } from "./field.ts";

export type Answered =
  | {
      readonly kind: "answered";
      readonly body: Fields;
      /** What was asked for or promised by Zero and Anode does not have. */
      readonly gone: readonly string[];
    }
  /** It does not hold what Zero's documentation requires, and the bridge makes nothing up. */
  | { readonly kind: "unreadable"; readonly missing: readonly string[] };

/** What else is known of the question: see `Asked`. */
export interface Context {
  readonly question: Fields;
  readonly gone: ReadonlySet<string>;
  /** Milliseconds. */
  readonly now: number;
}

/** Reads what Anode answered to a call that was understood. */
export function answerZero(call: Call, body: unknown, { question, gone, now }: Context): Answered {
  if (!isFields(body)) return { kind: "unreadable", missing: ["an object"] };
  const left = new Set(gone);
  const missing: string[] = [];
  const answer = translate(call.answer, body, { to: "zero", question, answer: body, now, gone: left, missing });
  return missing.length === 0
    ? { kind: "answered", body: answer, gone: [...left].toSorted() }
    : { kind: "unreadable", missing };
}
