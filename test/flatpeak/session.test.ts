import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { createFlatpeakApi } from "../../src/dev/emulator/flatpeak-api.ts";
import { newSigningKey } from "../../src/dev/emulator/signing.ts";
import {
  documentedAccount,
  documentedCustomer,
  documentedHome,
  documentedTariff,
  newWorld,
} from "../../src/dev/emulator/world.ts";
import { createFlatPeak } from "../../src/flatpeak/flatpeak.ts";
import { SESSION_SHAPE, sessionComplaints, sessionFieldsOf } from "../../src/flatpeak/session.ts";

const NOW = Date.UTC(2026, 1, 2, 10);
const URLS = { connect_url: "https://connect.example.test/", callback_url: "https://go.example.test/i/x/done" };
const ALL = {
  customer_id: documentedCustomer,
  customer_reference_id: "C-77",
  location_id: documentedHome,
  tariff_direction: "IMPORT",
  tariff_type: "COMMODITY",
  tariff_id: documentedTariff,
  actions: { disconnect_tariff: false, edit_tariff: true },
  route_options: { advanced_tariff_capture: true, tariff_name_capture: true, contract_term_capture: true },
  postal_address_type: "COMMERCIAL",
  postal_address: {
    address_line1: "1 High St",
    address_line2: "Flat 2",
    city: "Leeds",
    state: "ENG",
    post_code: "LS1 1AA",
    country_code: "GB",
  },
} as const;

/** The complaints about what is given, or the fields as they would be sent. */
function read(given: unknown, isZero = false): readonly string[] | object {
  const shape = z.strictObject(SESSION_SHAPE).safeParse(given);
  if (!shape.success) return shape.error.issues.map((it) => `${it.path.join(".")}: ${it.message}`);
  const complaints = sessionComplaints(shape.data, isZero);
  return complaints.length > 0 ? complaints : sessionFieldsOf(shape.data);
}

async function rig(apiVersion: string) {
  const world = newWorld(NOW, await newSigningKey());
  const api = createFlatpeakApi(world, { now: () => NOW, accountId: documentedAccount, apiKey: "sk_test_key" });
  const flatpeak = createFlatPeak({
    apiUrl: "https://api.flatpeak.test",
    apiVersion,
    accountId: documentedAccount,
    apiKey: "sk_test_key",
    fetch: async (input, init) => api.fetch(new Request(input, init)),
    now: () => NOW,
  });
  return { world, flatpeak };
}

describe("a session with all its fields", () => {
  it("is minted in Anode with every field by its name", async () => {
    const { world, flatpeak } = await rig("2025-09-14.anode");
    expect(await flatpeak.mintSession({ ...ALL, ...URLS })).toMatchObject({ kind: "minted" });
    expect(world.tokenRequests).toMatchObject([{ path: "/connect/token", body: { ...ALL, ...URLS } }]);
  });

  it("is minted in Zero with Zero's names", async () => {
    const { world, flatpeak } = await rig("2024-08-24.zero");
    const { actions, route_options, postal_address_type, ...rest } = ALL;
    expect(await flatpeak.mintSession({ ...rest, ...URLS })).toMatchObject({ kind: "minted" });
    const { tariff_direction, tariff_type, ...same } = rest;
    expect(world.tokenRequests.at(-1)).toEqual(
      expect.objectContaining({
        path: "/connect/tariff/token",
        body: {
          ...same,
          direction: tariff_direction,
          type: tariff_type,
          connect_web_uri: URLS.connect_url,
          callback_uri: URLS.callback_url,
        },
      }),
    );
    expect([actions, route_options, postal_address_type].every((it) => it !== undefined)).toBe(true);
  });

  it("says which of FlatPeak's codes refused it", async () => {
    const { flatpeak } = await rig("2025-09-14.anode");
    const refused = await flatpeak.mintSession({ tariff_direction: "LOCAL", ...URLS });
    expect(refused).toEqual({
      kind: "refused",
      why: "FlatPeak mints no token: tariff_direction_not_supported",
    });
  });
});

describe("what a session is asked for with, before FlatPeak is asked", () => {
  it("takes every field, and none at all", () => {
    expect(read(ALL)).toEqual(ALL);
    expect(read({})).toEqual({});
  });

  it("takes Zero's names beside Anode's", () => {
    expect(read({ direction: "EXPORT", type: "COMMODITY" })).toEqual({
      tariff_direction: "EXPORT",
      tariff_type: "COMMODITY",
    });
    expect(read({ direction: "EXPORT", tariff_direction: "EXPORT" })).toEqual({ tariff_direction: "EXPORT" });
    expect(read({ direction: "EXPORT", tariff_direction: "IMPORT" })).toEqual([
      "direction: says something else than tariff_direction",
    ]);
  });

  it.each<[string, unknown, string]>([
    [
      "an id of something else",
      { customer_id: documentedHome },
      "customer_id: must be an id of FlatPeak's, like cus_...",
    ],
    ["an id with blanks", { tariff_id: " trf_1" }, "tariff_id: must be an id of FlatPeak's, like trf_..."],
    [
      "an empty reference",
      { customer_reference_id: " " },
      "customer_reference_id: must be a text of 1 to 200 characters",
    ],
    [
      "a long reference",
      { location_reference_id: "x".repeat(201) },
      "location_reference_id: must be a text of 1 to 200",
    ],
    ["a line break", { customer_reference_id: "a\nb" }, "customer_reference_id: must be a text"],
    ["another direction", { tariff_direction: "import" }, "tariff_direction: must be IMPORT, EXPORT or LOCAL"],
    ["another type", { type: "GRID" }, "type: must be COMMODITY or NON_COMMODITY"],
    ["an unknown action", { actions: { delete: true } }, "actions: has fields that nobody knows: delete"],
    ["an action that is no boolean", { actions: { edit_tariff: 1 } }, "actions.edit_tariff: must be true or false"],
    ["an unknown route option", { route_options: { name: true } }, "route_options: has fields that nobody knows: name"],
    ["an address that is a text", { postal_address: "Leeds" }, "postal_address: must be an object"],
    ["an empty address", { postal_address: {} }, "postal_address: must not be empty"],
    [
      "UK for GB",
      { postal_address: { country_code: "UK" } },
      "postal_address.country_code: must be two capital letters",
    ],
    ["a country that is none", { postal_address: { country_code: "XX" } }, "postal_address.country_code: must be two"],
    ["a place that is no country", { postal_address: { country_code: "EU" } }, "postal_address.country_code: must be"],
    [
      "another kind of address",
      { postal_address_type: "FARM" },
      "postal_address_type: must be RESIDENTIAL or COMMERCIAL",
    ],
    [
      "two names of one home",
      { location_id: "loc_1", location_reference_id: "H-1" },
      "location_reference_id: excludes",
    ],
    ["a grid fee for export", { type: "NON_COMMODITY", direction: "EXPORT" }, "tariff_type: NON_COMMODITY"],
    [
      "both actions",
      { tariff_id: "trf_1", actions: { disconnect_tariff: true, edit_tariff: true } },
      "actions: a tariff",
    ],
    ["an action on nothing", { actions: { disconnect_tariff: true } }, "actions: need a tariff that is there"],
  ])("refuses %s", (_, given, complaint) => {
    expect(read(given)).toEqual([expect.stringContaining(complaint)]);
  });

  it("refuses on Zero what Zero has no field for, and on Anode nothing of it", () => {
    const { actions, route_options, postal_address_type } = ALL;
    const given = { tariff_id: documentedTariff, actions, route_options, postal_address_type };
    expect(read(given, true)).toEqual([
      "actions: is not in Zero, which this account speaks",
      "route_options: is not in Zero, which this account speaks",
      "postal_address_type: is not in Zero, which this account speaks",
    ]);
    expect(read(given)).toEqual(given);
  });

  it("takes every country that people live in by its code", () => {
    for (const country_code of ["GB", "DE", "FR", "NL", "ES", "IT", "NO", "US", "CH", "AX"])
      expect(read({ postal_address: { country_code } })).toEqual({ postal_address: { country_code } });
  });
});
