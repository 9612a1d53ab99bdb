// Each call of the energy API with something to ask, as it was written for Zero and as it is written today.
import type { ExampleCall } from "../views.ts";
import type { Home } from "../world.ts";
import { dayMs, hourMs, written } from "./zone.ts";

type Fields = Readonly<Record<string, unknown>>;

const get = (path: string, query: Readonly<Record<string, string | number | boolean>>): ExampleCall["old"] => {
  const texts = Object.entries(query).map(([name, value]) => [name, String(value)]);
  return { method: "GET", path: `${path}?${new URLSearchParams(texts).toString()}`, body: null };
};
const send = (method: "POST" | "PUT", path: string, body: Fields | readonly Fields[] | null): ExampleCall["old"] => ({
  method,
  path,
  body: body === null ? null : JSON.stringify(body, null, 2),
});

/** The calls for a home and the day that begins at `begin`. */
export function exampleCalls(home: Home, begin: number): ExampleCall[] {
  const [start_time, end_time] = [written(begin, 0), written(begin + dayMs, 0)];
  const day = { start_time, end_time };
  const old = { ...day, direction: "IMPORT" };
  const today = { ...day, tariff_direction: "IMPORT" };
  const { id } = home;
  return [
    {
      name: "Prices",
      old: get(`/tariffs/rates/${id}`, { ...old, include_carbon: true }),
      today: send("POST", `/prices/${id}`, today),
    },
    { name: "Price audit", old: get(`/tariffs/audit/${id}`, old), today: send("POST", `/audits/prices/${id}`, today) },
    ...schedules(home, old, today),
    ...costs(home, begin),
    {
      name: "Connect token",
      old: send("POST", "/connect/tariff/token", {
        location_id: id,
        connect_web_uri: "https://app.example.com/connect",
        callback_uri: "https://app.example.com/done",
      }),
      today: send("POST", "/connect/token", {
        location_id: id,
        connect_url: "https://app.example.com/connect",
        callback_url: "https://app.example.com/done",
      }),
    },
  ];
}

type Question = Readonly<Record<string, string>>;

function schedules({ id }: Home, old: Question, today: Question): ExampleCall[] {
  const { direction, ...day } = old;
  const max_power = { units: "KW", value: 7 };
  const wish = { device_id: "dev_car", ...day, energy: { units: "KWH", value: 20 } };
  return [
    {
      name: "Best hours by duration",
      old: get(`/slots/time/${id}`, { ...old, segment: "LOW", duration: 180 }),
      today: send("POST", `/schedules/duration/${id}`, { ...today, segment: "LOW", duration: 180 }),
    },
    {
      name: "Best hours by price",
      old: get(`/slots/threshold/${id}`, { ...old, segment: "LOW", relative: 0.3 }),
      today: send("POST", `/schedules/limit/${id}`, { ...today, segment: "LOW", relative: 0.3 }),
    },
    {
      name: "Schedule of an amount",
      old: send("POST", "/schedules", { location_id: id, max_power, data: [{ ...wish, direction }] }),
      today: send("POST", `/schedules/amount/${id}`, { max_power, data: [{ ...wish, tariff_direction: direction }] }),
    },
  ];
}

function costs({ id }: Home, begin: number): ExampleCall[] {
  const hours = { start_time: written(begin, 0), end_time: written(begin + 2 * hourMs, 0) };
  const record = { location_id: id, session_reference_id: "example", units: "KWH", value: 3.5, ...hours };
  const old = { ...record, direction: "IMPORT" };
  const today = { ...record, energy_flow_direction: "INBOUND", tariff_direction: "IMPORT" };
  const day = { start_time: written(begin, 0), end_time: written(begin + dayMs, 0) };
  const data = [0, 1, 2].map((no) => ({ time: (begin + no * hourMs) / 1000, value: 1000 + no * 1.5 }));
  const meter = { location_id: id, units: "KWH", data };
  return [
    {
      name: "Cost of one record",
      old: send("POST", "/costs/instant?non_persistent=true", old),
      today: send("POST", "/costs/instant?non_persistent=true", today),
    },
    {
      name: "Meter records",
      old: send("PUT", "/meters/interval", [old]),
      today: send("PUT", "/meters/interval", [today]),
    },
    {
      name: "Meter readings",
      old: send("PUT", "/meters/cumulative/epoch", { ...meter, direction: "IMPORT" }),
      today: send("PUT", "/meters/cumulative/epoch", {
        ...meter,
        energy_flow_direction: "INBOUND",
        tariff_direction: "IMPORT",
      }),
    },
    {
      name: "Cost by time",
      old: send("POST", `/costs/interval/${id}?aggregation=DAY&direction=IMPORT`, day),
      today: send("POST", `/costs/interval/${id}?aggregation=DAY&tariff_direction=IMPORT`, day),
    },
    {
      name: "Cost of a session",
      old: send("POST", "/costs/session/example?direction=IMPORT", null),
      today: send("POST", "/costs/session/example?tariff_direction=IMPORT", null),
    },
  ];
}
