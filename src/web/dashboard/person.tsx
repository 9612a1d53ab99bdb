// How a customer wants to be addressed, and how they are reached.

import { channelWords } from "./words/journal.ts";
import type { Story } from "../../objects/customer/contract.ts";
import type { Clock } from "./words/told.ts";

const REACH: Readonly<Record<string, string>> = {
  yes: "reaches them",
  looked_up: "their address is looked up when a message is due",
  not_wanted: "not among the channels they want",
  stopped: "they stopped it",
  address_dead: "their address takes no messages",
  no_address: "no address is known",
};

export const Person = ({ story, clock }: { story: Story; clock: Clock }) => {
  const { contact } = story;
  const facts: readonly (readonly [string, string])[] = [
    ["Messages", contact.opted_out ? `stopped (${contact.opted_out_by ?? "by the company"})` : "wanted"],
    ["Kept back by an operator", story.held_since === null ? "no" : `since ${clock(story.held_since)}`],
    ["Wants to wait", story.snoozed_until === null ? "no" : `until ${clock(story.snoozed_until)}`],
    ["Language", contact.language ?? "not known"],
    ["Time zone", contact.timezone ?? "not known"],
    ["Phone", contact.phone ?? "none"],
    ["Email", contact.email ?? "none"],
    ["Push", contact.push ? "a device" : "none"],
    ...Object.entries(story.reachable).map(
      ([channel, how]) => [`By ${channelWords(channel)}`, REACH[how] ?? how] as const,
    ),
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
    </section>
  );
};
