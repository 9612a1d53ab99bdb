// The emulated Firebase Cloud Messaging with Google's token endpoint
// (firebase.google.com/docs/reference/fcm/rest/v1/projects.messages). No push message leaves this machine.
import { Hono } from "hono";
import { arrive } from "./inbox.ts";
import { messageNameOf } from "./message-name.ts";
import type { ProviderOptions } from "./provider.ts";
import { providerFault } from "./provider.ts";
import { asRecord, asText } from "./tariffs.ts";
import type { WorldState } from "./world.ts";
import { remember } from "./world.ts";

const bearerSeconds = 3599;
const scope = "https://www.googleapis.com/auth/firebase.messaging";

/** HTTP status and Google's status of FCM's error codes. */
const statuses: Readonly<Record<string, [status: number, name: string]>> = {
  INVALID_ARGUMENT: [400, "INVALID_ARGUMENT"],
  THIRD_PARTY_AUTH_ERROR: [401, "UNAUTHENTICATED"],
  SENDER_ID_MISMATCH: [403, "PERMISSION_DENIED"],
  UNREGISTERED: [404, "NOT_FOUND"],
  QUOTA_EXCEEDED: [429, "RESOURCE_EXHAUSTED"],
  INTERNAL: [500, "INTERNAL"],
  UNAVAILABLE: [503, "UNAVAILABLE"],
};

/** Google's error body around one of FCM's codes. */
export function fcmError(errorCode: string | number): Response {
  if (errorCode === "UNAUTHENTICATED")
    return googleError(401, errorCode, "Request had invalid authentication credentials.");
  const [code, status] = statuses[errorCode] ?? [400, "INVALID_ARGUMENT"];
  const type = "type.googleapis.com/google.firebase.fcm.v1.FcmError";
  const details = [{ "@type": type, errorCode: String(errorCode) }];
  return Response.json({ error: { code, message: "Emulated error", status, details } }, { status: code });
}

function googleError(code: number, status: string, message: string): Response {
  return Response.json({ error: { code, message, status } }, { status: code });
}

function claimsOf(assertion: string): Record<string, unknown> {
  const [, payload, ...rest] = assertion.split(".");
  if (payload === undefined || rest.length !== 1) return {};
  try {
    return asRecord(JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))));
  } catch (error) {
    if (error instanceof Error) return {};
    throw error;
  }
}

/** `/token` and the API with its paths at the root, answering from `world` and changing it in place. */
export function createFcm(world: WorldState, options: ProviderOptions): Hono {
  const { projectId, clientEmail, tokenUri } = options.settings.fcm;
  const realNow = () => options.now() - world.clockOffsetMs;
  const fcm = new Hono();

  fcm.post("/token", async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const refuse = (error: string, error_description: string) => c.json({ error, error_description }, 400);
    if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:jwt-bearer") {
      return refuse("unsupported_grant_type", "Not a JWT bearer grant");
    }
    const { iss, aud, exp, scope: asked } = claimsOf(form.get("assertion") ?? "");
    const isMeant = iss === clientEmail && aud === tokenUri && asked === scope;
    if (!isMeant) return refuse("invalid_grant", "Invalid JWT: iss, aud or scope is not this account's");
    if (typeof exp !== "number" || exp * 1000 <= realNow()) return refuse("invalid_grant", "Invalid JWT: expired");
    const access_token = `ya29.emulated-${crypto.randomUUID()}`;
    remember(world.fcmBearers, { token: access_token, expiresAt: realNow() + bearerSeconds * 1000 }, 50);
    return c.json({ access_token, expires_in: bearerSeconds, token_type: "Bearer" });
  });

  fcm.post("/v1/projects/:project/messages:send", async (c) => {
    const own = { answer: fcmError, busy: "QUOTA_EXCEEDED", broken: "INTERNAL" };
    const { answer, code } = await providerFault(world, "fcm", options, own, c.req.raw.signal);
    if (answer !== null) return answer;
    if (code !== null) return fcmError(code);
    const given = c.req.header("Authorization")?.replace(/^Bearer /, "");
    const isKnown = world.fcmBearers.some(({ token, expiresAt }) => token === given && expiresAt > realNow());
    if (!isKnown) return googleError(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
    if (c.req.param("project") !== projectId) return fcmError("SENDER_ID_MISMATCH");

    const body = asRecord(await readJson(c.req.raw));
    if (body["validate_only"] === true) return c.json({ name: `projects/${projectId}/messages/fake_message_id` });
    const { token, notification, data, android } = asRecord(body["message"]);
    const to = asText(token);
    if (to === null) return fcmError("INVALID_ARGUMENT");
    const { link, notification_id } = asRecord(data);
    const { title, body: words } = asRecord(notification);
    const name = `projects/${projectId}/messages/0:${Date.now()}%${crypto.randomUUID().slice(0, 8)}`;
    const known = await messageNameOf(asText(notification_id), options.settings.linkKeys);
    const id = known?.id ?? name;
    // A message takes the place of one with the same key.
    if (asText(asRecord(android)["collapse_key"]) !== null) {
      world.messages = world.messages.filter((shown) => shown.channel !== "push" || shown.id !== id);
    }
    await arrive(world, options, {
      id,
      channel: "push",
      to,
      customerId: known?.customerId ?? null,
      subject: asText(title) ?? "",
      text: asText(words) ?? "",
      link: asText(link),
      html: null,
    });
    return c.json({ name });
  });

  fcm.all("*", () => googleError(404, "NOT_FOUND", "Requested entity was not found."));
  return fcm;
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
