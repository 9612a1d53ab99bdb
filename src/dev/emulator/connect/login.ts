// The sign-in at an emulated provider: where its page is, where it leads back to, and what FlatPeak reads once it went well.
import type { Choice } from "../suppliers.ts";
import { libraryOf } from "../suppliers.ts";
import { dayFrom } from "../world.ts";
import { choiceOf, regionOf } from "./answers.ts";
import type { ConnectToken, Draft } from "./session.ts";

/**
 * The address of a provider's own page. FlatPeak's documentation has native clients append the token themselves; the web
 * client appends nothing, so it is there already.
 */
export function loginAddress(providersUrl: string, { slug }: Choice, token: ConnectToken): string {
  return `${providersUrl}/${slug}?fp_cot=${token.id}`;
}

/** Where the customer goes after the sign-in: the token's own address of the Connect pages, with all that came along. */
export function returnAddress({ connectUrl }: ConnectToken, query: URLSearchParams): string {
  return `${connectUrl}${connectUrl.includes("?") ? "&" : "?"}${query.toString()}`;
}

/** What is known of a tariff that is read directly, the end of its contract included. `now` is world time. */
export function signedIn(token: ConnectToken, now: number): Draft {
  const choice = choiceOf(token);
  const [tariff] = choice === undefined ? [] : libraryOf(choice, regionOf(token));
  return {
    ...token.draft,
    connectionType: "DIRECT",
    name: tariff?.name ?? null,
    plan: tariff?.plan ?? null,
    contractEndDate: dayFrom(now, 365),
  };
}
