// Where a customer lives whom the world has not met, as far as the company knows: it puts a new home into their country.
// What it finds is not kept, and nobody has to answer.
import { createContactLookup } from "../../channels/contact-lookup/lookup.ts";
import type { Said } from "./connect/places.ts";
import type { Asking } from "./fate.ts";
import { storyOf } from "./story.ts";
import { asText } from "./tariffs.ts";

/**
 * The customer's language and time zone: what the product was told of them, else what a contact lookup of the company's own
 * answers. The lookup that this server plays is not asked, since it takes the time zone from the home.
 */
export async function whereaboutsOf(asking: Asking, customerId: string): Promise<Said> {
  const { courier, settings } = asking;
  const told = (await storyOf(courier, settings.operatorToken, customerId))?.contact ?? {};
  const [locale, timezone] = [asText(told["locale"]), asText(told["timezone"])];
  if (timezone !== null || settings.ownLookup === null) return { locale, timezone };
  const lookup = createContactLookup({
    url: settings.ownLookup,
    secret: settings.contactSecret,
    fetch: async (url, init) => fetch(url, init),
    now: () => Date.now(),
  });
  const answer = await lookup.lookup(customerId);
  if (answer.kind !== "known") return { locale, timezone };
  return { locale: locale ?? answer.contact.locale, timezone: answer.contact.timezone };
}
