// The dashboard as a browser asks it: signed in by cookie, with the forms that its own pages have.

import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { app } from "../../src/app.ts";
import { testSettings } from "../settings.ts";

export const ORIGIN = "https://go.example.test";
export const READER = "reader-key-0123456789abcdef0123456789abcdef";
export const SUPPORT = "support-key-0123456789abcdef0123456789abcde";
const settings = { ...testSettings, OPERATOR_KEYS: `read:reader:${READER},support:helper:${SUPPORT}` };
const environment = { ...env, ...settings };

export const call = (path: string, init: RequestInit = {}, settled: object = environment): Promise<Response> =>
  Promise.resolve(app.fetch(new Request(`${ORIGIN}${path}`, { redirect: "manual", ...init }), settled));

/** Sends a form as a page of ours does. */
export const post = (
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> =>
  call(path, { method: "POST", body: new URLSearchParams(fields), headers: { Origin: ORIGIN, ...headers } });

/** The cookie of somebody who signed in with this key. */
export async function signIn(key: string): Promise<string> {
  const answer = await post("/operator/sign-in", { key, to: "/operator/health" });
  expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/operator/health"]);
  return (answer.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";
}

export const get = (path: string, cookie: string, settled: object = environment): Promise<Response> =>
  call(path, { headers: { Cookie: cookie } }, settled);

/** The fields that a page's forms carry unseen. */
export async function hiddenIn(path: string, cookie: string): Promise<{ form: string; once: string }> {
  const text = await (await get(path, cookie)).text();
  const valueOf = (name: string): string => new RegExp(`name="${name}" value="([\\w-]+)"`).exec(text)?.[1] ?? "";
  return { form: valueOf("form"), once: valueOf("once") };
}

export const tokenIn = async (path: string, cookie: string): Promise<string> => (await hiddenIn(path, cookie)).form;
