import { describe, expect, test } from "vitest";
import {
  documentedCustomer,
  documentedHome,
  documentedTariff,
  findTariff,
} from "../../../../src/dev/emulator/world.ts";
import { codeOf, published, strand, supplier, Talk } from "./talk.ts";

const allPages = { advanced_tariff_capture: true, tariff_name_capture: true, contract_term_capture: true };
const edited = { tariff_id: documentedTariff, actions: { edit_tariff: true } };

/** A session at the page that asks for the structure, by a supplier that is not listed. */
async function atStructure(asked: object = edited, generation: "anode" | "zero" = "anode"): Promise<Talk> {
  const talk = await Talk.begin(asked, generation);
  if (talk.route === "summary_fixed_confirm") await talk.act("EDIT");
  await talk.act("PROVIDER_MISSING");
  await talk.give({ provider: { name: "Tiny Grid" } });
  return talk;
}

const saved = (talk: Talk) => findTariff(talk.t.world, documentedTariff)?.tariff;

describe("the postal address", () => {
  const fresh = { customer_reference_id: "C-1", postal_address: { country_code: "GB" } };

  test.each(["anode", "zero"] as const)("%s asks for it where the token has none that is whole", async (generation) => {
    const talk = await Talk.begin(fresh, generation);
    expect(talk.last?.json).toMatchObject({
      route: "postal_address_capture",
      direction: "IMPORT",
      actions: ["BACK", "CLOSE"],
      data: { postal_address: { ...strand, address_line1: "", city: "", post_code: "" } },
    });
    await talk.give({ postal_address: strand });
    expect([talk.route, talk.data["postal_address"]]).toEqual(["provider_select", strand]);
  });

  test.each([
    [{ address_line1: " " }, "address_line1_missing"],
    [{ city: "" }, "city_missing"],
    [{ post_code: undefined }, "post_code_missing"],
    [{ country_code: "" }, "country_code_missing"],
    [{ country_code: "XX" }, "country_code_invalid"],
    [{ country_code: "United Kingdom" }, "country_code_invalid"],
    [{ city: "Nowhere" }, "geo_location_not_found"],
  ])("%j is refused with %s, and the page stays", async (wrong, code) => {
    const talk = await Talk.begin(fresh);
    const refused = await talk.give({ postal_address: { ...strand, ...wrong } });
    expect(refused.json).toMatchObject({ context: "connect.postal_address_capture", code, connect_token: talk.token });
    await talk.give({ postal_address: strand });
    expect(talk.route).toBe("provider_select");
  });

  test("Zero has another name for a place that is not found", async () => {
    const talk = await Talk.begin(fresh, "zero");
    expect(codeOf(await talk.give({ postal_address: { ...strand, city: "nowhere" } }))).toBe("timezone_not_found");
  });

  test.each(["provider_select", "provider_name_capture", "tariff_select"])("is changed from %s", async (page) => {
    const talk = await Talk.begin(edited);
    if (page === "provider_name_capture") await talk.act("PROVIDER_MISSING");
    if (page === "tariff_select") await talk.give({ provider: { id: supplier.northwind } });
    expect(talk.route).toBe(page);
    await talk.act("ADDRESS_CHANGE");
    expect([talk.route, talk.data["postal_address"]]).toEqual(["postal_address_capture", strand]);
    await talk.give({ postal_address: { ...strand, city: "Oslo", country_code: "NO" } });
    await talk.give({ provider: { id: supplier.northwind } });
    await talk.give({ tariff: { id: published(1, "northwind") } });
    expect([talk.route, talk.data["currency_code"]]).toEqual(["tariff_summary", "NOK"]);
    const home = (await talk.t.asProduct(`/locations/${documentedHome}`)).json;
    expect(home).toMatchObject({ timezone: "Europe/Oslo", currency_code: "NOK", postal_address: { city: "Oslo" } });
  });
});

describe("suppliers and their tariffs", () => {
  test("shops have suppliers that homes have not", async () => {
    const home = await Talk.begin(edited);
    const shop = await Talk.begin({ ...edited, postal_address_type: "COMMERCIAL" });
    expect(home.data["providers"]).toHaveLength(5);
    expect(shop.data["providers"]).toHaveLength(6);
    expect(codeOf(await home.give({ provider: { id: supplier.foundry } }))).toBe("provider_not_found");
    expect(codeOf(await home.give({ provider: {} }))).toBe("provider_id_missing");
    await shop.give({ provider: { id: supplier.foundry } });
    expect(shop.route).toBe("tariff_select");
  });

  test("a supplier's published tariff is chosen, and costs what it costs", async () => {
    const talk = await Talk.begin(edited);
    await talk.give({ provider: { id: supplier.northwind } });
    expect(talk.last?.json).toMatchObject({
      route: "tariff_select",
      actions: ["TARIFF_MISSING", "ADDRESS_CHANGE", "BACK", "CLOSE"],
      data: {
        provider: { display_name: "Northwind Energy" },
        tariffs: [
          { id: published(1, "northwind"), name: "Northwind Energy Fixed" },
          { id: published(2, "northwind"), name: "Northwind Energy Day and Night" },
          { id: published(3, "northwind"), name: "Northwind Energy Tracker", description: "" },
          { id: published(4, "northwind"), name: "Northwind Energy Steps" },
        ],
      },
    });
    expect(codeOf(await talk.give({ tariff: {} }))).toBe("tariff_id_missing");
    expect(codeOf(await talk.give({ tariff: { id: "northwind" } }))).toBe("tariff_id_invalid");
    expect(codeOf(await talk.give({ tariff: { id: `trt_${"0".repeat(24)}` } }))).toBe("tariff_not_found");
    await talk.give({ tariff: { id: published(2, "northwind") } });
    expect([talk.route, talk.data["connection_type"]]).toEqual(["tariff_summary", "LIBRARY"]);
    expect(talk.data["tariff"]).toMatchObject({
      name: "Northwind Energy Day and Night",
      structure_type: "TIME_OF_DAY",
    });
  });

  test.each([
    [3, "DYNAMIC", true, false],
    [4, "FIXED", false, true],
  ] as const)(
    "some of them are of other kinds: %i is %s",
    async (kind, structure_type, market_rates_source, tiered) => {
      const talk = await Talk.begin(edited);
      await talk.give({ provider: { id: supplier.northwind } });
      await talk.give({ tariff: { id: published(kind, "northwind") } });
      expect(talk.data).toMatchObject({ market_rates_source, tariff: { structure_type, tiered } });
    },
  );

  test("whoever finds none of them theirs says what it costs", async () => {
    const talk = await Talk.begin(edited);
    await talk.give({ provider: { id: supplier.northwind } });
    await talk.act("TARIFF_MISSING");
    expect([talk.route, talk.data["options"]]).toEqual(["tariff_structure_select", ["FIXED", "TIME_OF_DAY", "MARKET"]]);
  });

  test("a name is wanted, and kept for who comes back", async () => {
    const talk = await Talk.begin(edited);
    await talk.act("PROVIDER_MISSING");
    expect([talk.data["provider"], talk.actions]).toEqual([{ name: "" }, ["ADDRESS_CHANGE", "BACK", "CLOSE"]]);
    expect(codeOf(await talk.give({ provider: { name: "  " } }))).toBe("provider_name_missing");
    await talk.give({ provider: { name: "Tiny Grid" } });
    await talk.act("BACK");
    expect(talk.data["provider"]).toEqual({ name: "Tiny Grid" });
  });
});

describe("prices by hand", () => {
  test("a fixed one is kept, shown on the summary and offered the next time (E3)", async () => {
    const talk = await atStructure();
    await talk.give({ options: ["FIXED"] });
    expect(talk.data).toMatchObject({ currency_code: "GBP", cost: 0, provider: { display_name: "Tiny Grid" } });
    await talk.give({ cost: 0.275 });
    expect(talk.data).toMatchObject({
      connection_type: "MANUAL",
      rates: { today: [{ tariff: { cost: 0.275, confidence: 1 } }] },
      prices: { today: [{ price: { cost: 0.275, confidence: 1 } }], tomorrow: [{ price: { cost: 0.275 } }] },
    });
    const again = await Talk.begin(edited, "anode", talk.t);
    await again.act("PROVIDER_MISSING");
    await again.give({ provider: { name: "Tiny Grid" } });
    await again.give({ options: ["FIXED"] });
    expect(again.data["cost"]).toBe(0.275);
  });

  test.each([
    [{ cost: 0 }, "cost_value_zero"],
    [{ cost: -0.1 }, "cost_value_negative"],
    [{ cost: "0.275" }, "data_json_invalid"],
    [[], "data_json_invalid"],
  ])("%j is refused with %s", async (data, code) => {
    const talk = await atStructure();
    await talk.give({ options: ["FIXED"] });
    expect(codeOf(await talk.give(data))).toBe(code);
  });

  const period = (valid_from: string, valid_to: string, cost = 0.2) => ({ cost, valid_from, valid_to });

  test("three periods of the day are kept (E2)", async () => {
    const talk = await atStructure();
    await talk.give({ options: ["TIME_OF_DAY"] });
    expect([talk.route, talk.data["currency_code"]]).toEqual(["rate_tod_capture", "GBP"]);
    const hours = [
      period("07:00:00", "17:00:00", 0.28),
      period("17:00:00", "23:00:00", 0.41),
      period("23:00:00", "07:00:00", 0.09),
    ];
    await talk.give({ hours });
    expect(saved(talk)).toMatchObject({ structureType: "TIME_OF_DAY", plan: { hours } });
    const { today } = talk.data["rates"] as { today: { valid_from: string; tariff: { cost: number } }[] };
    expect(today.map(({ tariff }) => tariff.cost)).toEqual([
      ...Array.from({ length: 7 }, () => 0.09),
      ...Array.from({ length: 10 }, () => 0.28),
      ...Array.from({ length: 6 }, () => 0.41),
      0.09,
    ]);
  });

  test.each([
    ["a gap", [period("00:00:00", "07:00:00"), period("08:00:00", "00:00:00")], "gap_in_time_period"],
    ["an overlap", [period("00:00:00", "09:00:00"), period("08:00:00", "00:00:00")], "gap_in_time_period"],
    ["the whole day twice", [period("00:00:00", "00:00:00"), period("00:00:00", "00:00:00")], "gap_in_time_period"],
    [
      "an evening that is missing",
      [period("00:00:00", "07:00:00"), period("07:00:00", "22:00:00")],
      "incomplete_time_period",
    ],
    ["no period", [], "incomplete_time_period"],
    ["no time", [period("seven", "00:00:00")], "valid_from_invalid"],
    ["an hour too many", [period("00:00:00", "25:00:00")], "valid_to_invalid"],
    ["no price", [period("00:00:00", "00:00:00", 0)], "cost_value_zero"],
    ["a negative price", [period("00:00:00", "00:00:00", -1)], "cost_value_negative"],
    ["no list", "all day", "data_json_invalid"],
  ])("%s is refused", async (_, hours, code) => {
    const talk = await atStructure();
    await talk.give({ options: ["TIME_OF_DAY"] });
    expect(codeOf(await talk.give({ hours }))).toBe(code);
  });

  test("a market's price where there is one region: only the surcharge is asked for (E2)", async () => {
    const talk = await atStructure();
    await talk.give({ options: ["MARKET"] });
    expect(talk.last?.json).toMatchObject({
      route: "surcharge_capture",
      data: { currency_code: "GBP", surcharge: { fixed: 0, percentage: 0 } },
    });
    expect(talk.data).not.toHaveProperty("regions");
    await talk.give({ surcharge: { fixed: 0.02, percentage: 10 } });
    expect(talk.data).toMatchObject({ connection_type: "MARKET", market_rates_source: true });
    expect(saved(talk)).toMatchObject({ plan: { structure: "MARKET", fixed: 0.02, percentage: 10, region: "GB" } });
  });

  const oslo = { ...edited, postal_address: { ...strand, city: "Oslo", country_code: "NO" } };

  test("and the region first where there are several", async () => {
    const talk = await atStructure(oslo);
    await talk.give({ options: ["MARKET"] });
    expect(talk.last?.json).toMatchObject({
      route: "region_select",
      data: { regions: ["NO1", "NO2", "NO3", "NO4", "NO5"] },
    });
    expect(codeOf(await talk.give({ region: null }))).toBe("market_region_invalid");
    await talk.give({ region: "NO2" });
    expect(talk.route).toBe("surcharge_capture");
    await talk.give({ surcharge: { fixed: -0.01, percentage: 0 } });
    expect(saved(talk)).toMatchObject({ plan: { region: "NO2", fixed: -0.01 } });
  });

  test("Zero asks for both on one page", async () => {
    const asked = { tariff_id: documentedTariff, postal_address: oslo.postal_address };
    const talk = await atStructure(asked, "zero");
    await talk.give({ options: ["MARKET"] });
    expect(talk.last?.json).toMatchObject({
      route: "market_surcharge_capture",
      data: { regions: ["NO1", "NO2", "NO3", "NO4", "NO5"], region: null },
    });
    const surcharge = { fixed: 0.03, percentage: 25 };
    expect(codeOf(await talk.give({ surcharge, region: "GB" }))).toBe("market_region_invalid");
    await talk.give({ surcharge, region: "NO5" });
    expect(talk.route).toBe("tariff_name_capture");
  });

  test.each([
    [{ fixed: 0, percentage: -1 }, "surcharge_percentage_invalid"],
    [{ fixed: 0 }, "surcharge_percentage_invalid"],
    [{ fixed: null, percentage: 0 }, "data_json_invalid"],
  ])("the surcharge %j is refused with %s", async (surcharge, code) => {
    const talk = await atStructure();
    await talk.give({ options: ["MARKET"] });
    expect(codeOf(await talk.give({ surcharge }))).toBe(code);
  });

  test("one option is chosen, and one that is offered", async () => {
    const talk = await atStructure();
    for (const options of [[], ["FIXED", "MARKET"], ["ADVANCED"], "FIXED", ["DYNAMIC"]])
      expect(codeOf(await talk.give({ options }))).toBe("options_invalid");
  });
});

describe("pages that a token has to ask for", () => {
  test("without them a price leads to the summary (E7)", async () => {
    const talk = await atStructure();
    await talk.give({ options: ["FIXED"] });
    await talk.give({ cost: 0.3 });
    expect(talk.route).toBe("tariff_summary");
  });

  test("with them name and term are asked for, and kept (E7)", async () => {
    const talk = await atStructure({ ...edited, route_options: allPages });
    expect(talk.data["options"]).toEqual(["FIXED", "TIME_OF_DAY", "MARKET", "ADVANCED"]);
    await talk.give({ options: ["FIXED"] });
    await talk.give({ cost: 0.3 });
    expect([talk.route, talk.data["tariff"]]).toEqual(["tariff_name_capture", { name: "" }]);
    expect(codeOf(await talk.give({ tariff: { name: "" } }))).toBe("tariff_name_missing");
    await talk.give({ tariff: { name: "Village rate" } });
    expect(talk.route).toBe("contract_term_capture");
    await talk.give({ contract_end_date: "2027-06-30T00:00:00.000Z" });
    expect(talk.data["tariff"]).toMatchObject({ name: "Village rate", contract_end_date: "2027-06-30T00:00:00Z" });
  });

  test("whoever has an advanced tariff comes to a page that no client knows, and can leave it", async () => {
    const talk = await atStructure({ ...edited, route_options: allPages });
    await talk.give({ options: ["ADVANCED"] });
    expect([talk.route, talk.actions]).toEqual(["tariff_advanced_capture", ["BACK", "CLOSE"]]);
    expect(codeOf(await talk.give({}))).toBe("action_missing");
    await talk.act("BACK");
    expect(talk.route).toBe("tariff_structure_select");
  });

  test("Zero has no such options: by hand it asks for both, in days (E5)", async () => {
    const talk = await atStructure({ tariff_id: documentedTariff }, "zero");
    await talk.give({ options: ["TIME_OF_DAY"] });
    await talk.give({ hours: [{ cost: 0.2, valid_from: "00:00:00", valid_to: "00:00:00" }] });
    await talk.give({ tariff: { name: "Village rate" } });
    expect(talk.data).toMatchObject({ contract_start_date: "2026-11-22", contract_end_date: "2027-11-22" });
    expect(talk.data).not.toHaveProperty("contract_term_type");
    await talk.skip();
    expect([talk.route, talk.actions]).toEqual(["summary_tou_confirm", ["SAVE", "EDIT", "DISCONNECT"]]);
    expect(talk.data["tariff"]).toMatchObject({ contract_end_date: null, structure_type: "TIME_OF_DAY" });
    expect((talk.data["rates"] as Record<string, unknown>)["today"]).toHaveLength(24);
    expect(saved(talk)?.structureType).toBe("FIXED");
    await talk.act("SAVE");
    expect(saved(talk)?.structureType).toBe("TIME_OF_DAY");
  });
});

test("the customer of a tariff is its home's, whoever is named", async () => {
  const t = (await Talk.begin(edited)).t;
  const refused = await t.mint("anode", { ...edited, customer_id: `${documentedCustomer}0` });
  expect([refused.status, refused.json?.["code"]]).toEqual([404, "customer_not_found"]);
});
