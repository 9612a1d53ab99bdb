import { env } from "cloudflare:workers";
import { listDurableObjectIds, reset } from "cloudflare:test";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { app } from "../../../src/app.ts";
import table from "../../fixtures/openssl/truth-table.json";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { keepBetweenTests } from "../../support/worker.ts";
import type { Env } from "../../../src/setup/env.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

type Vector = (typeof table.vectors)[number];
interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: string;
}

// One environment for the whole table: its key cache is what a single isolate would have.
const bindings: Env = { ...(env as unknown as Env) };
const refusals = table.vectors.filter((it) => it.expected === "refused");
const takings = table.vectors.filter((it) => it.expected !== "refused");
let flatpeak: FakeFlatPeak;
let broken: ReturnType<typeof vi.spyOn>;

keepBetweenTests();
beforeAll(async () => {
  flatpeak = await installFlatPeak();
  flatpeak.intercept = (request) => (request.url.endsWith("/jwks.json") ? Response.json(table.jwks) : null);
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  broken = vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(table.now * 1_000);
});
afterAll(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await reset();
});

function requestOf({ kid, timestamp, scheme, signature, body }: Vector): Request {
  const headers = new Headers({ "Content-Type": "application/json" });
  const set = (name: string, value: string | null): void => (value === null ? undefined : headers.set(name, value));
  set("Flatpeak-Signature", signature);
  set("Flatpeak-Signature-Scheme", scheme);
  set("Flatpeak-Timestamp", timestamp);
  set("Flatpeak-Key-ID", kid);
  const bytes = Uint8Array.from(atob(body), (char) => char.charCodeAt(0));
  return new Request("https://go.example.test/webhooks/flatpeak", { method: "POST", headers, body: bytes });
}

async function answerTo(vector: Vector): Promise<Answer> {
  const response = await app.fetch(requestOf(vector), bindings);
  const own = response.headers.get("X-Request-Id") ?? "no request id";
  const text = (await response.text()).replace(own, "<request id>");
  response.headers.delete("X-Request-Id");
  const headers = JSON.stringify([...response.headers]).replaceAll(/nonce-[\w+/]+=*/g, "<nonce>");
  return { status: response.status, text, headers };
}

async function objects(): Promise<number> {
  const lists = [
    await listDurableObjectIds(bindings.CUSTOMER),
    await listDurableObjectIds(bindings.LOCATION),
    await listDurableObjectIds(bindings.QUARANTINE),
    await listDurableObjectIds(bindings.SWEEP),
  ];
  return lists.flat().length;
}

const jwksFetches = (): number => flatpeak.calls.filter((it) => it === "GET /jwks.json").length;

describe("the truth table that openssl signed", () => {
  it("has every kind of request, more refusals than anything else", () => {
    expect(table.vectors.length).toBeGreaterThanOrEqual(48);
    expect(new Set(table.vectors.map((it) => it.name)).size).toBe(table.vectors.length);
    expect([refusals.length, takings.length]).toEqual([55, 18]);
  });

  it("refuses all that is not genuine with one and the same answer, and makes no object for it", async () => {
    const answers = new Map<string, Answer>();
    for (const vector of refusals) answers.set(vector.name, await answerTo(vector));
    const [first] = answers.values();
    expect(first).toMatchObject({ status: 401 });
    expect(first?.text).toContain("<request id>");
    for (const [name, answer] of answers) expect({ name, ...answer }).toEqual({ name, ...first });
    expect(await objects()).toBe(0);
    expect(jwksFetches()).toBe(1);
  });

  it("takes in all that is genuine, each as predicted", async () => {
    const found: Record<string, unknown> = {};
    for (const vector of takings) {
      const { status, text } = await answerTo(vector);
      found[vector.name] = status === 200 ? (JSON.parse(text) as { status: string }).status : status;
    }
    expect(found).toEqual(Object.fromEntries(takings.map((it) => [it.name, it.expected])));
  });

  it("refuses them all once more after it has seen the genuine ones", async () => {
    for (const vector of refusals) expect((await answerTo(vector)).status).toBe(401);
  });

  it("asked for the keys once, told nobody, and nothing broke", () => {
    expect(jwksFetches()).toBeLessThanOrEqual(2);
    expect(flatpeak.handoffs).toEqual([]);
    expect(broken).not.toHaveBeenCalled();
  });
});
