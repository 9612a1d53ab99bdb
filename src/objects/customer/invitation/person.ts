// Who is invited may be somebody whom we write to already, or who is invited to something else as well: one person, who is told so
// much and no more, and need say only once that they want to be left alone. Their object is asked before each message.

import { digestOf } from "../../../platform/digest.ts";
import { customerAt, isCustomerId } from "../../rooms.ts";
import type { Attempt } from "../effects/attempt.ts";
import type { Workplace } from "../workplace.ts";
import type { Contact } from "../../../core/state.ts";
import type { DeliveryOutcome } from "../../../core/message/outcome.ts";
import type { Input } from "../../../core/step.ts";
import type { Invited } from "./record.ts";

/** Their message waits at the gate until then; this only brings it there. */
const TO_THE_GATE_MS = 1_000;

const encoder = new TextEncoder();

/**
 * The object of who is invited: FlatPeak's id of the customer; else one that stands for what the company calls them, or for the address
 * it gave. Null for who is only handed a link.
 */
export async function personOf(who: Invited, contact: Contact): Promise<string | null> {
  const { customer_id: id, customer_reference_id: reference } = who;
  if (id !== null && isCustomerId(id)) return id;
  const name = reference === null ? (contact.phone ?? contact.email ?? contact.pushToken) : `reference ${reference}`;
  if (name === null) return null;
  return `inv_${(await digestOf(Uint8Array.from(encoder.encode(`person\n${name}`)))).slice(0, 24)}`;
}

/**
 * Tells their object that this invitation is to them, so that it is told of and forgotten with them. Who was erased and is invited anew
 * comes back on purpose: they are let in.
 */
export async function introduce({ env }: Workplace, invitation: string, person: string): Promise<void> {
  const object = customerAt(env, person);
  if (await object.noteInvitation(invitation)) return;
  await object.readmit(person);
  await object.noteInvitation(invitation);
}

/** Asks their object whether this message may go now, where it counts from then on. Null where it may. */
export async function admitted({ env, deps }: Workplace, attempt: Attempt): Promise<DeliveryOutcome | null> {
  const it = attempt.invitation.read();
  const person = it === null ? null : await personOf(it.who, attempt.state().contact);
  if (it === null || person === null) return null;
  const countedAt = it.counted?.no === attempt.no ? it.counted.at : null;
  // The clock of an invitation may be ahead, and with it what it asks.
  const admission = await customerAt(env, person).admit(person, countedAt, Math.max(0, attempt.now() - deps.now()));
  if (admission.kind === "never") return { kind: "not_wanted" };
  if (admission.kind === "wait") {
    attempt.turn({ type: "others_in_the_way", until: admission.until });
    return { kind: "put_off", why: "their other messages", wait: TO_THE_GATE_MS };
  }
  const now = attempt.invitation.read();
  if (now !== null) attempt.invitation.keep({ ...now, counted: { no: attempt.no, at: admission.at } });
  return null;
}

/** A wish that was made by the link of an invitation holds for all that is written to its person. */
export async function tellPerson({ env }: Workplace, who: Invited, contact: Contact, wish: Input): Promise<void> {
  const person = await personOf(who, contact);
  if (person !== null) await customerAt(env, person).hearWish(person, "link" in wish ? { ...wish, link: null } : wish);
}
