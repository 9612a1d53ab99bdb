// Calls to others over HTTP: within a time limit, no redirect followed, no more of a body read than its reader is ready for.

import { withSignal } from "./within.ts";

export interface CallDeps {
  readonly fetch: typeof fetch;
  /** Milliseconds. */
  readonly now: () => number;
}

/** What was asked for in one request. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came back: the status, as much of the body as was wanted, and how long we are asked to wait (ms). */
export interface HttpAnswer {
  readonly kind: "answered";
  readonly status: number;
  readonly text: string;
  readonly retryAfter: number | null;
  /** Why the rest of the body was not read: it was longer than wanted, or the connection broke. Null where there is no rest. */
  readonly cut: { readonly by: unknown } | null;
}

/** No status came back. The request may have been taken all the same. */
export interface Lost {
  readonly kind: "lost";
  readonly why: "timed out" | "not reached";
}

export interface CallLimits {
  readonly ms: number;
  /** Of the body, by its status; the rest is not read. */
  readonly bytes: number | ((status: number) => number);
}

/** The body is longer than its reader was ready to take. */
export class TooLong extends Error {
  override readonly name = "TooLong";
}

/** Nobody is waited for any longer than this, whatever they ask for: a mistake of theirs must not stop our work for days. */
const MAX_RETRY_AFTER_MS = 4 * 3_600_000;

/**
 * `Retry-After`, in seconds or as a date (RFC 9110), as milliseconds from `now`, four hours at most; null when it says
 * nothing of use.
 */
export function retryAfterOf(headers: Headers, now: number): number | null {
  const header = headers.get("Retry-After")?.trim();
  if (header === undefined) return null;
  if (/^\d+$/.test(header)) return Math.min(Number(header) * 1_000, MAX_RETRY_AFTER_MS);
  // `Date.parse` takes nearly any text for a date, so only the form that RFC 9110 prescribes is read.
  const at = header.endsWith(" GMT") ? Date.parse(header) : NaN;
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - now), MAX_RETRY_AFTER_MS);
}

/** What was read of a body. */
export interface BodyStart {
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
  readonly cut: HttpAnswer["cut"];
}

/** Whoever is ready for more than this reads in large pieces: in the runtime's own, of some kilobytes, a megabyte takes long. */
const BULK_BYTES = 1_048_576;
const PIECE_BYTES = 262_144;

/** What workerd adds to the readers of its own streams, which those of any body are; other runtimes have no such thing. */
interface BulkReader {
  readAtLeast(
    bytes: number,
    into: Uint8Array<ArrayBuffer>,
  ): Promise<{ readonly done: boolean; readonly value?: Uint8Array<ArrayBuffer> }>;
  cancel(): Promise<void>;
}

const hasBulk = typeof ReadableStreamBYOBReader !== "undefined" && "readAtLeast" in ReadableStreamBYOBReader.prototype;

/** A body in large pieces, the last of them excepted. */
async function* bulkOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader({ mode: "byob" }) as unknown as BulkReader;
  try {
    for (;;) {
      const { value, done } = await reader.readAtLeast(PIECE_BYTES, new Uint8Array(PIECE_BYTES));
      if (value !== undefined && value.byteLength > 0) yield value;
      if (done) return;
    }
  } finally {
    await reader.cancel();
  }
}

/** The first `maxBytes` of a body. The length it claims is not trusted. What breaks while it is read is returned. */
export async function readStart(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  maxBytes: number,
): Promise<BodyStart> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let left = maxBytes;
  try {
    if (maxBytes <= 0) await body?.cancel();
    else {
      const all = body !== null && hasBulk && maxBytes > BULK_BYTES ? bulkOf(body) : (body ?? []);
      for await (const piece of all) {
        pieces.push(piece.subarray(0, left));
        left -= piece.byteLength;
        if (left < 0) return { pieces, cut: { by: new TooLong(`longer than ${maxBytes} bytes`) } };
      }
    }
    return { pieces, cut: null };
  } catch (by) {
    return { pieces, cut: { by } };
  }
}

function textOf(pieces: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return pieces.map((piece) => decoder.decode(piece, { stream: true })).join("") + decoder.decode();
}

/**
 * One request, given up by `signal`. Once a status came back it is an answer, even where the body broke off. Throws what the
 * network throws before that.
 */
export async function ask(
  { fetch, now }: CallDeps,
  url: string,
  request: HttpRequest,
  { signal, bytes }: { readonly signal: AbortSignal; readonly bytes: CallLimits["bytes"] },
): Promise<HttpAnswer> {
  const response = await fetch(url, { ...request, redirect: "manual", signal });
  const { status, headers } = response;
  const { pieces, cut } = await readStart(response.body, typeof bytes === "number" ? bytes : bytes(status));
  return { kind: "answered", status, text: textOf(pieces), retryAfter: retryAfterOf(headers, now()), cut };
}

/** What most answers need: long enough for a slow provider, and the beginning of what it says. */
const LIMITS: CallLimits = { ms: 10_000, bytes: 4_096 };

/** The same within its own time limit. Never throws for what the network or whoever is called can cause. */
export async function call(
  deps: CallDeps,
  url: string,
  request: HttpRequest,
  limits: CallLimits = LIMITS,
): Promise<HttpAnswer | Lost> {
  try {
    return await withSignal(limits.ms, (signal) => ask(deps, url, request, { signal, bytes: limits.bytes }));
  } catch (error) {
    // The message of a platform's error may quote the URL; its name says enough.
    const timedOut = error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
    return { kind: "lost", why: timedOut ? "timed out" : "not reached" };
  }
}

/** 2xx. */
export const isOk = (status: number): boolean => status >= 200 && status < 300;

/** The address or the key we ask with is not the right one: nothing that another request could change. */
export const isAddressOrKeyWrong = (status: number): boolean =>
  status < 200 || (status >= 300 && status < 400) || [401, 403, 404, 405].includes(status);
