// Invitations as the company makes them and asks about them, against the fake FlatPeak.

import { bindings } from "./worker.ts";
import { customerAt } from "../../src/objects/rooms.ts";
import { ORIGIN, visit } from "./links.ts";
import { testSettings } from "../settings.ts";
import type { FakeFlatPeak, Handoff } from "./flatpeak.ts";

export const DAY = 86_400_000;

export interface MadeInvitation {
  readonly status: string;
  readonly invitation_id: string;
  readonly link: string;
}

export const asOperator = {
  Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}`,
  "Content-Type": "application/json",
};

/** What is sent to somebody at home in London. */
export const BY_PHONE = {
  channels: ["sms"],
  contact: { phone: "+447700900123", locale: "en-GB", timezone: "Europe/London" },
};

export const ask = (body: object, headers: Record<string, string> = {}): Promise<Response> =>
  visit(`${ORIGIN}/v1/invitations`, { method: "POST", headers: { ...asOperator, ...headers }, json: body });

export async function make(body: object, headers: Record<string, string> = {}): Promise<MadeInvitation> {
  const answer = await ask(body, headers);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

export const problemOf = async (answer: Response): Promise<string> =>
  (await answer.json<{ error: { message: string } }>()).error.message;

export const storyOf = async (id: string): Promise<Record<string, unknown>> =>
  (await visit(`${ORIGIN}/v1/invitations/${id}`, { headers: asOperator })).json();

export const revoke = (id: string): Promise<Response> =>
  visit(`${ORIGIN}/v1/invitations/${id}`, { method: "DELETE", headers: asOperator });

/** Moves the clock of an invitation, and does what falls due on the way. */
export const advance = (id: string, ms: number): Promise<number | null> => customerAt(bindings, id).advanceClock(ms);

/** From now on FlatPeak says of every session that it has connected this home; null for none so far. */
export function completeWith(flatpeak: FakeFlatPeak, locationId: string | null, more: object = {}): void {
  flatpeak.intercept = (request) =>
    request.method === "GET" && new URL(request.url).pathname.startsWith("/connect/")
      ? Response.json({ object: "connect_token", location_id: locationId, ...more })
      : null;
}

/** What the company was told of this type, in order. */
export const toldOf = (flatpeak: FakeFlatPeak, type: string): readonly Handoff[] =>
  flatpeak.handoffs.filter(({ body }) => body.type === type);

/** The token that a tap leads into Connect with; throws where it leads elsewhere. */
export async function tap(link: string): Promise<string> {
  const answer = await visit(link);
  const token = new URL(answer.headers.get("Location") ?? ORIGIN).searchParams.get("fp_cot");
  if (token === null) throw new Error(`the tap does not lead into Connect: ${answer.status}`);
  return token;
}
