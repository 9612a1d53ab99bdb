// What the emulated Twilio posts to the product, signed as Twilio signs it (twilio.com/docs/usage/security).
import { callBack } from "./provider.ts";
import type { Callback } from "./messages.ts";
import type { ProviderOptions } from "./provider.ts";
import type { WorldState } from "./world.ts";

/** The value of `X-Twilio-Signature`: HMAC-SHA1 in base64 over the URL and every parameter in the order of the names. */
export async function twilioSignature(url: string, params: URLSearchParams, authToken: string): Promise<string> {
  const sorted = [...params].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = sorted.reduce((so_far, [name, value]) => so_far + name + value, url);
  const algorithm = { name: "HMAC", hash: "SHA-1" };
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", encoder.encode(authToken), algorithm, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, encoder.encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
}

/** Posts these parameters to an address of the product; gives the product's answer, status 0 for none. `what` is noted of it. */
export async function postTwilio(
  world: WorldState,
  options: ProviderOptions,
  provider: Exclude<Callback["provider"], "resend">,
  url: string,
  params: URLSearchParams,
  what: string,
): Promise<{ status: number; body: string }> {
  const headers = {
    "Content-Type": "application/x-www-form-urlencoded",
    "X-Twilio-Signature": await twilioSignature(url, params, options.settings.twilio.authToken),
  };
  const request = new Request(url, { method: "POST", headers, body: params.toString() });
  return callBack(world, options, { provider, what }, request);
}
