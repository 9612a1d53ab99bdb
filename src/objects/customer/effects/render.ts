// What a notification says and where its link leads, as it is handed to a channel.

import { zoneOf } from "../../../core/read.ts";
import { wallClock } from "../../../core/time.ts";
import { firstSpoken, languageFor, languageIn, localeFor } from "../../../text/language.ts";
import { wordsFor } from "../../../text/message.ts";
import type { Wording } from "../../../text/message.ts";
import { epochOf } from "../../../core/link/links.ts";
import { linkOf } from "../links.ts";
import type { Linking } from "../links.ts";
import { sealReference } from "../../reference.ts";
import type { Language } from "../../../text/language.ts";
import type { Deps } from "../../../setup/compose.ts";
import type { RenderedNotification } from "../../../channels/channel.ts";
import type { Invitation } from "../invitation/record.ts";
import type { Case, Contact, CustomerState } from "../../../core/state.ts";
import type { Cleared } from "../../../core/message/attempt.ts";
import type { LinkPurpose } from "../../../core/link/links.ts";
import type { Moment } from "../../../core/turn.ts";
import type { Notification } from "../../../core/message/notification.ts";

/** The links that a notification may carry, made ahead: whatever is left of its cases when it leaves has one. And its name. */
export interface Links {
  /** By the cases they stand on. */
  readonly epochs: ReadonlyMap<number, number>;
  readonly overview: string;
  readonly stop: string;
  /** What the notification is called at providers. */
  readonly reference: string;
  readonly byCase: ReadonlyMap<number, string>;
}

/** A message about more cases than this leads to the overview, whatever becomes of them. */
const MOST_LINKS = 12;

type CaseOf = (no: number) => Case | null;

/** False once links were ended that these are among. */
export const areAlive = ({ epochs }: Links, contact: Contact, caseOf: CaseOf): boolean =>
  [...epochs].every(([no, epoch]) => epochOf(contact, caseOf(no)) === epoch);

/** The links for a notification about its cases, in their present epochs. `caseOf`: any case, open or ended. */
export async function linksFor(
  deps: Linking,
  { customerId, contact }: CustomerState,
  { no: itsNo, channel, caseNos }: Notification,
  caseOf: CaseOf,
): Promise<Links> {
  const newest = caseNos.reduce((most, no) => Math.max(most, no), 0);
  const own = caseNos.length > MOST_LINKS ? [] : caseNos;
  const epochs = new Map([newest, ...own].map((no) => [no, epochOf(contact, caseOf(no))]));
  const link = (purpose: LinkPurpose, no: number): Promise<string> =>
    linkOf(deps, customerId, { purpose, no, epoch: epochs.get(no) ?? 0 });
  // A mail program follows the header of an email without being told by a person.
  const stopping = channel === "email" ? "unsubscribe" : "stop";
  const [reference, overview, stop, ...links] = await Promise.all([
    sealReference({ customerId, no: itsNo }, deps.config.link.keys),
    link("overview", newest),
    link(stopping, newest),
    ...own.map((no) => link("open", no)),
  ]);
  const byCase = new Map(own.map((no, index) => [no, links[index] ?? overview]));
  return { epochs, overview, stop, reference, byCase };
}

/** What the company is told of an invitation that has ended; a rendering of anything else as it is. */
export function aboutInvitation(
  it: RenderedNotification,
  [first]: readonly Case[],
  invitation: Invitation | null,
): RenderedNotification {
  if (invitation === null || it.type === "notification.requested") return it;
  return {
    ...it,
    type: first?.end?.how === "repaired" ? "connect.completed" : "invitation.expired",
    invitation: {
      invitation_id: it.customerId,
      reference: invitation.reference,
      location_id: invitation.locationId,
      ...invitation.who,
    },
  };
}

/** The language of a message about these cases: the customer's; a stranger is spoken to as people are where the home is. */
export function languageTo(deps: Deps, state: CustomerState, [first]: Cleared["cases"]): Language {
  const where = first === undefined ? null : languageIn(zoneOf(state, first.locationId));
  return firstSpoken(deps.config.languages, languageFor(state.contact), where);
}

/** Words, link and facts of a notification, `now` on the customer's clock (ms). One case gives that case's link, several the overview. */
export function render(
  deps: Deps,
  { state, now }: Pick<Moment, "state" | "now">,
  { notification: it, cases }: Cleared,
  links: Links,
  words: typeof wordsFor = wordsFor,
): RenderedNotification {
  const { brand } = deps.config;
  const [first] = cases;
  const zone = first === undefined ? null : zoneOf(state, first.locationId);
  const language = languageTo(deps, state, cases);
  const own = cases.length === 1 && first !== undefined ? links.byCase.get(first.no) : undefined;
  const link = own ?? links.overview;
  const stopLink = links.stop;
  const wording: Wording = {
    brand: brand.name,
    language,
    channel: it.channel,
    reason: it.reason,
    count: cases.length,
    homes: new Set(cases.map(({ locationId }) => locationId)).size,
    rung: it.rung,
    devices: brand.devices[language] ?? null,
    slot: first?.slot ?? null,
    endDateTrap: it.endDateTrap,
    contractEndDate: first?.contractEndDate ?? null,
    endsToday: zone !== null && wallClock(now, zone).date === first?.contractEndDate,
    link,
    stopLink,
    foot: brand,
    hasApp: deps.config.link.appUrl !== null,
    stopBy: deps.channels.get("sms")?.canReply === true ? "reply" : "link",
  };
  const said = words(wording, deps.config.experiment?.treatmentOf(state).words);
  return {
    type: it.kind === "publish" ? "case.handed_over" : "notification.requested",
    id: it.id,
    customerId: state.customerId,
    reference: links.reference,
    locale: localeFor(state.contact) ?? language,
    reason: it.reason,
    rung: it.rung,
    ...said,
    link,
    stopLink,
    cases: cases.map(({ tariffId, locationId, reason, contractEndDate }) => ({
      tariffId,
      locationId,
      reason,
      contractEndDate,
    })),
    ...(it.arm === undefined ? {} : { arm: it.arm }),
    at: now,
  };
}
