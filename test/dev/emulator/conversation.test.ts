import { describe, expect, test } from "vitest";
import { applyEvent, asRecord } from "../../../src/dev/emulator/tariffs.ts";
import { suppliers } from "../../../src/dev/emulator/suppliers.ts";
import { documentedHome, documentedTariff, findTariff } from "../../../src/dev/emulator/world.ts";
import type { Answer } from "./support.ts";
import { dayMs, noon, TestWorld } from "./support.ts";

const northwind = { provider: { id: suppliers[3]?.provider.id } };
/** The first of the tariffs that a supplier publishes. */
const fixed = { tariff: { id: "trt_5f7b2c11d09a4e6688c0b014" } };

/** Chooses a supplier that is read from its published tariffs, and the tariff. */
async function chooseNorthwind(t: TestWorld, token: string): Promise<Answer> {
  await t.say(token, "provider_select", { data: northwind });
  return t.say(token, "tariff_select", { data: fixed });
}

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
    expect(data(choice)["providers"]).toHaveLength(5);
    const term = await chooseNorthwind(t, token);
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
    await chooseNorthwind(t, token);
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
    ["tariff.expiring", "tariff_summary", ["connect_session.complete"]],
    ["tariff.expired", "tariff_connection_failed", []],
    ["tariff.fetch.failed", "tariff_connection_failed", []],
    ["location.update", "tariff_summary", ["connect_session.complete"]],
  ])("after %s: %s; a summary ends the session at once (K9, row 64)", async (type, expected, reported) => {
    const t = broken(type);
    const before = structuredClone(tariffOf(t));
    const token = await t.token(documentedTariff);
    expect(route(await t.say(token, "session_start"))).toBe(expected);
    await t.say(token, "session_start");
    expect(t.finished.map((event) => event.type)).toEqual(reported);
    expect(tariffOf(t)).toEqual(before);
  });

  test("edit_tariff begins with the suppliers (row 62), disconnect_tariff ends at once", async () => {
    const t = broken("tariff.expiring");
    const edits = await t.token(documentedTariff, "anode", { actions: { edit_tariff: true } });
    expect(route(await t.say(edits, "session_start"))).toBe("provider_select");
    expect(t.finished).toEqual([]);
    const ends = await t.token(documentedTariff, "anode", { actions: { disconnect_tariff: true } });
    expect(route(await t.say(ends, "session_start"))).toBe("session_redirect");
    expect(tariffOf(t).status).toBe("NOT_CONNECTED");
  });
});

/** Walks a healthy or expiring tariff to the page that asks for the contract's end, and answers it. */
async function answerTerm(t: TestWorld, turn: object): Promise<Answer> {
  const token = await t.token(documentedTariff);
  await t.say(token, "session_start");
  await t.say(token, "tariff_summary", { action: "EDIT" });
  await chooseNorthwind(t, token);
  return t.say(token, "contract_term_capture", turn);
}

describe("the contract's end", () => {
  test("is not asked for unless the token wants it (row 61)", async () => {
    const t = broken("tariff.expiring");
    const token = await t.token(documentedTariff, "anode", { actions: { edit_tariff: true } });
    await t.say(token, "session_start");
    expect(route(await chooseNorthwind(t, token))).toBe("tariff_summary");
    expect(tariffOf(t)).toMatchObject({ status: "CONNECTED", connectionType: "LIBRARY", contractEndDate: null });
  });

  test("is known of a supplier that is read directly, and never asked for", async () => {
    const t = broken("tariff.expiring");
    const token = await t.token(documentedTariff, "anode", { actions: { edit_tariff: true } });
    await t.say(token, "session_start");
    const data = { provider: { id: suppliers[0]?.provider.id } };
    await t.signIn(await t.say(token, "provider_select", { data }), "connected");
    expect(route(await t.say(token, "session_start"))).toBe("tariff_summary");
    const contractEndDate = "2027-11-22";
    expect(tariffOf(t)).toMatchObject({ status: "CONNECTED", connectionType: "DIRECT", contractEndDate });
  });

  test("a client east of Greenwich sends the evening before, and that day is kept (row 63)", async () => {
    const t = broken("tariff.expiring");
    await answerTerm(t, { data: { contract_end_date: "2027-06-30T22:00:00.000Z" } });
    expect(tariffOf(t).contractEndDate).toBe("2027-06-30");
  });

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
    const refused = await t.say(token, "tariff_structure_select", { data: { options: ["ADVANCED"] } });
    expect(refused.json?.["code"]).toBe("options_invalid");
    await t.say(token, "tariff_structure_select", { data: { options: ["FIXED"] } });
    expect((await t.say(token, "rate_fixed_capture", { data: { cost: 0 } })).json?.["code"]).toBe("cost_value_zero");
    await t.say(token, "rate_fixed_capture", { data: { cost: 0.31 } });
    const summary = await t.say(token, "contract_term_capture");
    expect(tariffOf(t)).toMatchObject({ connectionType: "MANUAL", provider: { display_name: "Tiny Grid" } });
    expect(data(summary)).toMatchObject({ rates: { today: [{ tariff: { cost: 0.31 } }] } });
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

  test.each(["anode", "zero"] as const)(
    "%s: DISCONNECT in mid-repair is reported like any end (row 60)",
    async (flavour) => {
      const t = broken("tariff.fetch.failed");
      const token = await t.token(documentedTariff, flavour);
      const page = route(await t.say(token, "session_start"));
      const end = await t.say(token, String(page), { action: "DISCONNECT" });
      expect(route(end)).toBe(flavour === "zero" ? "session_complete" : "session_redirect");
      expect(t.finished.map((event) => event.type)).toEqual(["connect_session.complete", "location.update"]);
      expect(tariffOf(t).status).toBe("NOT_CONNECTED");
    },
  );

  test("a problem can be reported, and the page stays", async () => {
    const t = broken("location.update");
    const token = await t.token(documentedTariff);
    await t.say(token, "session_start");
    expect(route(await t.say(token, "tariff_summary", { action: "WRONG_TARIFF" }))).toBe("tariff_summary");
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
    await chooseNorthwind(t, token);
    const summary = await t.say(token, "contract_term_capture", { data: { contract_end_date: "2027-06-30" } });
    expect(data(summary)).toMatchObject({ cost: 0.2486, tariff: { contract_end_date: "2027-06-30" } });
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
  const read = await t.asProduct(`/connect/tariff/token?connect_token=${token}`);
  expect(read.json).toMatchObject({ complete_action: "SAVE" });
});

describe("a direct connection that takes its time (row 65)", () => {
  const harbour = { provider: { id: suppliers[1]?.provider.id } };

  /** Chooses a supplier that cannot be read yet. */
  async function connecting(mode: "pending" | "lost", flavour: "anode" | "zero" = "anode") {
    const t = broken("tariff.fetch.failed");
    await t.request("/_dev/faults", { target: "direct", mode, count: 1 });
    const token = await t.token(documentedTariff, flavour, {});
    const [start, failed, edit] =
      flavour === "zero"
        ? ["session_restore", "summary_tariff_failed", "RECONNECT"]
        : ["session_start", "tariff_connection_failed", "EDIT"];
    await t.say(token, start);
    await t.say(token, failed, { action: edit });
    await t.signIn(await t.say(token, "provider_select", { data: harbour }), "connected");
    return { t, token, page: await t.say(token, start) };
  }

  const slot = async (t: TestWorld) => {
    const { json } = await t.asProduct(`/locations/${documentedHome}/status`);
    return asRecord(json?.["tariff_status"])["commodity_import"];
  };

  test("the session ends on a page that says so, and the slot is empty for hours", async () => {
    const { t, token, page } = await connecting("pending");
    expect(page.json).toMatchObject({
      route: "tariff_connection_pending",
      actions: ["EDIT", "DISCONNECT", "BACK", "CLOSE"],
      data: { connection_type: "DIRECT", provider: { display_name: "Harbour Power" } },
    });
    expect(t.finished.map((event) => event.type)).toEqual(["connect_session.complete"]);
    expect(await slot(t)).toEqual({ status: "NOT_CONNECTED" });
    const read = await t.asProduct(`/connect/token?connect_token=${token}`);
    expect([read.status, read.json?.["message"]]).toEqual([422, "Connect is processing link to tariff source."]);
    expect(route(await t.say(token, "session_start"))).toBe("tariff_connection_pending");
    expect(route(await t.say(token, "tariff_connection_pending", { action: "CLOSE" }))).toBe("session_redirect");

    await t.request("/_dev/clock", { advance: "5h" });
    expect(await slot(t)).toEqual({ status: "NOT_CONNECTED" });
    const before = t.world.events.length;
    await t.request("/_dev/clock", { advance: "1h" });
    expect(await slot(t)).toMatchObject({ status: "CONNECTED ", provider: { display_name: "Harbour Power" } });
    expect(t.world.events.slice(before).map((event) => event.type)).toEqual(["location.update"]);
    expect(t.sent.some(({ path, body }) => path === "/webhooks/flatpeak" && body.includes("location.update"))).toBe(
      true,
    );
  });

  test("or FlatPeak gives it up after two days, and says that it failed", async () => {
    const { t } = await connecting("lost");
    await t.request("/_dev/clock", { advance: "47h" });
    expect(await slot(t)).toEqual({ status: "NOT_CONNECTED" });
    await t.request("/_dev/clock", { advance: "1h" });
    expect(await slot(t)).toMatchObject({ status: "ERROR" });
    expect(t.world.events.at(-1)?.type).toBe("tariff.fetch.failed");
  });

  test("it can be broken off, or made anew", async () => {
    const cancelled = await connecting("pending");
    await cancelled.t.say(cancelled.token, "tariff_connection_pending", { action: "DISCONNECT" });
    await cancelled.t.request("/_dev/clock", { advance: "3d" });
    expect(await slot(cancelled.t)).toEqual({ status: "NOT_CONNECTED" });

    const edited = await connecting("pending");
    await edited.t.say(edited.token, "tariff_connection_pending", { action: "EDIT" });
    expect(route(await chooseNorthwind(edited.t, edited.token))).toBe("tariff_summary");
    await edited.t.request("/_dev/clock", { advance: "3d" });
    expect(await slot(edited.t)).toMatchObject({ provider: { display_name: "Northwind Energy" } });
  });

  test("Zero saves it, or says no to it", async () => {
    const saved = await connecting("pending", "zero");
    expect([route(saved.page), saved.page.json?.["actions"]]).toEqual([
      "summary_tariff_inprogress",
      ["SAVE", "DISCONNECT", "DISMISS_DIRECT"],
    ]);
    const end = await saved.t.say(saved.token, "summary_tariff_inprogress", { action: "SAVE" });
    expect(route(end)).toBe("session_complete");
    const dismissed = await connecting("pending", "zero");
    await dismissed.t.say(dismissed.token, "summary_tariff_inprogress", { action: "DISMISS_DIRECT" });
    expect(tariffOf(dismissed.t)).not.toHaveProperty("pending");
  });
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
      request_id: expect.stringMatching(/^req_[0-9a-f]{24}$/) as unknown,
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
