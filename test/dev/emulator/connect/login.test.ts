import { describe, expect, test } from "vitest";
import { documentedTariff, findTariff } from "../../../../src/dev/emulator/world.ts";
import { dayMs } from "../support.ts";
import { supplier, Talk } from "./talk.ts";

const edited = { tariff_id: documentedTariff, actions: { edit_tariff: true } };
const saved = (talk: Talk) => findTariff(talk.t.world, documentedTariff)?.tariff;

describe("a supplier that is read directly is signed in to (E8)", () => {
  test.each(["anode", "zero"] as const)("%s sends to its page, and from there back to Connect", async (generation) => {
    const asked = generation === "anode" ? edited : { tariff_id: documentedTariff };
    const talk = await Talk.begin(asked, generation);
    if (generation === "zero") await talk.act("EDIT");
    const away = await talk.give({ provider: { id: supplier.britishGas } });
    const address = `http://providers.example.test/british-gas?fp_cot=${talk.token}`;
    expect(away.json).toEqual({
      connect_token: talk.token,
      route: "session_redirect",
      live_mode: false,
      data: generation === "zero" ? { redirect_uri: address } : { redirect_url: address },
    });
    const page = await talk.t.request(`/provider/british-gas?fp_cot=${talk.token}`);
    expect([page.status, page.text.match(/<h1>[^<]*/)?.[0]]).toEqual([200, "<h1>Sign in to British Gas"]);
    const back = await talk.t.signIn(away, "connected");
    expect(back).toBe(`http://web.example.test/?fp_cot=${talk.token}`);
    await talk.start();
    expect(talk.route).toBe(generation === "zero" ? "summary_fixed_confirm" : "tariff_summary");
    expect(talk.data).toMatchObject({ connection_type: "DIRECT", provider: { display_name: "British Gas" } });
    if (generation === "zero") await talk.act("SAVE");
    expect(saved(talk)).toMatchObject({ status: "CONNECTED", connectionType: "DIRECT", contractEndDate: "2027-11-22" });
    expect(talk.reported).toEqual(["connect_session.complete", "location.update"]);
  });

  test("what the company added to the address comes back with the token, also to an app", async () => {
    const talk = await Talk.begin({ ...edited, connect_url: "myapp://nova/flatpeak/connect" });
    await talk.give({ provider: { id: supplier.harbour } });
    const outcome = new URLSearchParams({ outcome: "connected" });
    const init = { method: "POST", body: outcome };
    const path = `/provider/harbour-power?fp_cot=${talk.token}&session=7`;
    const { status, headers } = await talk.t.request(path, undefined, init);
    expect([status, headers.get("location")]).toEqual([
      303,
      `myapp://nova/flatpeak/connect?fp_cot=${talk.token}&session=7`,
    ]);
  });

  test("who does not sign in chooses from the published tariffs, or says what it costs", async () => {
    const listed = await Talk.begin(edited);
    await listed.signIn(supplier.britishGas, "skipped");
    expect([listed.route, listed.data["provider"]]).toMatchObject(["tariff_select", { display_name: "British Gas" }]);
    const unlisted = await Talk.begin(edited);
    await unlisted.signIn(supplier.harbour, "skipped");
    expect([unlisted.route, unlisted.data["provider"]]).toMatchObject([
      "tariff_structure_select",
      { display_name: "Harbour Power" },
    ]);
    await unlisted.act("BACK");
    expect(unlisted.route).toBe("provider_select");
  });

  test("a sign-in that fails is a page of its own, and changes nothing", async () => {
    const talk = await Talk.begin(edited);
    const before = structuredClone(saved(talk));
    await talk.signIn(supplier.harbour, "failed");
    expect(talk.last?.json).toMatchObject({
      route: "tariff_connection_failed",
      data: { connection_type: "DIRECT", provider: { display_name: "Harbour Power" } },
    });
    expect(saved(talk)).toEqual(before);
    await talk.act("EDIT");
    expect(talk.route).toBe("provider_select");
  });

  test.each([
    ["slow", 1, { status: "CONNECTED", provider: { display_name: "Harbour Power" } }],
    ["lost", 2, { status: "ERROR" }],
  ])("one that is %s is pending, and %i days later it is what it is", async (outcome, days, expected) => {
    const talk = await Talk.begin(edited);
    await talk.signIn(supplier.harbour, outcome);
    expect([talk.route, talk.reported]).toEqual(["tariff_connection_pending", ["connect_session.complete"]]);
    expect(saved(talk)?.status).toBe("NOT_CONNECTED");
    await talk.t.request("/_dev/clock", { advance: `${days}d` });
    expect(saved(talk)).toMatchObject(expected);
  });

  test("coming back with nothing done shows the suppliers, and nothing is forgotten (E12)", async () => {
    const talk = await Talk.begin(edited);
    await talk.act("PROVIDER_MISSING");
    await talk.give({ provider: { name: "Tiny Grid" } });
    await talk.give({ options: ["FIXED"] });
    await talk.give({ cost: 0 });
    await talk.act("BACK");
    await talk.act("BACK");
    await talk.act("BACK");
    await talk.give({ provider: { id: supplier.harbour } });
    await talk.start();
    expect(talk.route).toBe("provider_select");
    await talk.signIn(supplier.harbour, "connected");
    expect(talk.route).toBe("tariff_summary");
  });

  test("a token that nobody knows, or of yesterday, signs nobody in", async () => {
    const talk = await Talk.begin(edited);
    await talk.give({ provider: { id: supplier.harbour } });
    expect((await talk.t.request("/provider/harbour-power?fp_cot=cot_0")).status).toBe(404);
    talk.t.world.clockOffsetMs = dayMs;
    expect((await talk.t.request(`/provider/harbour-power?fp_cot=${talk.token}`)).status).toBe(404);
  });

  test("Zero: set by hand from the pending page, and the next time nobody is signed in", async () => {
    const talk = await Talk.begin({ tariff_id: documentedTariff }, "zero");
    await talk.act("EDIT");
    await talk.signIn(supplier.harbour, "slow");
    await talk.act("DISMISS_DIRECT");
    expect(talk.route).toBe("session_complete");
    const again = await Talk.begin({ tariff_id: documentedTariff }, "zero", talk.t);
    await again.give({ provider: { id: supplier.harbour } });
    expect(again.route).toBe("tariff_structure_select");
  });
});
