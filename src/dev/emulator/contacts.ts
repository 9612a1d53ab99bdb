// The company's customer records in miniature: a made-up contact for every customer, told to the product when it asks.
// Numbers are of Ofcom's range for drama and addresses of example.com: nobody has them.
import { Hono } from "hono";
import { Webhook } from "standardwebhooks";
import { faultAnswer, realWait } from "./faults.ts";
import type { ProviderOptions } from "./provider.ts";
import { storyOf } from "./story.ts";
import { asRecord, asText } from "./tariffs.ts";
import type { WorldState } from "./world.ts";

export interface EmulatedContact {
  /** E.164. */
  phone: string;
  email: string;
  push_token: string;
  /** Agreed to WhatsApp. Nothing comes by it where `CHANNEL_ORDER` does not name it. */
  whatsapp: boolean;
  locale: string;
  timezone: string;
}

/** A small number that is always the same for the same text (FNV-1a). */
function numberOf(text: string, below: number): number {
  let hash = 2_166_136_261;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return hash % below;
}

/** The contact of a customer; the first hundred numbers of the range are the company's own. */
export function contactOf(world: WorldState, customerId: string): EmulatedContact {
  const home = world.homes.find((it) => it.customerId === customerId || it.id === customerId);
  return {
    phone: `+447700900${100 + numberOf(customerId, 900)}`,
    email: `customer.${customerId
      .slice(-6)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, "x")}@example.com`,
    push_token: `emulated-token-${customerId}`,
    whatsapp: true,
    locale: "en",
    timezone: home?.timezone ?? "Europe/London",
  };
}

const isByNumber = (channel: string): boolean => channel === "sms" || channel === "whatsapp";

/** The number a customer is written to: the one their last SMS or WhatsApp message went to, else the one in the records. */
export function phoneOf(world: WorldState, customerId: string): string {
  const last = world.messages.findLast((it) => isByNumber(it.channel) && it.facts.customer_id === customerId);
  return last?.to ?? contactOf(world, customerId).phone;
}

/**
 * The contact lookup at its root: takes a Standard Webhooks delivery and answers for every customer of the account. What
 * the product was told of a customer before is left out, so that a contact put by hand is the one that counts.
 */
export function createContacts(world: WorldState, options: ProviderOptions): Hono {
  const { settings, courier } = options;
  const contacts = new Hono();

  contacts.post("/", async (c) => {
    const failed = await faultAnswer(world, ["contacts"], options.wait ?? realWait, c.req.raw.signal);
    if (failed !== null) return failed;
    const customerId = readQuestion(await c.req.text(), c.req.raw.headers, settings.contactSecret);
    if (customerId === null) return c.json({ error: { code: "signature_invalid" } }, 401);
    if (!/^(?:cus|loc)_\w+$/.test(customerId)) return c.json({ error: { code: "customer_not_found" } }, 404);
    const told = (await storyOf(courier, settings.operatorToken, customerId))?.contact ?? {};
    const isTold: Record<string, unknown> = { ...told, push_token: told["push"] === true ? "yes" : null };
    const contact = Object.entries(contactOf(world, customerId)).filter(([name]) => asText(isTold[name]) === null);
    return c.json(Object.fromEntries(contact));
  });

  return contacts;
}

/** Whose contact is asked for; null where the question is not signed with the secret. */
function readQuestion(raw: string, headers: Headers, secret: string): string | null {
  const signed: Record<string, string> = {};
  for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) signed[name] = headers.get(name) ?? "";
  try {
    return asText(asRecord(asRecord(new Webhook(secret).verify(raw, signed))["data"])["customer_id"]) ?? "";
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
