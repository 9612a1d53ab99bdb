// One call to a provider: within a time limit, no redirect followed, no more of the answer read than its beginning.

import { withSignal } from "../platform/within.ts";

export interface CallDeps {
  readonly fetch: typeof fetch;
  /** Milliseconds. */
  readonly now: () => number;
}

/** What a provider said: its status, as much of the body as was wanted, and how long it asks to wait (ms). */
export interface Answer {
  readonly kind: "answered";
  readonly status: number;
  readonly text: string;
  readonly retryAfter: number | null;
}

/** No status came back. The provider may have taken the request all the same. */
export interface Lost {
  readonly kind: "lost";
  readonly why: "timed out" | "not reached";
}

export interface CallLimits {
  readonly ms: number;
  /** Of the body; the rest is not read. */
  readonly bytes: number;
}

const LIMITS: CallLimits = { ms: 10_000, bytes: 4_096 };

/** Nobody is waited for any longer than this, whatever they ask for: a slip of their pen must not park the work. */
const MAX_RETRY_AFTER_MS = 4 * 3_600_000;

/**
 * `Retry-After`, in seconds or as a date (RFC 9110), as milliseconds from `now`, four hours at most; null when it says
 * nothing of use.
 */
export function retryAfterOf(headers: Headers, now: number): number | null {
  const header = headers.get("Retry-After")?.trim();
  if (header === undefined) return null;
  if (/^\d+$/.test(header)) return Math.min(Number(header) * 1_000, MAX_RETRY_AFTER_MS);
  // Date.parse makes a date of nearly anything.
  const at = header.endsWith(" GMT") ? Date.parse(header) : NaN;
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - now), MAX_RETRY_AFTER_MS);
}

/** The beginning of a body as text. Where the rest never comes, what came: the status has been heard and stands alone. */
async function readStart(response: Response, bytes: number): Promise<string> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let left = bytes;
  try {
    if (left <= 0) await response.body.cancel();
    else {
      for await (const chunk of response.body) {
        text += decoder.decode(chunk.subarray(0, left), { stream: true });
        left -= chunk.byteLength;
        if (left <= 0) break;
      }
    }
  } catch {
    return text;
  }
  return text;
}

/** Makes the call. Never throws for what the network or the provider can cause. */
export async function call(
  deps: CallDeps,
  url: string,
  init: { readonly method: "POST"; readonly headers: Readonly<Record<string, string>>; readonly body: string },
  limits: CallLimits = LIMITS,
): Promise<Answer | Lost> {
  try {
    return await withSignal(limits.ms, async (signal) => {
      const response = await deps.fetch(url, { ...init, redirect: "manual", signal });
      const text = await readStart(response, limits.bytes);
      return {
        kind: "answered",
        status: response.status,
        text,
        retryAfter: retryAfterOf(response.headers, deps.now()),
      };
    });
  } catch (error) {
    // The message of a platform's error may quote the URL; its name says enough.
    const timedOut = error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
    return { kind: "lost", why: timedOut ? "timed out" : "not reached" };
  }
}

/** The JSON in an answer; undefined when it holds none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** 2xx. */
export const isOk = (status: number): boolean => status >= 200 && status < 300;
/** The provider's door is elsewhere, or closed to our key: nothing that another message could change. */
export const isWrongDoor = (status: number): boolean =>
  status < 200 || (status >= 300 && status < 400) || [401, 403, 404, 405].includes(status);
