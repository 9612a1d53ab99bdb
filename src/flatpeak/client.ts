// FlatPeak's REST API as a transport: bearer, time limits, and what each failure means. Knows no resource but its own list
// of events, which it asks for where only an answer about us can tell whom a refusal is about.

import { withSignal } from "../platform/within.ts";
import { createBearers } from "./bearer.ts";
import { TooLong, ask, isOk } from "../platform/http.ts";
import { jsonOf } from "../platform/json.ts";
import { readRefusal } from "./refusal.ts";
import type { CallDeps, HttpRequest } from "../platform/http.ts";
import type { Bearer, Standing } from "./bearer.ts";
import type { RefusalScope, Unavailable } from "./refusal.ts";

interface Refused {
  readonly kind: "refused";
  /** Never about us: that is `unavailable`. */
  readonly scope: Exclude<RefusalScope, "account">;
  readonly status: number;
  readonly code: string | null;
}

export type Answer =
  | { readonly kind: "ok"; readonly body: unknown }
  | { readonly kind: "not_found" }
  /** FlatPeak understood and will not do it; asking again changes nothing. */
  | Refused
  | Unavailable;

export interface Client {
  /** One call. `budgetMs` bounds it whole, login included. */
  call(method: HttpRequest["method"], path: string, budgetMs: number, body?: unknown): Promise<Answer>;
}

export interface ClientDeps extends CallDeps {
  readonly apiUrl: string;
  readonly apiVersion: string;
  readonly accountId: string;
  readonly apiKey: string;
  /** Left out: nobody else is told, or asked, whether FlatPeak takes us. */
  readonly standing?: Standing;
  /** The longest answer that is read. Left out: half a mebibyte, more than any answer about a home. */
  readonly maxBytes?: number;
}

/** What FlatPeak answered to one request, before it is clear whom a refusal is about. */
type Sent =
  | Exclude<Answer, Refused>
  | { readonly kind: "refused"; readonly scope: RefusalScope; readonly status: number; readonly code: string | null };

const MAX_BODY_BYTES = 512 * 1_024;
/** A question about us that names nobody's home. */
const ABOUT_US = "/events?limit=1";
/** How long an answer to it holds for other refusals. */
const ABOUT_US_HOLDS_MS = 30_000;

const ALONE: Standing = {
  enter: () => Promise.resolve({ kind: "go", trial: false }),
  refused: () => Promise.resolve(),
  taken: () => Promise.resolve(true),
};

/** No answer of FlatPeak's: one of a server that broke or is busy, or a redirect, which would carry the bearer along. */
const isNoAnswer = (status: number): boolean =>
  status < 200 || (status >= 300 && status < 400) || status === 429 || status >= 500;

const isDenied = (status: number): boolean => status === 401 || status === 403;

const nameOf = ({ code, status }: { readonly code: string | null; readonly status: number }): string =>
  code ?? String(status);

/** A client for one account. One instance per isolate; the bearer it holds lives as long as that. */
export function createClient(deps: ClientDeps): Client {
  const { standing = ALONE, maxBytes = MAX_BODY_BYTES } = deps;
  const bytesOf = (status: number): number => (isNoAnswer(status) ? 0 : maxBytes);
  /** The bearer that FlatPeak last did something for which names nobody's home, and when. */
  let proven: { readonly token: string; readonly at: number } | null = null;

  async function send(path: string, request: HttpRequest, signal: AbortSignal): Promise<Sent> {
    const answer = await ask(deps, `${deps.apiUrl}${path}`, request, { signal, bytes: bytesOf });
    const { status, text, retryAfter, cut } = answer;
    if (isNoAnswer(status)) {
      return { kind: "unavailable", why: `FlatPeak answered ${status}`, retryAfter, isTooMuch: status === 429 };
    }
    // Half an answer says nothing.
    if (cut !== null) throw cut.by;
    const body = jsonOf(text);
    // FlatPeak speaks JSON. What does not was said by something in between, and is no word about anything.
    if (body === undefined && !isDenied(status)) {
      return { kind: "unavailable", why: `FlatPeak answered ${status} without JSON`, retryAfter: null };
    }
    if (isOk(status)) return { kind: "ok", body };
    if (status === 404) return { kind: "not_found" };
    return { kind: "refused", status, ...readRefusal(body) };
  }

  /** FlatPeak refuses us: all isolates are to know, and the company. */
  async function refusedUs(why: string, code: string | null = null): Promise<Unavailable> {
    await standing.refused(why);
    const as = code === null ? {} : { code };
    return { kind: "unavailable", why: `FlatPeak refuses us: ${why}`, retryAfter: null, refusesUs: true, ...as };
  }

  const bearers = createBearers({
    standing,
    now: deps.now,
    async login(signal) {
      const credentials = btoa(`${deps.accountId}:${deps.apiKey}`);
      const headers = { Authorization: `Basic ${credentials}`, "Flatpeak-Version": deps.apiVersion };
      const answer = await send("/login", { method: "GET", headers }, signal);
      if (answer.kind === "ok" || answer.kind === "unavailable") return answer;
      // A login names nothing but us.
      return refusedUs(`login ${answer.kind === "not_found" ? "not_found" : nameOf(answer)}`);
    },
  });

  async function sendAs(
    token: string,
    method: HttpRequest["method"],
    path: string,
    body: unknown,
    signal: AbortSignal,
  ): Promise<Sent> {
    const headers: Record<string, string> = {
      Authorization: `Bearer ${token}`,
      "Flatpeak-Version": deps.apiVersion,
    };
    if (body === undefined) return send(path, { method, headers }, signal);
    headers["Content-Type"] = "application/json";
    return send(path, { method, headers, body: JSON.stringify(body) }, signal);
  }

  /** A refusal that does not say whom it is about: FlatPeak is asked something about us alone. */
  async function isAboutUs(token: string, status: number, signal: AbortSignal): Promise<boolean | Unavailable> {
    const isProven = proven?.token === token && deps.now() - proven.at < ABOUT_US_HOLDS_MS;
    // A bearer may have been revoked since it was last good: of 401 and 403 no earlier proof says anything.
    if (isProven && !isDenied(status)) return false;
    const answer = await sendAs(token, "GET", ABOUT_US, undefined, signal);
    if (answer.kind === "unavailable") return answer;
    if (answer.kind === "refused") return true;
    proven = { token, at: deps.now() };
    return false;
  }

  /** One attempt with this bearer. Null where it is to be made again with another one. */
  async function attempt(
    { token, isFresh }: Bearer,
    method: HttpRequest["method"],
    path: string,
    body: unknown,
    signal: AbortSignal,
  ): Promise<Answer | null> {
    const answer = await sendAs(token, method, path, body, signal);
    if (answer.kind === "unavailable") return answer;
    if (answer.kind === "refused") {
      const { scope, status, code } = answer;
      const isClear = !isDenied(status) && (scope === "home" || scope === "not_yet");
      const aboutUs = scope === "account" ? true : isClear ? false : await isAboutUs(token, status, signal);
      if (typeof aboutUs !== "boolean") return aboutUs;
      if (aboutUs) {
        // It comes late: FlatPeak has given us another one since. Told now, it would stand until that one ends, and no login is needed.
        if (bearers.drop(token) !== null) return null;
        // A bearer from earlier may have been revoked; one made for this call was not.
        return isDenied(status) && !isFresh ? null : refusedUs(nameOf(answer), code);
      }
      await bearers.worked(token);
      return { kind: "refused", scope: scope === "account" ? "unreadable" : scope, status, code };
    }
    await bearers.worked(token);
    return answer;
  }

  async function judged(
    method: HttpRequest["method"],
    path: string,
    body: unknown,
    signal: AbortSignal,
  ): Promise<Answer> {
    const first = await bearers.take();
    if ("kind" in first) return first;
    const answer = await attempt(first, method, path, body, signal);
    if (answer !== null) return answer;
    const second = await bearers.take();
    if ("kind" in second) return second;
    const other = await attempt({ ...second, isFresh: true }, method, path, body, signal);
    return other ?? { kind: "unavailable", why: "FlatPeak does not take the bearer it gave", retryAfter: null };
  }

  return {
    async call(method, path, budgetMs, body) {
      try {
        return await withSignal(budgetMs, (signal) => judged(method, path, body, signal));
      } catch (error) {
        // Refused connections, aborts and cut bodies all arrive here as exceptions of the platform.
        const why = error instanceof Error ? `${error.name} while asking FlatPeak` : "FlatPeak could not be asked";
        const timedOut = error instanceof Error && error.name === "TimeoutError";
        return { kind: "unavailable", why, retryAfter: null, tooLong: error instanceof TooLong, timedOut };
      }
    },
  };
}
