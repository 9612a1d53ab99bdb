// How often FlatPeak may be asked: not while it asks to be left alone, and not the same again within a quarter of an hour of
// hearing that there are no prices.

import type { Answer, Client } from "../client.ts";
import type { HttpRequest } from "../../platform/http.ts";
import type { NoPrices } from "./result.ts";

export interface PatienceDeps {
  /** Milliseconds. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<unknown>;
  /** The longest wait that FlatPeak may ask for and is waited for here (ms); a longer one is the caller's. */
  readonly maxWaitMs: number;
}

/** One call, and whether it may be made again where FlatPeak did not take it. */
export interface Request {
  readonly method: HttpRequest["method"];
  readonly path: string;
  readonly body?: unknown;
  /** It only reads, so that asking twice changes nothing. */
  readonly isRead: boolean;
}

export interface Patience {
  /** Makes the call when FlatPeak may be asked; one that only reads again where FlatPeak asked to wait. */
  call(request: Request): Promise<Answer>;
}

const BUDGET_MS = 15_000;
const MAX_TRIES = 3;

/** How long FlatPeak asked to be left alone (ms), or null where it did not. Its refusal of us is no such wish. */
const wishIn = (answer: Answer): number | null =>
  answer.kind === "unavailable" && answer.refusesUs !== true ? answer.retryAfter : null;

/**
 * Waits as FlatPeak asks to by `Retry-After`: whatever is asked next, by whomever, comes after that. Of what may count twice
 * no second attempt is made.
 */
export function createPatience(client: Client, { now, sleep, maxWaitMs }: PatienceDeps): Patience {
  let quietUntil = 0;

  return {
    async call({ method, path, body, isRead }) {
      for (let tries = 1; ; tries += 1) {
        const wait = quietUntil - now();
        if (wait > maxWaitMs)
          return { kind: "unavailable", why: "FlatPeak asked to wait", retryAfter: wait, isTooMuch: true };
        if (wait > 0) await sleep(wait);
        const answer = await client.call(method, path, BUDGET_MS, body);
        const wish = wishIn(answer);
        if (wish === null) return answer;
        quietUntil = Math.max(quietUntil, now() + wish);
        if (!isRead || tries >= MAX_TRIES || wish > maxWaitMs) return answer;
      }
    },
  };
}

/** FlatPeak's documentation ("Errors"): the same request no more often than once in this time. */
const QUARTER_MS = 15 * 60_000;
const MAX_REMEMBERED = 10_000;

export interface Remembered {
  readonly code: NoPrices;
  readonly until: number;
}

export interface Memory {
  /** What FlatPeak said of the same less than a quarter of an hour ago; null where it may be asked. */
  recall(key: string): Remembered | null;
  remember(key: string, code: NoPrices): Remembered;
}

/** Remembers where FlatPeak has no prices, by a key that says what was asked for. Bounded: the oldest is forgotten first. */
export function createMemory(now: () => number): Memory {
  const known = new Map<string, Remembered>();

  return {
    recall(key) {
      const found = known.get(key);
      if (found === undefined) return null;
      if (found.until > now()) return found;
      known.delete(key);
      return null;
    },
    remember(key, code) {
      const [oldest] = known.keys();
      if (oldest !== undefined && known.size >= MAX_REMEMBERED) known.delete(oldest);
      const entry = { code, until: now() + QUARTER_MS };
      known.delete(key);
      known.set(key, entry);
      return entry;
    },
  };
}
