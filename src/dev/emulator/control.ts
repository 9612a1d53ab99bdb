// Everything under /_dev for scripts and for the control room: trigger, clock, faults, inbox, state.
// It never speaks FlatPeak's wire; that is flatpeak-api.ts and connect/api.ts.
import type { Context } from "hono";
import { Hono } from "hono";
import * as z from "zod";
import { arrival, eventsAtProduct } from "./arrival.ts";
import { advanceClock, parseSpan } from "./clock.ts";
import { phoneOf } from "./contacts.ts";
import { deliver, noted } from "./delivery.ts";
import { defaultShape, eventShapes, eventTypes, makeEvent, rememberEvent } from "./events.ts";
import { fateOf } from "./fate.ts";
import { faultAnswer, faultComplaint, faultModes, faultTargets, realWait, setFault } from "./faults.ts";
import { settleFleet } from "./fleet.ts";
import { completeInbox, inboxView, receiveHandoff } from "./inbox.ts";
import type { ProviderOptions } from "./provider.ts";
import { readSaid } from "./said.ts";
import { stateView } from "./state-view.ts";
import { repairTariff, setTruth } from "./tariffs.ts";
import { replyBySms } from "./twilio.ts";
import { replyByWhatsApp } from "./whatsapp.ts";
import type { WorldState } from "./world.ts";
import { documentedCustomer, documentedTariff, findTariff, remember, resetWorld } from "./world.ts";

const aSpan = 'must be a span like "90s", "5m", "72h" or "3d"';
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
  code: z.union([z.int().positive(), z.string().min(1)]).optional(),
});
const repairBody = z.object({ tariff_id: z.string() });
const tariffBody = z.object({
  tariff_id: z.string(),
  status: z.enum(["CONNECTED", "ERROR", "NOT_CONNECTED"]).optional(),
  connection_type: z.enum(["DIRECT", "LIBRARY", "MARKET", "MANUAL"]).optional(),
  contract_end_date: z.iso.date().nullish(),
  structure_type: z.enum(["FIXED", "TIME_OF_DAY", "MARKET", "DYNAMIC"]).optional(),
});
const clockBody = z.object({
  advance: z.string(aSpan).transform((text, context) => {
    const milliseconds = parseSpan(text);
    if (milliseconds !== null) return { text, milliseconds };
    context.addIssue(aSpan);
    return z.NEVER;
  }),
});
const contactBody = z.object({ customer_id: z.string().optional(), locale: z.string() });
/** With other people in it, the world is one that the product knows nothing of. */
const resetBody = z.object({
  people: z
    .string()
    .regex(/^[0-9a-f]{12}$/, "must be twelve hex digits")
    .optional(),
});
const alertBody = z.object({ text: z.string().min(1) });
const fleetBody = z.object({ customers: z.int().min(0).max(200) });
const replyBody = z.object({
  customer_id: z.string().optional(),
  from: z.string().optional(),
  body: z.string(),
  channel: z.enum(["sms", "whatsapp"]).optional(),
  /** What a button below a message by WhatsApp stands for. */
  button: z.string().optional(),
});

/** The HTTP surface of the control room, without its page. */
export function createControlApi(world: WorldState, options: ProviderOptions): Hono {
  const { now, courier, settings } = options;
  const control = new Hono();
  /** Who is meant where nobody is named. */
  const firstCustomer = (): string => world.customers[0]?.id ?? documentedCustomer;

  control.get("/state", (c) => c.json(stateView(world, now(), settings.differences)));

  control.post("/trigger", async (c) => {
    const body = await readSaid(c.req, triggerBody);
    if (!body.ok) return refuse(c, 400, "trigger_invalid", body.problem);
    const { type, location_id } = body.said;
    const home = world.homes.find((candidate) => candidate.id === location_id);
    if (location_id !== undefined && home === undefined)
      return refuse(c, 404, "location_not_found", "No such location");
    const tariffId = body.said.tariff_id ?? (home ?? world.homes[0])?.tariffs[0]?.id ?? documentedTariff;
    if (home !== undefined && !home.tariffs.some((tariff) => tariff.id === tariffId)) {
      return refuse(c, 404, "tariff_not_found", "That location has no such tariff");
    }
    const shape = body.said.shape ?? defaultShape(settings.apiVersion);
    const event = makeEvent(world, type, tariffId, shape, now());
    if (event === null) return refuse(c, 404, "tariff_not_found", "No such tariff");
    const customerId = findTariff(world, tariffId)?.home.customerId ?? "";
    const before = await eventsAtProduct(courier, settings.operatorToken, customerId);
    const remembered = rememberEvent(world, event, now(), null);
    const { status, body: answer } = await deliver(world, remembered, courier, now());
    const { wait = realWait } = options;
    if (status === 200) await arrival(courier, settings.operatorToken, customerId, before, wait, c.req.raw.signal);
    const asking = { courier, settings, wait, signal: c.req.raw.signal, patienceMs: 0 };
    const outcome = await fateOf(world, asking, remembered, { status, body: answer });
    const delivery = world.deliveries.find(({ eventId }) => eventId === remembered.id);
    if (delivery !== undefined) noted(delivery, outcome);
    return c.json({ event, tariff_id: tariffId, customer_id: customerId, delivery: { status, body: answer }, outcome });
  });

  control.post("/repair", async (c) => {
    const body = await readSaid(c.req, repairBody);
    if (!body.ok) return refuse(c, 400, "repair_invalid", body.problem);
    const found = findTariff(world, body.said.tariff_id);
    if (found === null) return refuse(c, 404, "tariff_not_found", "No such tariff");
    repairTariff(found.tariff, now());
    return c.json({ tariff_id: found.tariff.id, status: found.tariff.status });
  });

  control.post("/tariff", async (c) => {
    const body = await readSaid(c.req, tariffBody);
    if (!body.ok) return refuse(c, 400, "tariff_invalid", body.problem);
    const found = findTariff(world, body.said.tariff_id);
    if (found === null) return refuse(c, 404, "tariff_not_found", "No such tariff");
    setTruth(found.tariff, body.said);
    const { id, status, connectionType, contractEndDate } = found.tariff;
    return c.json({ tariff_id: id, status, connection_type: connectionType, contract_end_date: contractEndDate });
  });

  control.post("/clock", async (c) => {
    const body = await readSaid(c.req, clockBody);
    if (!body.ok) return refuse(c, 400, "advance_invalid", body.problem);
    const { advance } = body.said;
    const customers = await advanceClock(world, advance.milliseconds, courier, settings.operatorToken, now);
    return c.json({ now: new Date(now()).toISOString(), advanced_ms: advance.milliseconds, customers });
  });

  control.post("/faults", async (c) => {
    const body = await readSaid(c.req, faultBody);
    if (!body.ok) return refuse(c, 400, "fault_invalid", body.problem);
    const { target, mode, count, code } = body.said;
    const complaint = faultComplaint(target, mode, code);
    if (complaint !== null) return refuse(c, 400, "fault_invalid", complaint);
    setFault(world, target, mode, count ?? null, code);
    return c.json({ faults: world.faults });
  });

  control.delete("/faults", (c) => {
    world.faults = {};
    return c.body(null, 204);
  });

  control.get("/inbox", async (c) => {
    await completeInbox(world, options);
    return c.json(inboxView(world));
  });

  control.delete("/inbox", (c) => {
    world.messages = [];
    world.publications = [];
    return c.body(null, 204);
  });

  control.post("/reply", async (c) => {
    const body = await readSaid(c.req, replyBody);
    if (!body.ok) return refuse(c, 400, "reply_invalid", body.problem);
    const from = body.said.from ?? phoneOf(world, body.said.customer_id ?? firstCustomer());
    const { body: words, channel, button = null, customer_id: customerId = null } = body.said;
    const status =
      channel === "whatsapp"
        ? await replyByWhatsApp(world, options, from, { body: words, button, customerId })
        : await replyBySms(world, options, from, words);
    return c.json({ status });
  });

  control.post("/contact", async (c) => {
    const body = await readSaid(c.req, contactBody);
    if (!body.ok) return refuse(c, 400, "contact_invalid", body.problem);
    const { customer_id = firstCustomer(), locale } = body.said;
    return asOperator(`${encodeURIComponent(customer_id)}/contact`, {
      method: "PUT",
      body: JSON.stringify({ locale }),
    });
  });

  // Answered before it is done: nobody who starts the server waits for it.
  control.post("/fleet", async (c) => {
    const body = await readSaid(c.req, fleetBody);
    if (!body.ok) return refuse(c, 400, "fleet_invalid", body.problem);
    const { customers } = body.said;
    options.later(() => settleFleet(world, customers, options));
    return c.json({ customers }, 202);
  });

  control.post("/handoff", async (c) => {
    const failed = await faultAnswer(world, ["handoff"], options.wait ?? realWait, c.req.raw.signal);
    if (failed !== null) return failed;
    const raw = await c.req.text();
    const receipt = receiveHandoff(world, raw, c.req.raw.headers, settings.handoffSecret, now());
    if (receipt.status === 200) return c.json({ status: receipt.code });
    return refuse(c, receipt.status, receipt.code, "Not a delivery signed with the handoff secret");
  });

  // An incoming webhook as chats have it. An empty text is refused, as by theirs.
  control.post("/alerts", async (c) => {
    const failed = await faultAnswer(world, ["alerts"], options.wait ?? realWait, c.req.raw.signal);
    if (failed !== null) return failed;
    const body = alertBody.safeParse(await c.req.json().catch(() => null));
    if (!body.success) return refuse(c, 400, "no_text", "text must say something");
    // What troubles the company happens by the real clock, which the text speaks of too.
    remember((world.alerts ??= []), { at: now() - world.clockOffsetMs, text: body.data.text });
    return c.text("ok");
  });

  control.post("/reset", async (c) => {
    const body = await readSaid(c.req, resetBody, {});
    if (!body.ok) return refuse(c, 400, "reset_invalid", body.problem);
    resetWorld(world, now(), body.said.people ?? null);
    return c.json(stateView(world, now(), settings.differences));
  });

  const asOperator = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { Authorization: `Bearer ${settings.operatorToken}`, "Content-Type": "application/json" };
    const url = `${courier.publicUrl}/v1/customers/${path}`;
    const response = await courier.product(new Request(url, { ...init, headers }));
    return new Response(response.body, response);
  };

  control.get("/customers/:id", (c) => asOperator(encodeURIComponent(c.req.param("id"))));

  control.all("*", (c) => refuse(c, 404, "not_found", "No such control; GET /_dev/ shows what there is"));
  return control;
}

function refuse(c: Context, status: 400 | 401 | 404, code: string, message: string): Response {
  return c.json({ error: { code, message } }, status);
}
