// What an invitation is asked for with, checked as a whole and put as its object takes it.

import { addressOf } from "../../core/person/contact.ts";
import { parseDuration } from "../../core/time.ts";
import { UNKNOWN_CONTACT } from "../../core/state.ts";
import { sessionComplaints, sessionFieldsOf } from "../../flatpeak/session.ts";
import { toHex } from "../../platform/bytes.ts";
import { digestOf } from "../../platform/digest.ts";
import type * as z from "zod/mini";
import type { InvitationOrder } from "../../objects/customer/contract.ts";
import type { orderShape } from "./shapes/invitations.ts";

const DEFAULT_LASTS_MS = 30 * 86_400_000;

export type ReadOrder =
  | { readonly ok: true; readonly order: InvitationOrder; readonly reference: string | null }
  | { readonly ok: false; readonly problem: string };

const encoder = new TextEncoder();
const digestOfText = (text: string): Promise<string> => digestOf(Uint8Array.from(encoder.encode(text)));

/** Reads what was asked for. `isZero`: the deployment speaks Zero. */
export async function readOrder(asked: z.output<typeof orderShape>, isZero: boolean): Promise<ReadOrder> {
  const { reference = null, channels, contact = {}, expires, uses = null, ...rest } = asked;
  const { connect_url, connect_web_uri, callback_url, callback_uri, ...given } = rest;
  const complaints = [...sessionComplaints(given, isZero)];
  const { phone = null, email = null, push_token: pushToken = null, locale = null, timezone = null } = contact;
  const { whatsapp = false } = contact;
  const person = { ...UNKNOWN_CONTACT, phone, email, pushToken, whatsapp };
  for (const channel of channels ?? [])
    if (addressOf(person, channel) === null) complaints.push(`channels: ${channel} has no address in contact`);
  if (complaints.length > 0) return { ok: false, problem: complaints.join("; ") };
  const session = sessionFieldsOf(given);
  const order: InvitationOrder = {
    reference,
    digest: await digestOfText(JSON.stringify(asked)),
    who: {
      customer_id: session.customer_id ?? null,
      customer_reference_id: session.customer_reference_id ?? null,
      location_reference_id: session.location_reference_id ?? null,
    },
    session,
    connectUrl: connect_url ?? connect_web_uri ?? null,
    callbackUrl: callback_url ?? callback_uri ?? null,
    uses,
    contact: {
      phone,
      email,
      pushToken,
      whatsapp,
      locale,
      timezone,
      ...(channels === undefined ? {} : { preferred: channels }),
    },
    tells: channels !== undefined,
    lasts: expires === undefined ? DEFAULT_LASTS_MS : (parseDuration(expires) ?? DEFAULT_LASTS_MS),
  };
  return { ok: true, order, reference };
}

const HEX_DIGITS = 24;

/** The id of the invitation that goes by this name with the account, always the same; with null a new one. */
export async function invitationIdOf(accountId: string, name: string | null): Promise<string> {
  const random = (): string => toHex(crypto.getRandomValues(new Uint8Array(HEX_DIGITS / 2)));
  const hex = name === null ? random() : await digestOfText(`invitation\n${accountId}\n${name}`);
  return `inv_${hex.slice(0, HEX_DIGITS)}`;
}
