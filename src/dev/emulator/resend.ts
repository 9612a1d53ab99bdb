// The emulated Resend: takes emails as its API does, remembers idempotency keys for a day, and signs its webhook
// (resend.com/docs/api-reference/emails/send-email, resend.com/docs/webhooks). No email leaves this machine.
import { Hono } from "hono";
import { Webhook } from "standardwebhooks";
import { arrive } from "./inbox.ts";
import { messageNameOf } from "./message-name.ts";
import type { ProviderOptions } from "./provider.ts";
import { afterwards, callBack, providerFault } from "./provider.ts";
import { asRecord, asText } from "./tariffs.ts";
import type { WorldState } from "./world.ts";
import { remember } from "./world.ts";

const keyLifeMs = 86_400_000;

/** The statuses of Resend's error names; the others come with 422. */
const statuses: Readonly<Record<string, number>> = {
  invalid_idempotency_key: 400,
  missing_api_key: 401,
  restricted_api_key: 401,
  invalid_api_key: 403,
  not_found: 404,
  method_not_allowed: 405,
  invalid_idempotent_request: 409,
  concurrent_idempotent_requests: 409,
  daily_quota_exceeded: 429,
  monthly_quota_exceeded: 429,
  rate_limit_exceeded: 429,
  security_error: 451,
  application_error: 500,
  internal_server_error: 500,
};

/** Resend's error body for a name. */
export function resendError(name: string | number, message = "Emulated error"): Response {
  const statusCode = statuses[name] ?? 422;
  const headers: Record<string, string> = statusCode === 429 ? { "retry-after": "5" } : {};
  return Response.json({ statusCode, name: String(name), message }, { status: statusCode, headers });
}

interface Email {
  id: string;
  from: unknown;
  to: string;
  subject: string;
  text: string;
  html: string | null;
  tags: Record<string, string>;
}

/** The email of a request body, or the name of the error it is answered with. */
function readEmail(body: string): Email | string {
  let read: Record<string, unknown>;
  try {
    read = asRecord(JSON.parse(body));
  } catch (error) {
    if (error instanceof SyntaxError) return "validation_error";
    throw error;
  }
  const to = asText([read["to"]].flat()[0]);
  const subject = asText(read["subject"]);
  const html = asText(read["html"]);
  const text = asText(read["text"]);
  if (to === null || subject === null || asText(read["from"]) === null) return "missing_required_field";
  if (html === null && text === null) return "missing_required_field";
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to)) return "validation_error";
  const pairs = [read["tags"] ?? []].flat().map(asRecord);
  const tags = Object.fromEntries(pairs.map(({ name, value }) => [String(name), String(value)]));
  return { id: crypto.randomUUID(), from: read["from"], to, subject, text: text ?? "", html, tags };
}

/** The API with its paths at the root, answering from `world` and changing it in place. */
export function createResend(world: WorldState, options: ProviderOptions): Hono {
  const { apiKey } = options.settings.resend;
  // Keys are forgotten in real time: a repeat comes a moment later, however far the clock was skipped meanwhile.
  const realNow = () => options.now() - world.clockOffsetMs;
  const resend = new Hono();

  resend.post("/emails", async (c) => {
    const own = { answer: resendError, busy: "rate_limit_exceeded", broken: "internal_server_error" };
    const { answer, code } = await providerFault(world, "resend", options, own, c.req.raw.signal);
    if (answer !== null) return answer;
    const given = c.req.header("Authorization");
    if (given === undefined) return resendError("missing_api_key", "Missing API Key");
    if (given !== `Bearer ${apiKey}`) return resendError("invalid_api_key", "API key is invalid");
    // A code like `email.bounced` is a webhook's: the email is taken, and then it does not arrive.
    const fate = String(code ?? "email.delivered");
    if (!fate.startsWith("email.")) return resendError(fate);

    const body = await c.req.text();
    const key = c.req.header("Idempotency-Key") ?? null;
    world.idempotencyKeys = world.idempotencyKeys.filter(({ until }) => until > realNow());
    const used = world.idempotencyKeys.find((entry) => entry.key === key);
    if (used !== undefined) {
      return used.body === body ? c.json({ id: used.id }) : resendError("invalid_idempotent_request");
    }
    const email = readEmail(body);
    if (typeof email === "string") return resendError(email);
    if (key !== null) remember(world.idempotencyKeys, { key, body, id: email.id, until: realNow() + keyLifeMs });
    if (fate === "email.delivered" || fate === "email.complained") await deliver(world, options, email);
    await afterwards(world, options, () => tell(world, options, email, fate));
    return c.json({ id: email.id });
  });

  resend.get("/domains", async (c) => {
    const own = { answer: resendError, busy: "rate_limit_exceeded", broken: "internal_server_error" };
    const { answer, code } = await providerFault(world, "resend", options, own, c.req.raw.signal);
    if (answer !== null) return answer;
    if (c.req.header("Authorization") !== `Bearer ${apiKey}`)
      return resendError("invalid_api_key", "API key is invalid");
    if (String(code ?? "").endsWith("_api_key")) return resendError(code ?? "");
    // "The domain is not verified" is what a message would be told.
    const status = code === "validation_error" ? "pending" : "verified";
    const name = /@([^>]+)/.exec(options.settings.emailFrom)?.[1] ?? "";
    return c.json({
      object: "list",
      has_more: false,
      data: [{ id: crypto.randomUUID(), name, status, region: "eu-west-1" }],
    });
  });

  resend.all("*", () => resendError("not_found"));
  return resend;
}

async function deliver(world: WorldState, options: ProviderOptions, email: Email): Promise<void> {
  const name = await messageNameOf(email.tags["reference"] ?? null, options.settings.linkKeys);
  const { id, customerId } = name ?? { id: email.id, customerId: null };
  const { to, subject, text, html } = email;
  await arrive(world, options, { id, channel: "email", to, customerId, subject, text, link: buttonOf(html), html });
}

/** Where the button of an email leads; the first link where none of them is a button. */
function buttonOf(html: string | null): string | null {
  const anchors = html?.match(/<a\s[^>]*>/g) ?? [];
  const button = anchors.find((anchor) => /class="[^"]*\bbutton\b/.test(anchor)) ?? anchors[0];
  const href = /href="([^"]*)"/.exec(button ?? "")?.[1];
  return href?.replaceAll("&amp;", "&") ?? null;
}

async function tell(world: WorldState, options: ProviderOptions, email: Email, type: string): Promise<void> {
  const at = new Date();
  const bounce = { type: "Permanent", subType: "General", message: "Emulated bounce" };
  const body = JSON.stringify({
    type,
    created_at: at.toISOString(),
    data: {
      email_id: email.id,
      created_at: at.toISOString(),
      from: email.from,
      to: [email.to],
      subject: email.subject,
      tags: email.tags,
      ...(type === "email.bounced" ? { bounce } : {}),
    },
  });
  const id = `msg_${crypto.randomUUID().replaceAll("-", "")}`;
  const headers = {
    "Content-Type": "application/json",
    "svix-id": id,
    "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
    "svix-signature": new Webhook(options.settings.resend.webhookSecret).sign(id, at, body),
  };
  const request = new Request(`${options.settings.publicUrl}/webhooks/resend`, { method: "POST", headers, body });
  await callBack(world, options, { provider: "resend", what: type }, request);
}
