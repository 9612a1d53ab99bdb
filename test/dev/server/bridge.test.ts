// The round trip through the whole Worker: what the emulated FlatPeak answers to a call of Zero's is what the bridge makes of its
// answer to today's call. Prices of every structure, and days of 23 and 25 hours, are in test/dev/emulator/energy/bridge.test.ts.
import { describe, expect, test } from "vitest";
import { differencesOf } from "../../../src/dev/emulator/browser/compare.ts";
import type { ExampleCall, TriedView } from "../../../src/dev/emulator/views.ts";
import { moveIn } from "./household.ts";
import type { Client } from "./server.ts";

/** All that may differ, and why. */
const named: Readonly<Record<string, string>> = {
  time_created: "the two are asked one after the other",
  next_update: "Anode has dropped it; the bridge answers the next midnight",
  "data[].carbon": "Anode has no carbon figures",
  "data.carbon": "Anode has no carbon figures",
  "carbon_sources[]": "Anode has no carbon figures",
};
/** The ids of what was made twice. */
const made: Readonly<Record<string, string>> = {
  "Meter records": "id",
  "Meter readings": "id",
  "Connect token": "connect_token",
};

const tried = async (server: Client, to: string, { method, path, body }: ExampleCall["old"]): Promise<TriedView> =>
  (await server.post("/_dev/energy/try", { to, method, path, ...(body === null ? {} : { body }) })).json as TriedView;

const homesOf = async (server: Client): Promise<string[]> => {
  const { locations } = (await server.get("/_dev/state")).json as { locations: { id: string }[] };
  return locations.map(({ id }) => id);
};

const callsOf = async (server: Client, home: string): Promise<ExampleCall[]> =>
  ((await server.get(`/_dev/energy/calls?location_id=${home}`)).json as { calls: ExampleCall[] }).calls;

async function unnamed(server: Client, name: string, request: ExampleCall["old"]): Promise<string[]> {
  const zero = await tried(server, "zero", request);
  const bridge = await tried(server, "bridge", request);
  const said = [name, bridge.status].join(" ");
  const found = differencesOf(JSON.parse(zero.body), JSON.parse(bridge.body));
  const other = found.filter((it) => !(it.name in named) && it.name !== made[name]);
  return [
    ...(zero.status === bridge.status ? [] : [`${said} instead of ${zero.status}`]),
    ...other.map((it) => `${said}: ${it.name} ${it.how}`),
  ];
}

describe("what Zero answers and what the bridge answers is the same, but for a named list", () => {
  test("for every call, of what is used and of what is sold", async () => {
    const { server, tariffs } = await moveIn();
    for (const tariff_id of [tariffs[0], tariffs[2]])
      await server.post("/_dev/tariff", { tariff_id, structure_type: "MARKET" });
    const found: string[] = [];
    for (const home of await homesOf(server))
      for (const { name, old } of await callsOf(server, home)) {
        found.push(...(await unnamed(server, name, old)));
        if (!old.path.includes("direction=IMPORT") || old.method !== "GET") continue;
        const sold = { ...old, path: old.path.replace("direction=IMPORT", "direction=EXPORT") };
        found.push(...(await unnamed(server, name, sold)));
      }
    expect(found).toEqual([]);
  });

  test("for FlatPeak's own refusals", async () => {
    const { server, tariffs } = await moveIn();
    const [home] = await homesOf(server);
    const request = {
      method: "GET",
      path: `/tariffs/rates/${home}?end_time=2099-01-01T00:00:00Z`,
      body: null,
    } as const;
    const near = new Date(Date.now() + 86_400_000).toISOString().replace(/\.\d+/, "");
    const asked = { ...request, path: `/tariffs/rates/${home}?end_time=${near}` };
    const answers = async () => [await tried(server, "zero", asked), await tried(server, "bridge", asked)];
    const codes = async () =>
      (await answers()).map(({ status, body }) => [status, (JSON.parse(body) as { code: string }).code]);

    await server.post("/_dev/tariff", { tariff_id: tariffs[0], status: "ERROR" });
    expect(await codes()).toEqual([
      [422, "no_price_data"],
      [422, "no_price_data"],
    ]);
    await server.post("/_dev/tariff", { tariff_id: tariffs[0], status: "NOT_CONNECTED" });
    expect(await codes()).toEqual([
      [422, "no_tariff_connected"],
      [422, "no_tariff_connected"],
    ]);
    await server.post("/_dev/faults", { target: "energy", mode: "429" });
    const limited = await answers();
    await server.get("/_dev/faults", { method: "DELETE" });
    for (const { status, notes } of limited)
      expect([status, notes]).toEqual([429, expect.arrayContaining(["retry-after: 5"])]);
  });
});
