// What the operator's routes take and refuse.

import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { app } from "../../../src/app.ts";
import { testSettings } from "../../settings.ts";

const bindings: Record<string, unknown> = Object.fromEntries(
  Object.entries(env).filter(([name]) => !(name in testSettings)),
);

const get = (path: string, settings: Record<string, string>): Promise<Response> =>
  Promise.resolve(app.fetch(new Request(`https://go.example.test${path}`), { ...bindings, ...settings }));

describe("the operator's routes", () => {
  it("show which channels are open", async () => {
    const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
    const request = new Request("https://go.example.test/v1/channels", { headers });
    const answer = await app.fetch(request, { ...bindings, ...testSettings });
    const handoff = { channel: "handoff", open: true, closed_at: null, why: null, impaired: [] };
    expect(await answer.json()).toEqual({ data: [handoff] });
    expect(answer.headers.get("Cache-Control")).toContain("no-store");
  });

  it.each([
    ["nothing", undefined],
    ["another token", "Bearer wrong-operator-token-0123456789abcdef"],
    ["another scheme", `Basic ${testSettings.OPERATOR_TOKEN}`],
    ["an empty token", "Bearer "],
  ])("refuse %s", async (_, authorization) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization };
    const request = new Request("https://go.example.test/v1/customers/cus_1", { headers });
    const response = await app.fetch(request, { ...bindings, ...testSettings });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: "unauthorized" } });
  });

  const put = (path: string, method: string, body: string, settings: Record<string, string> = testSettings) =>
    Promise.resolve(
      app.fetch(
        new Request(`https://go.example.test${path}`, {
          method,
          body,
          headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` },
        }),
        { ...bindings, ...settings },
      ),
    );

  it.each([
    ["not JSON", "{"],
    ["an unknown field", '{"phone":"+441234"}'],
    ["a number that is none", '{"phone":"0123"}'],
    ["an address that is none", '{"email":"nobody"}'],
    ["a token with a blank", '{"push_token":"a b"}'],
    ["a channel nobody can want", '{"channels":["pigeon"]}'],
    ["a label that hides a mark", '{"labels":{"loc_1":"Beach\u202ehouse"}}'],
    ["a label of one blank (row 48)", '{"labels":{"loc_1":" "}}'],
    ["a label of a blank letter (row 48)", '{"labels":{"loc_1":"\u3164"}}'],
    ["a label of a blank picture (row 48)", '{"labels":{"loc_1":"\u2800"}}'],
    ["a label that is a link (row 48)", '{"labels":{"loc_1":"https://evil.test/login"}}'],
    ["a number with a trunk zero (row 76)", '{"phone":"+4407700900123"}'],
    ["a label for no home", '{"labels":{"cus_1":"Beach house"}}'],
    ["a zone that is none", '{"timezone":"Mars/Olympus"}'],
    ["a locale that is none", '{"locale":"english"}'],
    ["an opt-out that is none", '{"opted_out":"yes"}'],
  ])("refuse a contact with %s and change nothing", async (_, body) => {
    expect((await put("/v1/customers/cus_contact/contact", "PUT", body)).status).toBe(400);
    expect(await (await put("/v1/customers/cus_contact/contact", "PUT", '{"locale":"de"}')).json()).toMatchObject({
      status: "stored",
    });
  });

  const contactOf = async (id: string): Promise<unknown> => {
    const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
    const request = new Request(`https://go.example.test/v1/customers/${id}`, { headers });
    const story = await app.fetch(request, { ...bindings, ...testSettings });
    return ((await story.json()) as { contact?: unknown }).contact;
  };

  it("read addresses and tags as they are written in the real world (row 72)", async () => {
    const body = '{"email":"info@müller-energie.de","locale":"de_DE","phone":"+4915112345678"}';
    expect((await put("/v1/customers/cus_real/contact", "PUT", body)).status).toBe(200);
    expect(await contactOf("cus_real")).toMatchObject({ email: "i••@xn--mller-energie-wob.de", locale: "de-DE" });
  });

  it("name every field they cannot take, with an example, and take none of the others (rows 72, 76)", async () => {
    const body = JSON.stringify({
      phone: "+4407700900123",
      email: "nobody",
      locale: "english",
      timezone: "Europe/Berlin",
      labels: { loc_1: "\u3164", loc_2: "https://evil.test/login", loc_3: "Flat" },
    });
    const answer = await put("/v1/customers/cus_unreal/contact", "PUT", body);
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: { message: string } };
    expect(error.message.split("; ")).toEqual([
      expect.stringMatching(/^locale: .*es-419$/) as string,
      expect.stringMatching(/^phone: .*07700 900123$/) as string,
      expect.stringMatching(/^email: .*jo@example\.com$/) as string,
      expect.stringMatching(/^labels\.loc_1: /) as string,
      expect.stringMatching(/^labels\.loc_2: .*link$/) as string,
    ]);
    expect(error.message).not.toMatch(/4407700|evil|nobody|english/);
    expect(await contactOf("cus_unreal")).toBeUndefined();
  });

  it("forget what they are told to forget", async () => {
    const labels = async (body: string): Promise<unknown> => {
      await put("/v1/customers/cus_labels/contact", "PUT", body);
      const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
      const request = new Request("https://go.example.test/v1/customers/cus_labels", { headers });
      const story = await app.fetch(request, { ...bindings, ...testSettings });
      return ((await story.json()) as { contact: { labels: unknown } }).contact.labels;
    };
    expect(await labels('{"labels":{"loc_a":"Beach house","loc_b":"Flat"}}')).toEqual({
      loc_a: "Beach house",
      loc_b: "Flat",
    });
    expect(await labels('{"labels":{"loc_a":null}}')).toEqual({ loc_b: "Flat" });
    expect(await labels('{"labels":null}')).toEqual({});
  });

  it("move a test clock in test mode only", async () => {
    await put("/v1/customers/cus_clock/contact", "PUT", '{"locale":"en"}');
    const moved = await put("/v1/customers/cus_clock/clock", "POST", '{"advance":"3d"}');
    expect(moved.status).toBe(200);
    const { now } = (await moved.json()) as { now: string };
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(2.9 * 86_400_000);
    for (const bad of ['{"advance":"soon"}', '{"advance":"9999d"}', "{}"]) {
      expect((await put("/v1/customers/cus_clock/clock", "POST", bad)).status).toBe(400);
    }
    const live = { ...testSettings, FLATPEAK_API_KEY: "sk_live_123" };
    expect((await put("/v1/customers/cus_clock/clock", "POST", '{"advance":"3d"}', live)).status).toBe(403);
  });
});

describe("a wrong manner", () => {
  it.each([
    ["GET", "/webhooks/flatpeak", "POST"],
    ["DELETE", "/c/anything", "GET, POST"],
  ])("%s %s is told the right one", async (method, path, allowed) => {
    const request = new Request(`https://go.example.test${path}`, { method });
    const response = await app.fetch(request, { ...bindings, ...testSettings });
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe(allowed);
  });

  it("a trailing slash is no mistake", async () => {
    const response = await get("/c/forged/", testSettings);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("expired");
  });
});
