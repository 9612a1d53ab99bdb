// What a notification says and where its link leads, as it is handed to a channel.

import { languageFor, localeFor } from "../core/language.ts";
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

/** The links that a notification may carry, made ahead: whatever is left of its cases when it leaves has one. */
export interface Links {
  readonly overview: string;
  readonly byCase: ReadonlyMap<number, string>;
}

/** A message about more cases than this leads to the overview, whatever becomes of them. */
const MOST_LINKS = 12;

export async function linksFor(deps: Deps, customerId: string, caseNos: readonly number[]): Promise<Links> {
  const own = caseNos.length > MOST_LINKS ? [] : caseNos;
  const links = await Promise.all([0, ...own].map((no) => linkOf(deps, customerId, no)));
  const [overview = ""] = links;
  return { overview, byCase: new Map(own.map((no, index) => [no, links[index + 1] ?? overview])) };
}

/** Words, link and facts of a notification. One case gives that case's link, several the overview. */
export function render(
  deps: Deps,
  state: CustomerState,
  it: Notification,
  cases: readonly Case[],
  links: Links,
  now: number,
): RenderedNotification {
  const { brand } = deps.config;
  const [first] = cases;
  const own = cases.length === 1 && first !== undefined ? links.byCase.get(first.no) : undefined;
  const link = own ?? links.overview;
  const stopLink = `${link}/stop`;
  const words = wordsFor({
    brand: brand.name,
    language: languageFor(state.contact) ?? "en",
    channel: it.channel,
    reason: it.reason,
    count: cases.length,
    homes: new Set(cases.map(({ locationId }) => locationId)).size,
    rung: it.rung,
    endDateTrap: it.endDateTrap,
    contractEndDate: first?.contractEndDate ?? null,
    link,
    stopLink,
    stopBy: deps.channels.get("sms")?.canReply === true ? "reply" : "link",
  });
  return {
    type: it.kind === "notify" ? "notification.requested" : "case.handed_over",
    id: it.id,
    customerId: state.customerId,
    locale: localeFor(state.contact) ?? "en",
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
