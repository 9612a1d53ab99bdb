// How a customer wants to be addressed, and how they are reached.

import { isInvitationId } from "../../objects/rooms.ts";
import { mayDo } from "../operator/shapes/call.ts";
import { listAudit } from "../operator/shapes/audit.ts";
import { eraseCustomer, exportCustomer } from "../operator/shapes/privacy.ts";
import { putContact } from "../operator/shapes/contact.ts";
import { restoreCustomer } from "../operator/shapes/restore.ts";
import { CONTACT } from "./contact.tsx";
import { pathOf } from "./order.tsx";
import { RESTORE, RESTORE_TITLE } from "./restore.tsx";
import { channelWords, doorWords, wayBackWords } from "./words/names.ts";
import type { Reach } from "../../objects/customer/contract.ts";
import type { Shown } from "./cases.tsx";
import type { Signed } from "./session.ts";

const REACH: Readonly<Record<Reach, string>> = {
  yes: "reaches them",
  looked_up: "their address is looked up when a message is due",
  not_wanted: "not among the channels they want",
  stopped: "they stopped it",
  address_dead: "their address takes no messages",
  not_opted_in: "they did not agree to messages by it",
  no_address: "no address is known",
};

/** What may be done about what is kept of them. */
export const Ways = ({ id, signed }: { id: string; signed: Signed }) => {
  const ways = [
    ...(isInvitationId(id)
      ? []
      : [[putContact.role, `${pathOf(id)}/${CONTACT}`, "Change how they are reached"] as const]),
    [listAudit.role, `/operator/audit?about=${encodeURIComponent(id)}`, "Who changed what about them"],
    [exportCustomer.role, `${pathOf(id)}/export`, "Download all that is kept"],
    ...(isInvitationId(id) ? [] : [[restoreCustomer.role, `${pathOf(id)}/${RESTORE}`, RESTORE_TITLE] as const]),
    [eraseCustomer.role, `${pathOf(id)}/erase`, "Erase the customer"],
  ] as const;
  const allowed = ways.filter(([role]) => mayDo(signed.who.role, role));
  return allowed.length === 0 ? null : (
    <p class="ways">
      {allowed.map(([, path, words]) => (
        <a href={path}>{words}</a>
      ))}
    </p>
  );
};

export const Person = ({ story, clock, signed }: Shown) => {
  const { contact } = story;
  const facts: readonly (readonly [string, string])[] = [
    ...(contact.opted_out ? [] : [["Messages", "wanted"] as const]),
    ...contact.stops.map(
      ({ by, only, taken_back_by: back }) =>
        [
          only === null ? "Messages" : `Messages by ${channelWords(only)}`,
          `stopped ${doorWords(by)}; ${wayBackWords(back)}`,
        ] as const,
    ),
    ["Kept back by an operator", story.held_since === null ? "no" : `since ${clock(story.held_since)}`],
    ["Wants to wait", story.snoozed_until === null ? "no" : `until ${clock(story.snoozed_until)}`],
    ["Language", contact.language ?? "not known"],
    ["Time zone", contact.timezone ?? "not known"],
    ["Phone", contact.phone ?? "none kept"],
    ["Email", contact.email ?? "none kept"],
    ["Push", contact.push ? "a device" : "none kept"],
    ...(contact.whatsapp ? [["WhatsApp", "they agreed to it"] as const] : []),
    ...Object.entries(story.reachable).map(([channel, how]) => [`By ${channelWords(channel)}`, REACH[how]] as const),
  ];
  return (
    <section class="panel" aria-labelledby="person">
      <h2 id="person">The person</h2>
      <dl>
        {facts.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Ways id={story.customer_id} signed={signed} />
    </section>
  );
};
