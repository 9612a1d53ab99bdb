import { describe, expect, test } from "vitest";
import { documentedTariff, findTariff } from "../../../../src/dev/emulator/world.ts";
import { codeOf, published, supplier, Talk } from "./talk.ts";

const edited = {
  tariff_id: documentedTariff,
  actions: { edit_tariff: true },
  route_options: { contract_term_capture: true },
};
const saved = (talk: Talk) => findTariff(talk.t.world, documentedTariff)?.tariff;
const northwind = { tariff: { id: published(1, "northwind") } };

describe("a page that was shown can be answered again (E6)", () => {
  test("after the browser's Back: another supplier is chosen, and BACK leads where it should", async () => {
    const talk = await Talk.begin(edited);
    await talk.give({ provider: { id: supplier.northwind } });
    await talk.give(northwind);
    expect(talk.route).toBe("contract_term_capture");
    await talk.give({ provider: { id: supplier.tideway } }, "provider_select");
    expect(talk.route).toBe("surcharge_capture");
    await talk.act("BACK");
    expect(talk.route).toBe("provider_select");
    await talk.act("BACK");
    expect(talk.route).toBe("session_redirect");
  });

  test("after the end, from a page that was still open", async () => {
    const talk = await Talk.begin(edited);
    await talk.give({ provider: { id: supplier.northwind } });
    await talk.give(northwind);
    await talk.give({ contract_end_date: "2027-03-31" });
    await talk.act("CLOSE");
    await talk.give({ contract_end_date: "2027-06-30" }, "contract_term_capture");
    expect([talk.route, saved(talk)?.contractEndDate]).toEqual(["tariff_summary", "2027-06-30"]);
    expect(saved(talk)?.provider.display_name).toBe("Northwind Energy");
  });

  test("twice, by a double tap: both get the same page", async () => {
    const talk = await Talk.begin(edited);
    await talk.give({ provider: { id: supplier.northwind } });
    const first = await talk.give(northwind);
    const second = await talk.give(northwind, "tariff_select");
    expect(second.json).toEqual(first.json);
  });

  test("in another tab, where the session began anew, with all that was typed before", async () => {
    const talk = await Talk.begin(edited);
    await talk.give({ provider: { id: supplier.northwind } });
    await talk.start();
    await talk.give(northwind, "tariff_select");
    await talk.skip();
    expect(saved(talk)?.displayName).toBe("Northwind Energy Fixed");
  });

  test("Zero: the browser's history is its only way back, and SAVE saves the last answer", async () => {
    const talk = await Talk.begin({ tariff_id: documentedTariff }, "zero");
    await talk.act("EDIT");
    await talk.give({ provider: { id: supplier.northwind } });
    await talk.give(northwind);
    await talk.give({ contract_end_date: "2027-03-31" });
    await talk.give({ contract_end_date: "2027-06-30" }, "contract_term_capture");
    await talk.act("SAVE");
    expect([talk.route, saved(talk)?.contractEndDate]).toEqual(["session_complete", "2027-06-30"]);
  });

  test("but none that the session has not shown, nor one that is no page", async () => {
    const talk = await Talk.begin(edited);
    expect(codeOf(await talk.give({ cost: 1 }, "rate_fixed_capture"))).toBe("route_invalid");
    expect(codeOf(await talk.give({}, "tariff_of_the_heart"))).toBe("route_invalid");
    expect(codeOf(await talk.give({}, "summary_tariff_failed"))).toBe("route_invalid");
  });
});

describe("actions", () => {
  test("BACK and CLOSE name no page in the documentation", async () => {
    const talk = await Talk.begin(edited);
    await talk.give({ provider: { id: supplier.northwind } });
    const { t, token } = talk;
    const back = await t.request("/connect", { connect_token: token, action: "BACK" });
    expect(back.json?.["route"]).toBe("provider_select");
    const close = await t.request("/connect", { connect_token: token, action: "CLOSE" });
    expect(close.json?.["route"]).toBe("session_redirect");
  });

  test.each(["WRONG_TARIFF", "WRONG_TARIFF_REPORT"])("%s is heard, and the page stays (E1)", async (action) => {
    const talk = await Talk.begin({ tariff_id: documentedTariff });
    expect(talk.actions).toEqual(["EDIT", "DISCONNECT", "WRONG_TARIFF", "BACK", "CLOSE"]);
    await talk.act(action);
    expect(talk.route).toBe("tariff_summary");
  });

  test("Zero disconnects without any page", async () => {
    const t = (await Talk.begin(edited)).t;
    const minted = await t.mint("zero", { tariff_id: documentedTariff });
    const end = await t.say(String(minted.json?.["connect_token"]), "summary_fixed_confirm", { action: "DISCONNECT" });
    expect(end.json?.["route"]).toBe("session_complete");
    expect(findTariff(t.world, documentedTariff)?.tariff.status).toBe("NOT_CONNECTED");
    expect(t.finished.map(({ type }) => type)).toEqual(["connect_session.complete", "location.update"]);
  });

  test("a request that calls itself text, as Zero's client's does, is read like any other", async () => {
    const { t, token } = await Talk.begin(edited);
    const body = JSON.stringify({ connect_token: token, route: "session_start" });
    const headers = { "content-type": "text/plain;charset=UTF-8", Origin: "http://elsewhere.test" };
    const answer = await t.request("/connect", undefined, { method: "POST", body, headers });
    expect([answer.json?.["route"], answer.headers.get("access-control-allow-origin")]).toEqual([
      "provider_select",
      "*",
    ]);
  });
});
