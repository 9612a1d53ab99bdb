// FlatPeak's bearer: one login for however many calls wait for it, and none while it is known that FlatPeak refuses us.

import { fieldsOf, textOf } from "./truth/facts.ts";
import { shared } from "../platform/shared.ts";
import { withSignal } from "../platform/within.ts";
import type { Unavailable } from "./refusal.ts";

/** Where it is kept for all isolates that FlatPeak refuses our account. Never throws. */
export interface Standing {
  /**
   * Asked before a login. `trial`: FlatPeak refuses us, and this login is to find out whether it still does; or nobody could say.
   */
  enter(): Promise<
    | { readonly kind: "go"; readonly trial: boolean }
    | { readonly kind: "away"; readonly for: number; readonly why: string }
  >;
  refused(why: string): Promise<void>;
  /** FlatPeak did what it was asked to, after it had refused us. False where nobody could be told. */
  taken(): Promise<boolean>;
}

export interface Bearer {
  readonly token: string;
  /** Made for the call that got it. */
  readonly isFresh: boolean;
}

export interface Bearers {
  /** A bearer that does not end on its way, or why there is none. */
  take(): Promise<Bearer | Unavailable>;
  /** Lets go of one that FlatPeak did not take; another one stays, and is then given. */
  drop(token: string): string | null;
  /** FlatPeak did what it was asked to with this one. Told where it may stand that it refuses us. */
  worked(token: string): Promise<void>;
}

interface BearerDeps {
  readonly standing: Standing;
  readonly now: () => number;
  /** `GET /login`: the body of its answer, or why there is none. */
  readonly login: (signal: AbortSignal) => Promise<{ readonly kind: "ok"; readonly body: unknown } | Unavailable>;
}

const LOGIN_BUDGET_MS = 4_000;
/** A bearer is renewed this long before it ends, so that none ends on its way. */
const RENEW_BEFORE_MS = 60_000;
/** FlatPeak's documentation has an hour; where it does not say, a bearer is not kept for as long. */
const DEFAULT_LIFE_MS = 600_000;
/** Good news that nobody could be told is told again after this long. */
const TELL_AGAIN_MS = 60_000;

/** The life of a bearer (ms) by `expires_in`, in seconds. */
function lifeOf(expiresIn: unknown): number {
  const seconds = typeof expiresIn === "string" ? Number(expiresIn) : expiresIn;
  return typeof seconds === "number" && seconds > 0 ? seconds * 1_000 : DEFAULT_LIFE_MS;
}

/** The bearers of one account. One instance per isolate; what it holds lives as long as that. */
export function createBearers({ standing, now, login }: BearerDeps): Bearers {
  let held: { readonly token: string; readonly until: number } | null = null;
  /** From when it is to be told that FlatPeak takes us (ms); null where nobody waits to hear it. */
  let newsFrom: number | null = null;

  async function logIn(): Promise<string | Unavailable> {
    const entry = await standing.enter();
    if (entry.kind === "away") {
      return { kind: "unavailable", why: entry.why, retryAfter: entry.for, refusesUs: true };
    }
    if (entry.trial) newsFrom = now();
    const answer = await withSignal(LOGIN_BUDGET_MS, login);
    if (answer.kind !== "ok") return answer;
    const { bearer_token, expires_in } = fieldsOf(answer.body);
    const token = textOf(bearer_token);
    if (token === null) return { kind: "unavailable", why: "FlatPeak's login gave no bearer", retryAfter: null };
    held = { token, until: now() + Math.max(0, lifeOf(expires_in) - RENEW_BEFORE_MS) };
    return token;
  }

  const loggingIn = shared(logIn, LOGIN_BUDGET_MS + 500);

  return {
    async take() {
      if (held !== null && held.until > now()) return { token: held.token, isFresh: false };
      const token = await loggingIn.join();
      if (token === null) return { kind: "unavailable", why: "FlatPeak's login did not answer", retryAfter: null };
      return typeof token === "string" ? { token, isFresh: true } : token;
    },
    drop(token) {
      if (held?.token === token) held = null;
      return held?.token ?? null;
    },
    async worked(token) {
      // What an older one was good for was so before the refusal.
      if (newsFrom === null || newsFrom > now() || held?.token !== token) return;
      newsFrom = null;
      if (!(await standing.taken())) newsFrom ??= now() + TELL_AGAIN_MS;
    },
  };
}
