// An outside that serves so many calls a second, one after the other, as a provider under load does: what waits for its turn
// waits, and what has given up is served all the same. Keeps the book of what that came to.

import { lapse } from "../chaos/wait.ts";
import type { Call } from "../chaos/loopback.ts";

/** What was asked of an outside, and what came of it. Times in ms since 1970. */
export interface OutsideBook {
  /** When each call came. */
  readonly made: number[];
  /** When each answer was given, and whether anybody was still there to hear it. */
  readonly answered: { readonly at: number; readonly isUsed: boolean }[];
}

export interface Outside {
  readonly rate: number;
  /** When it serves the first (ms since 1970). */
  readonly opensAt: number;
  readonly book: OutsideBook;
  /** Waits for the turn of a call, and gives what `work` does then. */
  serve(call: Call, work: () => Promise<Response>): Promise<Response>;
}

/** Serves `rate` calls a second, none in the first `downMs`. */
export function outsideOf(rate: number, downMs: number): Outside {
  const book: OutsideBook = { made: [], answered: [] };
  const opensAt = Date.now() + downMs;
  let freeAt = opensAt;
  return {
    rate,
    opensAt,
    book,
    async serve(call, work) {
      const now = Date.now();
      book.made.push(now);
      freeAt = Math.max(freeAt, now) + 1_000 / rate;
      await lapse(Math.max(0, freeAt - now));
      const isUsed = !call.hasHungUp();
      const answer = await work();
      book.answered.push({ at: Date.now(), isUsed });
      return answer;
    },
  };
}

/** How many of these instants fall in each span of `ms`, from `from` to `to`. */
export const perSpan = (times: readonly number[], from: number, to: number, ms: number): readonly number[] =>
  Array.from({ length: Math.max(0, Math.floor((to - from) / ms)) }, (_, no) => {
    const start = from + no * ms;
    return times.filter((it) => it >= start && it < start + ms).length;
  });

/** The settings by which messages go out as text messages, their provider served at `origin`. */
export const bySms = (origin: string): Readonly<Record<string, string>> => ({
  CHANNEL_ORDER: "sms",
  SMS_MAX: "20",
  TWILIO_API_URL: origin,
  TWILIO_ACCOUNT_SID: `AC${"5".repeat(32)}`,
  TWILIO_AUTH_TOKEN: "soak-twilio-auth-token-0000000000",
  TWILIO_FROM: "+441632960999",
  // What it takes is to be found out by its answers.
  SMS_PER_SECOND: "100",
});
