// Calls to others: what they may do to us while they answer.

import { describe, expect, it } from "vitest";
import { TooLong, ask, call, retryAfterOf } from "../../src/platform/http.ts";
import { jsonOf } from "../../src/platform/json.ts";

const NOW = 1_800_000_000_000;
const now = (): number => NOW;
const GET = { method: "GET", headers: {} } as const;
const signal = new AbortController().signal;
const answering = (body: BodyInit | null, init: ResponseInit = {}) => ({
  now,
  fetch: () => Promise.resolve(new Response(body, init)),
});

describe("an answer", () => {
  it("is read to its end where it is as long as it may be", async () => {
    const answer = await ask(answering("12345"), "https://a.test", GET, { signal, bytes: 5 });
    expect(answer).toEqual({ kind: "answered", status: 200, text: "12345", retryAfter: null, cut: null });
  });

  it("is cut where it is longer, and says so", async () => {
    const answer = await ask(answering("123456"), "https://a.test", GET, { signal, bytes: 5 });
    expect(answer.text).toBe("12345");
    expect(answer.cut?.by).toBeInstanceOf(TooLong);
  });

  it("is wanted by its status", async () => {
    const bytes = (status: number): number => (status === 200 ? 5 : 0);
    const answer = await ask(answering("12345", { status: 500 }), "https://a.test", GET, { signal, bytes });
    expect(answer).toMatchObject({ status: 500, text: "", cut: null });
  });

  it("keeps its status where the connection breaks in the middle, and says why", async () => {
    const broken = new TypeError("connection lost");
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode("half")),
      pull: (controller) => controller.error(broken),
    });
    const answer = await call(answering(body), "https://a.test", GET);
    expect(answer).toMatchObject({ kind: "answered", status: 200, cut: { by: broken } });
  });

  it("is lost where none came", async () => {
    const fetch = (): Promise<Response> => Promise.reject(new TypeError("refused"));
    expect(await call({ now, fetch }, "https://a.test", GET)).toEqual({ kind: "lost", why: "not reached" });
  });
});

describe("Retry-After", () => {
  it.each([
    ["7", 7_000],
    [" 7 ", 7_000],
    ["0", 0],
    ["99999999999999999999", 14_400_000],
    [new Date(NOW + 60_000).toUTCString(), 60_000],
    [new Date(NOW - 60_000).toUTCString(), 0],
    [new Date(NOW + 30 * 86_400_000).toUTCString(), 14_400_000],
    ["soon", null],
    ["-5", null],
    ["2027-01-15", null],
    ["", null],
  ])("%j is %j ms", (header, ms) => {
    expect(retryAfterOf(new Headers({ "Retry-After": header }), NOW)).toBe(ms);
  });

  it("may be left out", () => {
    expect(retryAfterOf(new Headers(), NOW)).toBeNull();
  });
});

describe("JSON of somebody else", () => {
  it("is read, or is none", () => {
    expect(jsonOf('{"a":[1]}')).toEqual({ a: [1] });
    expect(jsonOf("null")).toBeNull();
    for (const text of ["", "{", "undefined", "<html>"]) expect(jsonOf(text)).toBeUndefined();
  });
});
