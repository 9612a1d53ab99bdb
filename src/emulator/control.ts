// Everything under /_dev for scripts and for the control room: trigger, clock, faults, inbox, state.
// It never speaks FlatPeak's wire; that is flatpeak-api.ts and connect-api.ts.
import type { Context } from "hono";
import { Hono } from "hono";
import * as z from "zod";
import { arrival, eventsAtProduct } from "./arrival.ts";
import { advanceClock, parseSpan } from "./clock.ts";
import type { Courier } from "./delivery.ts";
import { deliver } from "./delivery.ts";
import { defaultShape, eventShapes, eventTypes, makeEvent, rememberEvent } from "./events.ts";
import type { Wait } from "./faults.ts";
import { faultAnswer, faultModes, faultTargets, realWait, setFault, takeFault } from "./faults.ts";
import { inboxView, receiveHandoff } from "./inbox.ts";
import type { EmulatorSettings } from "./settings.ts";
import { stateView } from "./state-view.ts";
import { repairTariff } from "./tariffs.ts";
import type { WorldState } from "./world.ts";
import { documentedTariff, findTariff, newWorld } from "./world.ts";

export interface ControlOptions {
  /** World time in milliseconds. */
  now: () => number;
  courier: Courier;
  settings: EmulatorSettings;
  wait?: Wait;
}

const triggerBody = z.object({
  type: z.enum(eventTypes),
  tariff_id: z.string().optional(),
  location_id: z.string().optional(),
  shape: z.enum(eventShapes).optional(),
});
const faultBody = z.object({
  target: z.enum(faultTargets),
  mode: z.enum(faultModes),
  count: z.int().positive().optional(),
});
const repairBody = z.object({ tariff_id: z.string() });

/** The HTTP surface of the control room, without its page. */
export function createControlApi(world: WorldState, options: ControlOptions): Hono {
  const { now, courier, settings } = options;
  const control = new Hono();

  control.get("/state", (c) => c.json(stateView(world, now())));

  control.post("/trigger", async (c) => {
    const body = triggerBody.safeParse(await readJson(c));
    if (!body.success) return refuse(c, 400, "trigger_invalid", reasons(body.error));
    const { type, location_id } = body.data;
    const home = world.homes.find((candidate) => candidate.id === location_id);
    if (location_id !== undefined && home === undefined)
      return refuse(c, 404, "location_not_found", "No such location");
    const tariffId = body.data.tariff_id ?? home?.tariffs[0]?.id ?? documentedTariff;
    if (home !== undefined && !home.tariffs.some((tariff) => tariff.id === tariffId)) {
      return refuse(c, 404, "tariff_not_found", "That location has no such tariff");
    }
    const shape = body.data.shape ?? defaultShape(settings.apiVersion);
    const event = makeEvent(world, type, tariffId, shape, now());
    if (event === null) return refuse(c, 404, "tariff_not_found", "No such tariff");
    const customerId = findTariff(world, tariffId)?.home.customerId ?? "";
    const before = await eventsAtProduct(courier, settings.operatorToken, customerId);
    const delivery = await deliver(world, rememberEvent(world, event, now(), null), courier, now());
    if (delivery.status === 200) {
      await arrival(courier, settings.operatorToken, customerId, before, options.wait ?? realWait, c.req.raw.signal);
    }
    return c.json({ event, delivery: { status: delivery.status, body: delivery.body } });
  });

  control.post("/repair", async (c) => {
    const body = repairBody.safeParse(await readJson(c));
    if (!body.success) return refuse(c, 400, "repair_invalid", reasons(body.error));
    const found = findTariff(world, body.data.tariff_id);
    if (found === null) return refuse(c, 404, "tariff_not_found", "No such tariff");
    repairTariff(found.tariff, now());
    return c.json({ tariff_id: found.tariff.id, status: found.tariff.status });
  });

  control.post("/clock", async (c) => {
    const body = z.object({ advance: z.string() }).safeParse(await readJson(c));
    const text = body.success ? body.data.advance : "";
    const milliseconds = parseSpan(text);
    if (milliseconds === null) {
      return refuse(c, 400, "advance_invalid", 'advance must be a span like "90s", "5m", "72h" or "3d"');
    }
    const customers = await advanceClock(world, { text, milliseconds }, courier, settings.operatorToken, now);
    return c.json({ now: new Date(now()).toISOString(), advanced_ms: milliseconds, customers });
  });

  control.post("/faults", async (c) => {
    const body = faultBody.safeParse(await readJson(c));
    if (!body.success) return refuse(c, 400, "fault_invalid", reasons(body.error));
    setFault(world, body.data.target, body.data.mode, body.data.count ?? null);
    return c.json({ faults: world.faults });
  });

  control.delete("/faults", (c) => {
    world.faults = {};
    return c.body(null, 204);
  });

  control.get("/inbox", (c) => c.json(inboxView(world)));

  control.delete("/inbox", (c) => {
    world.inbox = [];
    return c.body(null, 204);
  });

  control.post("/handoff", async (c) => {
    const mode = takeFault(world, ["handoff"]);
    const failed = mode === null ? null : await faultAnswer(mode, options.wait ?? realWait, c.req.raw.signal);
    if (failed !== null) return failed;
    const raw = await c.req.text();
    const receipt = receiveHandoff(world, raw, c.req.raw.headers, settings.handoffSecret, now());
    if (receipt.status === 200) return c.json({ status: receipt.code });
    return refuse(c, receipt.status, receipt.code, "Not a delivery signed with the handoff secret");
  });

  control.post("/reset", (c) => {
    // The clock stays where it is: the product's test clocks cannot be turned back either.
    const { clockOffsetMs, key, accountId } = world;
    Object.assign(world, newWorld(now(), key, accountId), { clockOffsetMs });
    return c.json(stateView(world, now()));
  });

  control.get("/customers/:id", async (c) => {
    const url = `${courier.publicUrl}/v1/customers/${encodeURIComponent(c.req.param("id"))}`;
    const headers = { Authorization: `Bearer ${settings.operatorToken}` };
    const response = await courier.product(new Request(url, { headers }));
    return new Response(response.body, response);
  });

  control.all("*", (c) => refuse(c, 404, "not_found", "No such control; GET /_dev/ shows what there is"));
  return control;
}

async function readJson(c: Context): Promise<unknown> {
  return c.req.json().catch(() => null);
}

function reasons(error: z.ZodError): string {
  return error.issues.map((issue) => [...issue.path, issue.message].join(": ")).join("; ");
}

function refuse(c: Context, status: 400 | 401 | 404, code: string, message: string): Response {
  return c.json({ error: { code, message } }, status);
}
