import { describe, expect, test } from "vitest";
import { applyEvent } from "../../src/emulator/tariffs.ts";
import { providers } from "../../src/emulator/providers.ts";
import { documentedHome, documentedTariff, findTariff } from "../../src/emulator/world.ts";
import type { Answer } from "./support.ts";
import { dayMs, noon, TestWorld } from "./support.ts";

const northwind = { provider: { id: providers[3]?.provider.id } };

function broken(type: string): TestWorld {
  const t = new TestWorld();
  applyEvent(t.world, { type, data: { tariff_id: documentedTariff } }, noon);
  return t;
}

function tariffOf(t: TestWorld) {
  const tariff = findTariff(t.world, documentedTariff)?.tariff;
  if (tariff === undefined) throw new Error("the documented tariff is gone");
  return tariff;
}

const route = (answer: Answer) => answer.json?.["route"];
const data = (answer: Answer) => answer.json?.["data"] as Record<string, unknown>;

describe("a failed tariff is repaired", () => {
  test("from the failure page to the summary, and back to the app", async () => {
    const t = broken("tariff.fetch.failed");
    const token = await t.token(documentedTariff);

    const first = await t.say(token, "session_start");
    expect(first.json).toMatchObject({
      connect_token: token,
      route: "tariff_connection_failed",
      direction: "IMPORT",
      type: "COMMODITY",
      live_mode: false,
      actions: ["EDIT", "DISCONNECT", "BACK", "CLOSE"],
    });
    const choice = await t.say(token, "tariff_connection_failed", { action: "EDIT" });
    expect(data(choice)["providers"]).toHaveLength(4);
    const term = await t.say(token, "provider_select", { data: northwind });
    expect(data(term)["contract_end_date"]).toBe("2027-11-22T00:00:00Z");
    expect(tariffOf(t).status).toBe("ERROR");

    const summary = await t.say(token, "contract_term_capture", {
      data: { contract_end_date: "2027-06-30T00:00:00.000Z" },
    });
    expect(route(summary)).toBe("tariff_summary");
    expect(tariffOf(t)).toMatchObject({
      status: "CONNECTED",
      contractEndDate: "2027-06-30",
      connectionType: "LIBRARY",
      provider: { display_name: "Northwind Energy" },
    });

    const end = await t.say(token, "tariff_summary", { action: "CLOSE" });
    expect(end.json).toEqual({
      connect_token: token,
      route: "session_redirect",
      live_mode: false,
      data: { redirect_url: `http://go.example.test/done?fp_cot=${token}` },
    });
  });

  test("FlatPeak then reports the session and the location, once", async () => {
    const t = broken("tariff.expired");
    const token = await t.token(documentedTariff);
    await t.say(token, "session_start");
    await t.say(token, "tariff_connection_failed", { action: "EDIT" });
    await t.say(token, "provider_select", { data: northwind });
    expect(t.finished).toEqual([]);
    await t.say(token, "contract_term_capture", { data: {} });
    await t.say(token, "session_start");

    const bodies = t.finished.map((event) => JSON.parse(event.raw) as { type: string; data: object });
    expect(bodies.map((body) => body.type)).toEqual(["connect_session.complete", "location.update"]);
    expect(bodies[0]?.data).toMatchObject({
      connect_token: token,
      location_id: documentedHome,
      tariff_id: documentedTariff,
      live_mode: false,
    });
    expect(bodies[1]?.data).toEqual({ id: documentedHome, object: "location", live_mode: false });
    const read = await t.asProduct(`/connect/token?connect_token=${token}`);
    expect(read.json).toMatchObject({ is_tariff_processed: true, complete_action: "SAVE" });
  });
});

describe("where a session begins", () => {
  test.each([
    ["tariff.expiring", "tariff_summary"],
    ["tariff.expired", "tariff_connection_failed"],
    ["tariff.fetch.failed", "tariff_connection_failed"],
    ["location.update", "tariff_summary"],
  ])("after %s: %s", async (type, expected) => {
    const t = broken(type);
    expect(route(await t.say(await t.token(documentedTariff), "session_start"))).toBe(expected);
    expect(t.finished).toEqual([]);
  });
});

/** Walks a healthy or expiring tariff to the page that asks for the contract's end, and answers it. */
async function answerTerm(t: TestWorld, turn: object): Promise<Answer> {
  const token = await t.token(documentedTariff);
  await t.say(token, "session_start");
  await t.say(token, "tariff_summary", { action: "EDIT" });
  await t.say(token, "provider_select", { data: northwind });
  return t.say(token, "contract_term_capture", turn);
}

describe("the contract's end", () => {
  test("the trap: the end date of the old contract can be typed again, and is kept as typed", async () => {
    const t = broken("tariff.expiring");
    expect(tariffOf(t).contractEndDate).toBe("2026-11-29");
    await answerTerm(t, { data: { contract_end_date: "2026-11-29T00:00:00.000Z" } });
    expect(tariffOf(t)).toMatchObject({ status: "CONNECTED", contractEndDate: "2026-11-29" });
  });

  test.each([
    ["no data: until terminated", {}, null],
    ["said in words", { data: { contract_term_type: "UNTIL_TERMINATED" } }, null],
    ["an object without a date takes the proposal", { data: {} }, "2027-11-22"],
  ])("%s", async (_, turn, expected) => {
    const t = broken("tariff.expiring");
    await answerTerm(t, turn);
    expect(tariffOf(t).contractEndDate).toBe(expected);
  });

  test.each(["yesterday", "2026-11-21"])("%s is refused, and nothing is saved", async (date) => {
    const t = broken("tariff.expiring");
    const refused = await answerTerm(t, { data: { contract_end_date: date } });
    expect([refused.json?.["object"], refused.json?.["code"]]).toEqual(["error", "contract_end_date_invalid"]);
    expect(tariffOf(t).contractEndDate).toBe("2026-11-29");
  });
});

describe("other ways", () => {
  test("a supplier that is not listed is typed in with its price", async () => {
    const t = broken("tariff.expired");
    const token = await t.token(documentedTariff);
    await t.say(token, "session_start");
    await t.say(token, "tariff_connection_failed", { action: "EDIT" });
    await t.say(token, "provider_select", { action: "PROVIDER_MISSING" });
    await t.say(token, "provider_name_capture", { data: { provider: { name: "Tiny Grid" } } });
    const refused = await t.say(token, "tariff_structure_select", { data: { options: ["MARKET"] } });
    expect(refused.json?.["code"]).toBe("option_not_emulated");
    await t.say(token, "tariff_structure_select", { data: { options: ["FIXED"] } });
    expect((await t.say(token, "rate_fixed_capture", { data: { cost: 0 } })).json?.["code"]).toBe("cost_value_zero");
    await t.say(token, "rate_fixed_capture", { data: { cost: 0.31 } });
    await t.say(token, "contract_term_capture");
    expect(tariffOf(t)).toMatchObject({ connectionType: "MANUAL", provider: { display_name: "Tiny Grid" } });
  });

  test("BACK goes one page back and leaves from the first, CLOSE leaves at once; neither changes the tariff", async () => {
    const t = broken("tariff.expired");
    const token = await t.token(documentedTariff);
    await t.say(token, "session_start");
    await t.say(token, "tariff_connection_failed", { action: "EDIT" });
    expect(route(await t.say(token, "provider_select", { action: "BACK" }))).toBe("tariff_connection_failed");
    expect(route(await t.say(token, "tariff_connection_failed", { action: "BACK" }))).toBe("session_redirect");
    expect(tariffOf(t).contractEndDate).toBe("2026-11-21");
  });

  test("DISCONNECT empties the slot", async () => {
    const t = broken("tariff.fetch.failed");
    const token = await t.token(documentedTariff);
    await t.say(token, "session_start");
    await t.say(token, "tariff_connection_failed", { action: "DISCONNECT" });
    const { json } = await t.asProduct(`/locations/${documentedHome}/status`);
    expect(json).toMatchObject({ tariff_status: { commodity_import: { status: "NOT_CONNECTED" } } });
    expect((await t.asProduct(`/locations/${documentedHome}`)).json?.["tariff_elements"]).not.toContain(
      documentedTariff,
    );
  });

  test("a Zero token speaks Zero's names, and saves only on SAVE", async () => {
    const t = broken("tariff.fetch.failed");
    const token = await t.token(documentedTariff, "zero");
    const first = await t.say(token, "session_restore");
    expect(route(first)).toBe("summary_tariff_failed");
    expect(first.json).not.toHaveProperty("type");
    await t.say(token, "summary_tariff_failed", { action: "RECONNECT" });
    await t.say(token, "provider_select", { data: northwind });
    const summary = await t.say(token, "contract_term_capture", { data: { contract_end_date: "2027-06-30" } });
    expect([route(summary), tariffOf(t).status]).toEqual(["summary_fixed_confirm", "ERROR"]);
    const end = await t.say(token, "summary_fixed_confirm", { action: "SAVE" });
    expect([route(end), data(end)]).toEqual([
      "session_complete",
      { callback_uri: `http://go.example.test/done?a=1&fp_cot=${token}` },
    ]);
    expect([tariffOf(t).status, t.finished.length]).toEqual(["CONNECTED", 2]);
  });
});

test("saving without a change is no repair and reports nothing", async () => {
  const t = broken("tariff.expiring");
  const token = await t.token(documentedTariff, "zero");
  await t.say(token, "session_restore");
  expect(route(await t.say(token, "summary_fixed_confirm", { action: "SAVE" }))).toBe("session_complete");
  expect([tariffOf(t).contractEndDate, t.finished]).toEqual(["2026-11-29", []]);
});

describe("what is refused", () => {
  test.each([
    ["an unknown token", "cot_000000000000000000000000", "session_start", {}, "connect_token_invalid"],
    ["a route the session is not at", null, "contract_term_capture", {}, "route_invalid"],
    ["an action the page does not have", null, "tariff_summary", { action: "PROVIDER_MISSING" }, "action_invalid"],
    ["a page without its action", null, "tariff_summary", {}, "action_missing"],
  ])("%s", async (_, given, at, turn, code) => {
    const t = new TestWorld();
    const token = given ?? (await t.token(documentedTariff));
    if (given === null) await t.say(token, "session_start");
    const { json } = await t.say(token, at, turn);
    expect(json).toMatchObject({
      object: "error",
      live_mode: false,
      type: "invalid_request",
      code,
      connect_token: token,
    });
  });

  test("a token a day old", async () => {
    const t = new TestWorld();
    const token = await t.token(documentedTariff);
    t.world.clockOffsetMs = dayMs;
    expect((await t.say(token, "session_start")).json?.["code"]).toBe("connect_token_expired");
  });

  test("nothing for being called from another origin", async () => {
    const answer = await new TestWorld().request("/connect", undefined, {
      method: "OPTIONS",
      headers: { Origin: "http://elsewhere.test", "Access-Control-Request-Method": "POST" },
    });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
  });
});
