import { describe, expect, test } from "vitest";
import { asRecord } from "../../../../src/dev/emulator/tariffs.ts";
import { documentedCustomer, documentedHome, documentedTariff } from "../../../../src/dev/emulator/world.ts";
import { TestWorld } from "../support.ts";
import { published, strand, supplier, Talk } from "./talk.ts";

const berlin = { ...strand, city: "Berlin", post_code: "10117", country_code: "DE" };

/** Chooses a published tariff, and in Zero saves it. */
async function choose(talk: Talk): Promise<void> {
  await talk.give({ provider: { id: supplier.northwind } });
  await talk.give({ tariff: { id: published(1, "northwind") } });
  if (talk.generation === "anode") return;
  await talk.skip();
  await talk.act("SAVE");
}

describe("a new home is connected", () => {
  test.each(["anode", "zero"] as const)(
    "%s: home and customer exist from the end of the session",
    async (generation) => {
      const references = { customer_reference_id: "C-77", location_reference_id: "H-77" };
      const talk = await Talk.begin({ ...references, postal_address: berlin }, generation);
      const path = generation === "zero" ? "/connect/tariff/token" : "/connect/token";
      const read = async () => talk.t.asProduct(`${path}?connect_token=${talk.token}`);
      expect(talk.route).toBe("provider_select");
      expect([(await read()).status, talk.t.world.homes.length]).toEqual([422, 2]);

      await choose(talk);
      expect(talk.reported).toEqual(["connect_session.complete", "location.update"]);
      const session = (await read()).json;
      expect(session).toMatchObject({ ...references, complete_action: "SAVE", is_tariff_processed: true });
      const home = (await talk.t.asProduct(`/locations/${String(session?.["location_id"])}`)).json;
      expect(home).toMatchObject({
        reference_id: "H-77",
        customer_id: session?.["customer_id"],
        timezone: "Europe/Berlin",
        currency_code: "EUR",
        postal_address: berlin,
        tariff_status: { commodity_import: "CONNECTED", commodity_export: "NOT_CONNECTED" },
      });
      const customer = (await talk.t.asProduct(`/customers/${String(session?.["customer_id"])}`)).json;
      expect(customer).toMatchObject({ reference_id: "C-77", locations: [session?.["location_id"]] });
      const told = JSON.parse(talk.t.finished[0]?.raw ?? "{}") as unknown;
      expect(asRecord(asRecord(told)["data"])["location_id"]).toBe(session?.["location_id"]);

      // The same references lead to the same home and the same customer.
      const more = { ...references, postal_address: berlin };
      const again = await Talk.begin({ ...more, ...slot("export", generation) }, generation, talk.t);
      await choose(again);
      expect([talk.t.world.homes.length, talk.t.world.customers.length]).toEqual([3, 2]);
    },
  );

  test("a sign-in that takes long has its home already", async () => {
    const talk = await Talk.begin({ customer_id: documentedCustomer, postal_address: berlin });
    await talk.signIn(supplier.harbour, "slow");
    expect(talk.route).toBe("tariff_connection_pending");
    const home = talk.t.world.homes[2];
    expect(home).toMatchObject({ customerId: documentedCustomer, tariffs: [{ status: "NOT_CONNECTED" }] });
    await talk.t.request("/_dev/clock", { advance: "6h" });
    expect(home?.tariffs[0]?.status).toBe("CONNECTED");
  });

  test("who leaves before the end leaves nothing behind", async () => {
    const talk = await Talk.begin({ postal_address: berlin });
    await talk.give({ provider: { id: supplier.northwind } });
    await talk.act("CLOSE");
    expect([talk.t.world.homes.length, talk.t.world.customers.length, talk.reported]).toEqual([2, 1, []]);
  });
});

function slot(direction: "import" | "export", generation: "anode" | "zero", type = "COMMODITY"): object {
  const value = direction.toUpperCase();
  return generation === "zero" ? { direction: value, type } : { tariff_direction: value, tariff_type: type };
}

describe("the slot", () => {
  test.each(["anode", "zero"] as const)("%s: another one of a known home", async (generation) => {
    const asked = { location_id: documentedHome, ...slot("export", generation) };
    const talk = await Talk.begin(asked, generation);
    expect([talk.route, talk.last?.json?.["direction"]]).toEqual(["provider_select", "EXPORT"]);
    await choose(talk);
    const { json } = await talk.t.asProduct(`/locations/${documentedHome}/status`);
    expect(asRecord(json?.["tariff_status"])["commodity_export"]).toMatchObject({ status: "CONNECTED " });
  });

  test("of a home's tariffs the one of that slot is shown, and its type said", async () => {
    const talk = await Talk.begin({ location_id: documentedHome, ...slot("import", "anode", "NON_COMMODITY") });
    expect(talk.last?.json).toMatchObject({
      route: "tariff_summary",
      direction: "IMPORT",
      type: "NON_COMMODITY",
      data: { provider: { display_name: "Northwind Energy" } },
    });
  });
});

describe("what is refused", () => {
  test.each([
    ["anode", { tariff_direction: "SIDEWAYS" }, "tariff_direction_invalid"],
    ["anode", { tariff_direction: "LOCAL" }, "tariff_direction_not_supported"],
    ["anode", { tariff_type: "GAS" }, "tariff_type_invalid"],
    ["anode", { tariff_direction: "EXPORT", tariff_type: "NON_COMMODITY" }, "tariff_direction_not_supported"],
    ["anode", { postal_address_type: "CASTLE" }, "postal_address_type_invalid"],
    ["anode", { postal_address: { country_code: "Z" } }, "country_code_invalid"],
    ["anode", { location_id: documentedHome, location_reference_id: "H-1" }, "location_reference_id_invalid"],
    ["anode", { location_id: "loc_0" }, "location_not_found"],
    ["anode", { customer_id: "cus_0" }, "customer_not_found"],
    ["zero", { direction: "SIDEWAYS" }, "tariff_direction_invalid"],
    ["zero", { type: "GAS" }, "tariff_type_invalid"],
  ] as const)("%s %j: %s", async (generation, asked, code) => {
    const t = new TestWorld();
    const refused = await t.mint(generation, asked);
    expect(refused.json).toMatchObject({ object: "error", context: "api.connect_token_create", code });
    expect(t.world.tokens).toEqual([]);
  });

  test("each generation reads its own names alone", async () => {
    const zero = await Talk.begin({ tariff_id: documentedTariff, actions: { disconnect_tariff: true } }, "zero");
    expect(zero.route).toBe("summary_fixed_confirm");
    const anode = await Talk.begin({ postal_address: strand, direction: "EXPORT" });
    expect(anode.last?.json?.["direction"]).toBe("IMPORT");
  });
});
