// What reached the customer and the company, by whatever channel, in one form.
// A channel's wire says less than the company's backend is told; the rest is asked of the product, as an operator would.
import { Webhook } from "standardwebhooks";
import { firstSpoken, languageIn, languageOf } from "../../text/language.ts";
import type { Courier } from "./delivery.ts";
import { isOfFleet } from "./fleet.ts";
import type { Button, Message, MessageChannel } from "./messages.ts";
import { messageFacts } from "./messages.ts";
import type { EmulatorSettings } from "./settings.ts";
import type { StoryFacts } from "./story.ts";
import { storyOf } from "./story.ts";
import { asRecord, asText } from "./tariffs.ts";
import type { InboxView, MessageView } from "./views.ts";
import type { WorldState } from "./world.ts";
import { remember } from "./world.ts";

const keep = 500;

export interface Receipt {
  status: 200 | 400 | 401;
  code: "kept" | "duplicate" | "signature_invalid" | "body_invalid";
}

/** Checks a Standard Webhooks delivery against `secret` (`whsec_...`) and keeps it. `now` is world time. */
export function receiveHandoff(
  world: WorldState,
  rawBody: string,
  headers: Headers,
  secret: string,
  now: number,
): Receipt {
  const signed: Record<string, string> = {};
  for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) signed[name] = headers.get(name) ?? "";
  let body: Record<string, unknown>;
  try {
    body = asRecord(new Webhook(secret).verify(rawBody, signed));
  } catch (error) {
    const isJson = error instanceof SyntaxError;
    return isJson ? { status: 400, code: "body_invalid" } : { status: 401, code: "signature_invalid" };
  }
  const id = signed["webhook-id"] ?? "";
  // It asks whether anybody is there, and tells of nothing.
  if (body["type"] === "ping") return { status: 200, code: "kept" };
  const isKept = [...world.messages.filter((it) => it.channel === "handoff"), ...world.publications];
  if (isKept.some((it) => it.id === id)) return { status: 200, code: "duplicate" };
  // While a clock is skipped the world is ahead of the customer; the phone shows the customer's hour.
  const written = Date.parse(String(body["timestamp"]));
  const receivedAt = Number.isNaN(written) ? now : written;
  if (body["type"] === "notification.requested") {
    const facts = factsFrom(asRecord(body["data"]));
    const message: Message = { id, channel: "handoff", to: null, receivedAt, facts, html: null, complete: true };
    remember(world.messages, message, keep);
  } else remember(world.publications, { id, receivedAt, body }, keep);
  return { status: 200, code: "kept" };
}

function factsFrom(data: Record<string, unknown>): Message["facts"] {
  const pairs = messageFacts.map((name) => [name, data[name] ?? null]);
  return Object.fromEntries(pairs) as Message["facts"];
}

/** A message as a provider's wire tells of it. */
export interface Arrived {
  id: string;
  channel: Exclude<MessageChannel, "handoff">;
  to: string;
  customerId: string | null;
  subject: string;
  text: string;
  link: string | null;
  html: string | null;
  /** What can be tapped below it, by WhatsApp. */
  buttons?: readonly Button[];
}

interface Asking {
  now: () => number;
  courier: Courier;
  settings: Pick<EmulatorSettings, "operatorToken" | "spoken">;
}

/** Keeps a message that reached the customer, with what the product says of it at this moment. */
export async function arrive(world: WorldState, asking: Asking, arrived: Arrived): Promise<void> {
  const { id, channel, to, customerId, subject, text, link, html, buttons } = arrived;
  const facts = factsFrom({ customer_id: customerId, subject, text, link });
  const message: Message = { id, channel, to, receivedAt: asking.now(), facts, html, complete: customerId === null };
  if (buttons !== undefined) message.buttons = buttons;
  remember(world.messages, message, keep);
  if (customerId === null) return;
  const story = await storyOf(asking.courier, asking.settings.operatorToken, customerId);
  if (story === null) return;
  // The customer's own hour, from which the world's differs while a clock is skipped.
  message.receivedAt = story.now ?? message.receivedAt;
  complete(message, { world, settings: asking.settings, story });
}

/** Asks again for what the product could not be asked when the message arrived. */
export async function completeInbox(world: WorldState, asking: Asking): Promise<void> {
  const incomplete = world.messages.filter((it) => !it.complete);
  for (const customerId of new Set(incomplete.map((it) => asText(it.facts.customer_id) ?? ""))) {
    const story = await storyOf(asking.courier, asking.settings.operatorToken, customerId);
    if (story === null) continue;
    const told = { world, settings: asking.settings, story };
    for (const it of incomplete) if (it.facts.customer_id === customerId) complete(it, told);
  }
}

interface Told {
  world: WorldState;
  settings: Asking["settings"];
  story: StoryFacts;
}

/** The locale of a text: the customer's where the text is in its language, else the language that the text is in. */
function localeOfText({ world, settings, story }: Told, [first]: StoryFacts["cases"]): string {
  const locale = asText(story.contact["locale"]);
  const home = world.homes.find(({ id }) => id === first?.["location_id"]);
  const where = home === undefined ? null : languageIn(home.timezone);
  const language = firstSpoken(settings.spoken, languageOf(asText(story.contact["language"])), where);
  return locale !== null && languageOf(locale) === language ? locale : language;
}

function complete(message: Message, told: Told): void {
  const { story } = told;
  const notification = story.notifications.find(({ id }) => id === message.id);
  if (notification === undefined) return;
  const numbers = String(notification["cases"]).split(",");
  const cases = story.cases.filter((it) => numbers.includes(String(it["case"])));
  Object.assign(message.facts, {
    reason: notification["reason"],
    rung: notification["rung"],
    locale: localeOfText(told, cases),
    cases: cases.map(({ tariff_id, location_id, reason, contract_end_date }) => ({
      tariff_id,
      location_id,
      reason,
      contract_end_date,
    })),
  });
  message.complete = true;
}

/** The inbox as `GET /_dev/inbox` shows it, oldest first: messages for customers, and everything else published. */
export function inboxView(world: WorldState): InboxView {
  return {
    messages: world.messages.filter((it) => !isOfFleet(JSON.stringify([it.to, it.facts]))).map(messageView),
    publications: world.publications
      .filter(({ body }) => !isOfFleet(JSON.stringify(body)))
      .map(({ id, receivedAt, body }) => ({ id, ...body, received_at: iso(receivedAt) })),
  };
}

function messageView({ id, channel, to, facts, html, buttons, receivedAt }: Message): MessageView {
  const view = { id, channel, to: to === null ? null : masked(to), ...facts, html, received_at: iso(receivedAt) };
  return buttons === undefined ? view : { ...view, buttons };
}

/** Enough to recognise, too little to use. */
function masked(address: string): string {
  const [name = "", host] = address.split("@");
  return host === undefined ? `••${address.slice(-2)}` : `${name.slice(0, 1)}••@${host}`;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
