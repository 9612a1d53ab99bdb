// What a way through Connect asks of the customer whose link it began by, and tells them.

import { decodeLink } from "./link-code.ts";
import { customerAt, isCustomerId } from "./rooms.ts";
import type { LinkPass } from "./journey-pass.ts";
import type { Env } from "../setup/env.ts";
import type { LinkAnswer } from "./customer/contract.ts";

/** The customer a link belongs to, and where it stands; null where the code is none of ours. */
async function behind(env: Env, linkKeys: readonly string[], code: string) {
  const address = await decodeLink(code, linkKeys, ["open", "overview"]);
  if (address === null || !isCustomerId(address.customerId)) return null;
  return { address, customer: customerAt(env, address.customerId) };
}

/**
 * Tells the customer that a way through Connect, by its name, begins by a link of theirs: it is theirs to be told of and forgotten. False
 * where they are not known any more.
 */
export async function joinJourney(
  env: Env,
  linkKeys: readonly string[],
  { code }: LinkPass,
  name: string,
): Promise<boolean> {
  const link = await behind(env, linkKeys, code);
  return link === null ? false : link.customer.noteJourney(name);
}

/** Asks; null where the code is none of ours. `over`: a token that FlatPeak knows no more, and that is not given out again. */
export async function askLink(
  env: Env,
  linkKeys: readonly string[],
  { code, wish }: LinkPass,
  over: string | null,
): Promise<LinkAnswer | null> {
  const link = await behind(env, linkKeys, code);
  if (link === null) return null;
  const { customer, address } = link;
  return wish === null ? customer.openLink(address, over) : customer.openTariff(address, wish, over);
}

/** Tells the customer's object that they have confirmed in Connect to have the tariff of this link disconnected. */
export async function tellDisconnecting(
  env: Env,
  linkKeys: readonly string[],
  { code, wish }: LinkPass,
): Promise<void> {
  const link = await behind(env, linkKeys, code);
  await link?.customer.noteDisconnecting(link.address, wish);
}
