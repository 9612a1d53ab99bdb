// Every call of Zero's, asked wrongly in every way its documentation allows to see, and answered by FlatPeak in every wrong way: the
// caller always hears an error of Zero's form, and FlatPeak is not asked where the bridge can see what is wrong.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { CALLS } from "../../../src/flatpeak/zero/calls.ts";
import { NO_ID, QUESTIONS, addressOf, changed } from "../../flatpeak/zero/questions.ts";
import { ERROR } from "../../flatpeak/zero/schemas.ts";
import { EXAMPLES } from "../../flatpeak/zero/examples.ts";
import { BEARER, bridged, installUpstream } from "./rig.ts";
import type { Question } from "../../flatpeak/zero/questions.ts";
import type { Upstream } from "./rig.ts";

let upstream: Upstream;
beforeEach(() => {
  upstream = installUpstream();
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

const ALL = Object.entries(QUESTIONS);

const credentialsFor = ({ path }: Question): string =>
  path === "/login" ? `Basic ${btoa("acc_1:sk_test_1")}` : BEARER;

const put = (question: Question): Promise<Response> =>
  bridged(addressOf(question), {
    method: question.method,
    headers: { Authorization: credentialsFor(question) },
    ...(question.body === undefined ? {} : { body: question.body }),
  });

/** The error of an answer: its status, and whose it is. */
async function errorOf(answer: Response): Promise<readonly [status: number, type: string, code: string]> {
  expect(answer.headers.get("Content-Type")).toBe("application/json");
  const { type, code } = ERROR.parse(await answer.json());
  return [answer.status, type, code];
}

/** Each way to ask wrongly, in words. */
function wrongly(question: Question): readonly (readonly [what: string, asked: Question])[] {
  const missing = question.required.map((at) => [`without ${at}`, changed(question, at, undefined)] as const);
  const empty = question.required
    .filter((at) => !at.startsWith("query."))
    .map((at) => [`with ${at} null`, changed(question, at, null)] as const);
  const wrong = Object.entries(question.wrong).flatMap(([at, values]) =>
    values.map((value) => [`with ${at} ${JSON.stringify(value)}`, changed(question, at, value)] as const),
  );
  const together = (question.together ?? []).map((all) => {
    const asked = Object.entries(all).reduce((it, [at, value]) => changed(it, at, value), question);
    return [`with ${JSON.stringify(all)}`, asked] as const;
  });
  return [...missing, ...empty, ...wrong, ...together];
}

it("every call stands here", () => {
  expect(ALL.map(([name]) => name).toSorted()).toEqual(
    CALLS.map(({ zero }) => `${zero.method} ${zero.path}`).toSorted(),
  );
});

describe("a question that is right, with every field there is, is asked", () => {
  it.each(ALL)("%s", async (_, question) => {
    await put(question);
    expect(upstream.asked).not.toEqual([]);
  });
});

describe("a question that is wrong is refused, and FlatPeak not asked", () => {
  it.each(ALL)("%s", async (_, question) => {
    const found: unknown[] = [];
    for (const [what, asked] of wrongly(question)) {
      const [status, type, code] = await errorOf(await put(asked));
      const isRefused = status === 400 && type === "invalid_request" && /_(?:missing|invalid)$/.test(code);
      if (!isRefused || upstream.asked.length > 0) found.push([what, status, code, upstream.asked.length]);
      upstream.asked.length = 0;
    }
    expect(found).toEqual([]);
  });

  it.each(ALL.filter(([, { body }]) => body !== undefined))("%s, where the body is no JSON", async (_, question) => {
    for (const body of ["{", "<html>", "undefined", "[1,"]) {
      expect(await errorOf(await put({ ...question, body }))).toEqual([400, "invalid_request", "body_invalid"]);
    }
    expect(upstream.asked).toEqual([]);
  });

  it.each(ALL.filter(([name]) => /\{(?:location_)?id\}/.test(name)))("%s, where an id is none", async (_, question) => {
    for (const id of NO_ID) {
      const path = question.path.replace(/[^/]+$/, id);
      expect(await errorOf(await put({ ...question, path }))).toEqual([
        404,
        "invalid_request",
        expect.stringMatching(/^(?:location_)?id_invalid$/),
      ]);
    }
    expect(upstream.asked).toEqual([]);
  });

  it.each(ALL)("%s, with nobody's credentials", async (_, question) => {
    for (const Authorization of ["", "Basic", "Bearer", `Basic ${btoa("a:b")} x`, "Token x"]) {
      const { method, body } = question;
      const answer = await bridged(addressOf(question), { method, body, headers: { Authorization } });
      expect(await errorOf(answer)).toEqual([403, "invalid_request", "bad_credentials"]);
    }
    expect(upstream.asked).toEqual([]);
  });
});

const error = (status: number, body: object, headers: Readonly<Record<string, string>> = {}) =>
  [() => Response.json(body, { status, headers }), status] as const;
const html = (status: number): Response => new Response("<html>", { status, headers: { "Content-Type": "text/html" } });
const flatpeaks = (type: string, code: string): object => ({
  object: "error",
  live_mode: false,
  context: "api",
  type,
  code,
  message: `It is ${code}.`,
  time_created: "2026-01-24T14:15:22Z",
});

/** What FlatPeak answers, and the status that follows. */
const ANSWERED: Readonly<Record<string, readonly [answer: () => Response | Promise<Response>, status: number]>> = {
  "an expired bearer": error(401, flatpeaks("invalid_request", "bearer_expired")),
  "bad credentials": error(403, { message: "Bad credentials" }),
  "an id it does not know": error(404, { message: "Not Found" }),
  "a conflict": error(409, flatpeaks("invalid_request", "already_there")),
  "no tariff": error(422, flatpeaks("invalid_request", "no_tariff_connected")),
  "a connection under way": error(422, flatpeaks("invalid_request", "pending_connect")),
  "no prices": error(422, flatpeaks("invalid_request", "no_price_data")),
  "an account that is off": error(422, flatpeaks("api_error", "account_disabled")),
  "too much": error(429, flatpeaks("rate_limit", "too_many_requests"), { "Retry-After": "17" }),
  "a fault of its own": error(500, { message: "Internal Server Error" }),
};

/** What is no answer of FlatPeak's, and the error that the bridge makes of it. */
const UNANSWERED: Readonly<Record<string, readonly [() => Response | Promise<Response>, number, string, string]>> = {
  "a page": [() => html(200), 502, "api_error", "unreadable_answer"],
  "a page with 401": [() => html(401), 401, "invalid_request", "bad_credentials"],
  "a page with 429": [() => html(429), 429, "rate_limit", "too_many_requests"],
  "a page with 503": [() => html(503), 503, "api_error", "unavailable"],
  "nothing at all": [() => new Response(null, { status: 204 }), 502, "api_error", "unreadable_answer"],
  "half an answer": [() => new Response('{"id":"prs_1","data":['), 502, "api_error", "unreadable_answer"],
  "a list": [() => Response.json([]), 502, "api_error", "unreadable_answer"],
  "a text": [() => Response.json("fine"), 502, "api_error", "unreadable_answer"],
  "a redirect": [() => Response.redirect("https://evil.example/", 302), 502, "api_error", "unreadable_answer"],
  "no host": [() => Promise.reject(new TypeError("refused")), 502, "api_error", "unavailable"],
};

/** A call that has two addresses is asked under both where the first is unknown. */
const TRIED: Readonly<Record<string, number>> = { "GET /connect/tariff/token": 2 };

describe("whatever FlatPeak answers, the caller hears it in Zero's form, and FlatPeak is asked once", () => {
  it.each(ALL)("%s", async (name, question) => {
    for (const [what, [answer, status]] of Object.entries(ANSWERED)) {
      upstream.asked.length = 0;
      upstream.answer = answer;
      const answered = await put(question);
      const said = await (await answer()).json();
      expect([what, answered.status, await answered.json()]).toEqual([what, status, said]);
      expect(answered.headers.get("Retry-After")).toBe(status === 429 ? "17" : null);
      expect([what, upstream.asked.length]).toEqual([what, status === 404 ? (TRIED[name] ?? 1) : 1]);
    }
    for (const [what, [answer, ...expected]] of Object.entries(UNANSWERED)) {
      upstream.asked.length = 0;
      upstream.answer = answer;
      expect([what, ...(await errorOf(await put(question)))]).toEqual([what, ...expected]);
      expect([what, upstream.asked.length]).toEqual([what, 1]);
    }
  });

  it.each(ALL)("%s, where it takes too long", async (_, question) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    upstream.answer = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
        vi.advanceTimersByTime(30_000);
      });
    expect(await errorOf(await put(question))).toEqual([504, "api_error", "timed_out"]);
    expect(upstream.asked).toHaveLength(1);
  });

  it.each(ALL)("%s, where it takes long to end what it began", async (name, question) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { anode } = EXAMPLES.find((it) => `${it.zero.method} ${it.call}` === name) ?? {};
    const text = JSON.stringify(anode?.answer);
    upstream.answer = () => {
      const begun = new ReadableStream<Uint8Array>({
        start: (it) => it.enqueue(new TextEncoder().encode(text.slice(0, -1))),
        pull: () => queueMicrotask(() => vi.advanceTimersByTime(30_000)),
      });
      return new Response(begun);
    };
    const [status, type] = await errorOf(await put(question));
    expect([status >= 502, type]).toEqual([true, "api_error"]);
  });
});
