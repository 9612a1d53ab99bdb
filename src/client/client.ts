// A typed client of /v1 for programs of the company: `flatpeak-reconnect/client`. Its types are those of the declarations that the API is
// made from; at run time it is a `fetch` and nothing else, in whatever has one.

import type { BY_NAME } from "../web/operator/shapes/all.ts";
import type { AnswerOf, Call, GivenBody, GivenParams, GivenQuery } from "../web/operator/shapes/call.ts";
import type { ErrorCode } from "../web/http/problems.ts";

type Calls = typeof BY_NAME;
type Named = {
  readonly [
    K in keyof Calls as Calls[K] extends { readonly stream: string }
      ? never
      : `${Calls[K]["method"]} ${Calls[K]["path"]}`
  ]: Calls[K];
};

/** A call by its method and address, like `GET /v1/customers/:id`. */
export type CallName = keyof Named;

/** What may be left out of what is sent, as far as there is nothing in it that must be said. */
type Part<Name extends string, T> = undefined extends T
  ? { readonly [K in Name]?: T | undefined }
  : Partial<T> extends T
    ? T extends object
      ? { readonly [K in Name]?: T }
      : { readonly [K in Name]: T }
    : { readonly [K in Name]: T };

/** What a call is given. */
export type Given<C extends Call> = Part<"params", GivenParams<C>> &
  Part<"query", GivenQuery<C>> &
  Part<"body", GivenBody<C>> & {
    /** Why, for the audit trail. */
    readonly reason?: string;
    /** Makes a `POST` one change, however often it is sent; one of its own for each call unless given. */
    readonly idempotencyKey?: string;
  };

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      /** `unreachable`: no answer came. */
      readonly code: ErrorCode | "unreachable";
      readonly message: string;
      /** HTTP's; null where no answer came. */
      readonly status: number | null;
      readonly requestId: string | null;
    };

export interface ClientOptions {
  /** The origin of the deployment. */
  readonly url: string;
  /** A key of an operator. */
  readonly key: string;
  readonly fetch?: typeof fetch;
  /** Waits so many milliseconds. */
  readonly wait?: (ms: number) => Promise<void>;
}

export type Client = <Name extends CallName>(
  name: Name,
  ...given: Partial<Given<Named[Name]>> extends Given<Named[Name]> ? [Given<Named[Name]>?] : [Given<Named[Name]>]
) => Promise<Outcome<AnswerOf<Named[Name]>>>;

/** First try included. What is asked under one key, or only looks, may be asked again. */
const MAX_TRIES = 3;
const WAIT_MS = 500;
const MAX_WAIT_MS = 30_000;

interface Loose {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: unknown;
  readonly reason?: string;
  readonly idempotencyKey?: string;
}

function addressOf(url: string, path: string, { params = {}, query = {} }: Loose): string {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values ?? []].flat().map((value): [string, string] => [name, value]),
  );
  const search = new URLSearchParams(pairs).toString();
  return `${url.replace(/\/+$/, "")}${filled}${search === "" ? "" : `?${search}`}`;
}

const isRecord = (it: unknown): it is Readonly<Record<string, unknown>> => typeof it === "object" && it !== null;
const textIn = (it: unknown, name: string): string | null => {
  const value = isRecord(it) ? it[name] : null;
  return typeof value === "string" ? value : null;
};

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    // Whatever stands between may answer with a page.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function outcomeOf(response: Response): Promise<Outcome<unknown>> {
  const body = await bodyOf(response);
  if (response.ok) return { ok: true, value: body };
  const error = isRecord(body) ? body["error"] : null;
  return {
    ok: false,
    code: (textIn(error, "code") ?? "unavailable") as ErrorCode,
    message: textIn(error, "message") ?? `the answer was ${response.status}`,
    status: response.status,
    requestId: textIn(error, "request_id"),
  };
}

/** Whether to ask again, and after how long (ms); null where not. */
function waitBefore(response: Response | null, tries: number): number | null {
  if (response !== null && response.status < 500 && response.status !== 409) return null;
  const asked = Number(response?.headers.get("Retry-After") ?? NaN) * 1_000;
  // A conflict without a time to wait is one for good.
  if (response?.status === 409 && Number.isNaN(asked)) return null;
  return Math.min(Number.isNaN(asked) ? WAIT_MS * 2 ** tries : asked, MAX_WAIT_MS);
}

/**
 * A client for one deployment: `reconnect("GET /v1/customers/:id", { params: { id } })`. What goes wrong is a value and never thrown, but
 * for mistakes of the caller's. A call whose answer is lost is made again under the same key, three times in all.
 */
export function createClient(options: ClientOptions): Client {
  const { url, key, fetch: ask = fetch } = options;
  const wait = options.wait ?? ((ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)));

  async function request(name: string, given: Loose = {}): Promise<Outcome<unknown>> {
    const [method = "GET", path = ""] = name.split(" ");
    const headers: Record<string, string> = { Authorization: `Bearer ${key}`, Accept: "application/json" };
    if (given.body !== undefined) headers["Content-Type"] = "application/json";
    if (given.reason !== undefined) headers["X-Reason"] = given.reason;
    if (method !== "GET") headers["Idempotency-Key"] = given.idempotencyKey ?? crypto.randomUUID();
    const init = { method, headers, ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }) };
    for (let tries = 1; ; tries++) {
      const response = await sent(() => ask(addressOf(url, path, given), init));
      const pause = tries === MAX_TRIES ? null : waitBefore(response, tries);
      if (pause === null && response !== null) return outcomeOf(response);
      if (pause === null)
        return { ok: false, code: "unreachable", message: "no answer came", status: null, requestId: null };
      await wait(pause);
    }
  }
  return request as Client;
}

/** The answer; null where none came, which `fetch` says by a TypeError. */
async function sent(send: () => Promise<Response>): Promise<Response | null> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
