// What a notification says and where its link leads, as it is handed to a channel.

import { languageOf } from "../core/language.ts";
import { wordsFor } from "../words/words.ts";
import { encodeLink } from "./code.ts";
import type { Deps } from "../compose.ts";
import type { RenderedNotification } from "../core/ports.ts";
import type { Case, CustomerState, Notification } from "../core/state.ts";

/** The public short link of a case, or of the overview with number 0. */
export async function linkOf(deps: Deps, customerId: string, no: number): Promise<string> {
  const { publicUrl, keys } = deps.config.link;
  return `${publicUrl}/c/${await encodeLink({ customerId, no }, keys)}`;
}

/** Words, link and facts of a notification. One case gives that case's link, several the overview. */
export async function render(
  deps: Deps,
  state: CustomerState,
  it: Notification,
  cases: readonly Case[],
  now: number,
): Promise<RenderedNotification> {
  const { brand, channels } = deps.config;
  const [first] = cases;
  const link = await linkOf(deps, state.customerId, cases.length === 1 && first !== undefined ? first.no : 0);
  const stopLink = `${link}/stop`;
  const words = wordsFor({
    brand: brand.name,
    language: languageOf(state.contact.locale) ?? "en",
    channel: it.channel,
    reason: it.reason,
    count: cases.length,
    homes: new Set(cases.map(({ locationId }) => locationId)).size,
    rung: it.rung,
    endDateTrap: it.endDateTrap,
    contractEndDate: first?.contractEndDate ?? null,
    link,
    stopLink,
    // A sender with a name instead of a number cannot be answered.
    stopBy: /^(\+|MG)/.test(channels.twilio?.from ?? "") ? "reply" : "link",
  });
  return {
    type: it.kind === "notify" ? "notification.requested" : "case.handed_over",
    id: it.id,
    customerId: state.customerId,
    locale: state.contact.locale ?? "en",
    reason: it.reason,
    rung: it.rung,
    ...words,
    link,
    stopLink,
    cases: cases.map(({ tariffId, locationId, reason, contractEndDate }) => ({
      tariffId,
      locationId,
      reason,
      contractEndDate,
    })),
    at: now,
  };
}
