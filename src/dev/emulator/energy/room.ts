// What the control room asks of the energy side: one day of a home's prices to draw, and a call in its old form and its new one.
// It asks the emulated FlatPeak and the bridge as any client would, with a bearer of its own.
import type { Context } from "hono";
import { Hono } from "hono";
import * as z from "zod";
import type { Courier } from "../delivery.ts";
import { readSaid } from "../said.ts";
import type { PricesView, TriedView } from "../views.ts";
import type { Home, WorldState } from "../world.ts";
import { averageOf, bestOf, curveOf, type Entry, runsOf, withinLimit } from "./curve.ts";
import { exampleCalls } from "./examples.ts";
import { sourceOf } from "./tariff.ts";
import { currencyOf } from "./wire.ts";
import { dayAfter, dayIn, hourMs, midnightIn, offsetAt, written } from "./zone.ts";

export interface EnergyRoomOptions {
  /** World time in milliseconds. */
  now: () => number;
  courier: Courier;
  settings: { accountId: string; apiKey: string };
  /** The emulated FlatPeak API, its paths at the root. */
  flatpeak: Hono;
}

const pricesQuery = z.object({
  location_id: z.string(),
  direction: z.enum(["IMPORT", "EXPORT"]),
  day: z.iso.date().optional(),
});

const tryBody = z.object({
  to: z.enum(["zero", "anode", "bridge"]),
  method: z.enum(["GET", "POST", "PUT"]),
  path: z.string().regex(/^\/(?!\/)/, "must begin with a slash"),
  body: z.string().optional(),
});

const bestMs = 3 * hourMs;

/** The page's routes, below `/_dev/energy`. */
export function createEnergyRoom(world: WorldState, options: EnergyRoomOptions): Hono {
  const { now } = options;
  const room = new Hono();

  room.get("/prices", (c) => {
    const query = pricesQuery.safeParse(c.req.query());
    if (!query.success) return refuse(c, 400, "prices_invalid", z.prettifyError(query.error));
    const home = world.homes.find(({ id }) => id === query.data.location_id);
    if (home === undefined) return refuse(c, 404, "location_not_found", "No such location");
    const day = query.data.day ?? dayIn(now(), home.timezone);
    return c.json(pricesView(home, query.data.direction, day, now()));
  });

  room.get("/calls", (c) => {
    const home = world.homes.find(({ id }) => id === c.req.query("location_id")) ?? world.homes[0];
    if (home === undefined) return refuse(c, 404, "location_not_found", "No such location");
    const begin = midnightIn(dayIn(now(), home.timezone), home.timezone);
    return c.json({ calls: exampleCalls(home, begin) });
  });

  room.post("/try", async (c) => {
    const read = await readSaid(c.req, tryBody);
    if (!read.ok) return refuse(c, 400, "try_invalid", read.problem);
    return c.json(await tried(options, read.said));
  });

  return room;
}

function pricesView(home: Home, direction: "IMPORT" | "EXPORT", day: string, now: number): PricesView {
  const { timezone } = home;
  const stamp = (at: number): string => written(at, offsetAt(at, timezone));
  const common = { day, timezone, currency: currencyOf(home), now: stamp(now) };
  const source = sourceOf(home, direction);
  if (typeof source === "string") return { ...common, refusal: source, entries: [], best: [], contract_end_date: null };
  const entries = curveOf(source, midnightIn(day, timezone), midnightIn(dayAfter(day), timezone), now);
  const best = bestOfDay(entries, direction);
  const isFlat = new Set(entries.map(({ price }) => price.total)).size === 1;
  return {
    ...common,
    refusal: null,
    entries: entries.map(({ from, to, price }) => ({
      from: stamp(from),
      to: stamp(to),
      value: price.total,
      confidence: price.confidence,
    })),
    best: isFlat
      ? []
      : runsOf(best).map((run) => ({
          from: stamp(run[0]?.from ?? 0),
          to: stamp(run.at(-1)?.to ?? 0),
          average: averageOf(run).value,
        })),
    contract_end_date: source.commodity?.lastDay ?? null,
  };
}

/** The three cheapest hours and all that cost no more; for who sells, the dearest. */
function bestOfDay(entries: readonly Entry[], direction: "IMPORT" | "EXPORT"): Entry[] {
  const segment = direction === "IMPORT" ? "LOW" : "HIGH";
  const border = bestOf(entries, segment, bestMs).at(-1);
  return border === undefined ? [] : withinLimit(entries, segment, { absolute: border.price.total });
}

const versions = { zero: "2024-08-24.zero", anode: "2025-09-14.anode", bridge: "2024-08-24.zero" };

async function tried(options: EnergyRoomOptions, asked: z.infer<typeof tryBody>): Promise<TriedView> {
  const { courier, settings, flatpeak } = options;
  const base = asked.to === "bridge" ? `${courier.publicUrl}/zero` : "http://flatpeak.test";
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const request = new Request(base + path, { redirect: "manual", ...init });
    return asked.to === "bridge" ? courier.product(request) : flatpeak.fetch(request);
  };
  const version = { "Flatpeak-Version": versions[asked.to] };
  const basic = `Basic ${btoa(`${settings.accountId}:${settings.apiKey}`)}`;
  const login = await send("/login", { headers: { Authorization: basic, ...version } });
  const token = z.object({ bearer_token: z.string() }).safeParse(await login.json().catch(() => null));
  if (!token.success)
    return { status: login.status, body: "", notes: [], isOff: asked.to === "bridge" && login.status === 404 };
  const response = await send(asked.path, {
    method: asked.method,
    headers: { Authorization: `Bearer ${token.data.bearer_token}`, "Content-Type": "application/json", ...version },
    ...(asked.method === "GET" || asked.body === undefined ? {} : { body: asked.body }),
  });
  const notes = ["deprecation", "retry-after"].flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [`${name}: ${value}`];
  });
  return { status: response.status, body: await response.text(), notes, isOff: false };
}

function refuse(c: Context, status: 400 | 404, code: string, message: string): Response {
  return c.json({ error: { code, message } }, status);
}
