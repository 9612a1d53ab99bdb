// FlatPeak's REST API as a transport: login, bearer, time limits, and what each failure means. Knows no resource.

import * as z from "zod/mini";
import { withSignal } from "../platform/within.ts";
import { TooLong, readLimited } from "./body.ts";

export type Answer =
  | { readonly kind: "ok"; readonly body: unknown }
  | { readonly kind: "not_found" }
  /** FlatPeak understood and will not do it; asking again changes nothing. */
  | { readonly kind: "refused"; readonly status: number; readonly code: string | null }
  | {
      readonly kind: "unavailable";
      readonly why: string;
      readonly retryAfter: number | null;
      /** FlatPeak did answer, with more than is read in one go: a question for less may do. */
      readonly tooLong?: boolean;
    };

export interface Client {
  /** One call. `budgetMs` bounds it whole, login included. */
  call(method: "GET" | "POST", path: string, budgetMs: number, body?: unknown): Promise<Answer>;
}

export interface ClientDeps {
  readonly apiUrl: string;
  readonly apiVersion: string;
  readonly accountId: string;
  readonly apiKey: string;
  readonly fetch: typeof fetch;
  readonly now: () => number;
}

const MAX_BODY_BYTES = 512 * 1_024;
/** A bearer is renewed this long before it ends, so that none ends on its way. */
const RENEW_BEFORE_MS = 60_000;

const loginShape = z.looseObject({
  bearer_token: z.string().check(z.minLength(1)),
  expires_in: z.number().check(z.positive()),
});
const errorShape = z.looseObject({ code: z.optional(z.string()) });

/** `Retry-After` in seconds or as a date, as milliseconds from `now`. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,6}$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

async function readJson(response: Response): Promise<unknown> {
  const text = await readLimited(response, MAX_BODY_BYTES);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isRedirect = ({ status }: Response): boolean => status >= 300 && status < 400;

const isDenied = (answer: Answer): boolean =>
  answer.kind === "refused" && (answer.status === 401 || answer.status === 403);

/** A client for one account. One instance per isolate; the bearer it holds lives as long as that. */
export function createClient(deps: ClientDeps): Client {
  let bearer: { readonly token: string; readonly until: number } | null = null;

  async function send(path: string, init: RequestInit, signal: AbortSignal): Promise<Answer> {
    const response = await deps.fetch(`${deps.apiUrl}${path}`, { ...init, redirect: "manual", signal });
    // A redirect is no answer of FlatPeak's, and following one would carry the bearer along.
    if (response.status < 200 || response.status === 429 || response.status >= 500 || isRedirect(response)) {
      const retryAfter = retryAfterMs(response.headers.get("Retry-After"), deps.now());
      await response.body?.cancel();
      return { kind: "unavailable", why: `FlatPeak answered ${response.status}`, retryAfter };
    }
    const body = await readJson(response);
    if (response.ok) {
      return body === undefined
        ? { kind: "unavailable", why: "FlatPeak answered without JSON", retryAfter: null }
        : { kind: "ok", body };
    }
    if (response.status === 404) return { kind: "not_found" };
    const error = errorShape.safeParse(body);
    return { kind: "refused", status: response.status, code: error.data?.code ?? null };
  }

  async function login(signal: AbortSignal): Promise<Answer | string> {
    if (bearer !== null && bearer.until > deps.now()) return bearer.token;
    const credentials = btoa(`${deps.accountId}:${deps.apiKey}`);
    const headers = { Authorization: `Basic ${credentials}`, "Flatpeak-Version": deps.apiVersion };
    const answer = await send("/login", { headers }, signal);
    if (answer.kind !== "ok") return answer;
    const read = loginShape.safeParse(answer.body);
    if (!read.success) return { kind: "unavailable", why: "FlatPeak's login gave no bearer", retryAfter: null };
    const life = Math.max(0, read.data.expires_in * 1_000 - RENEW_BEFORE_MS);
    bearer = { token: read.data.bearer_token, until: deps.now() + life };
    return bearer.token;
  }

  async function attempt(method: string, path: string, body: unknown, signal: AbortSignal): Promise<Answer> {
    const token = await login(signal);
    if (typeof token !== "string") return token;
    const headers: Record<string, string> = {
      Authorization: `Bearer ${token}`,
      "Flatpeak-Version": deps.apiVersion,
    };
    if (body === undefined) return send(path, { method, headers }, signal);
    headers["Content-Type"] = "application/json";
    return send(path, { method, headers, body: JSON.stringify(body) }, signal);
  }

  /** A bearer from earlier may have been revoked, so a denial brings one new login; one made for this call was not. */
  async function attemptTwice(method: string, path: string, body: unknown, signal: AbortSignal): Promise<Answer> {
    const hadBearer = bearer !== null;
    const first = await attempt(method, path, body, signal);
    if (!isDenied(first)) return first;
    bearer = null;
    const second = hadBearer ? await attempt(method, path, body, signal) : first;
    return isDenied(second) ? { kind: "unavailable", why: "FlatPeak refuses the API key", retryAfter: null } : second;
  }

  return {
    async call(method, path, budgetMs, body) {
      try {
        return await withSignal(budgetMs, (signal) => attemptTwice(method, path, body, signal));
      } catch (error) {
        // Refused connections, aborts and cut bodies all arrive here as exceptions of the platform.
        const why = error instanceof Error ? `${error.name} while asking FlatPeak` : "FlatPeak could not be asked";
        return { kind: "unavailable", why, retryAfter: null, tooLong: error instanceof TooLong };
      }
    },
  };
}
