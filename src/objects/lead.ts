// Where a short link leads, asked as a tap on it would, and whose the way is that begins there: the customer it belongs to knows.

import { decodeLink } from "./link-code.ts";
import { customerAt, isCustomerId } from "./rooms.ts";
import type { LinkPass } from "./journey-pass.ts";
import type { Env } from "../setup/env.ts";
import type { LinkAnswer } from "./customer/contract.ts";

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
  const address = await decodeLink(code, linkKeys, ["open", "overview"]);
  if (address === null || !isCustomerId(address.customerId)) return false;
  return customerAt(env, address.customerId).noteJourney(name);
}

/** Asks; null where the code is none of ours. `over`: a token that FlatPeak knows no more, and that is not given out again. */
export async function askLink(
  env: Env,
  linkKeys: readonly string[],
  { code, wish }: LinkPass,
  over: string | null,
): Promise<LinkAnswer | null> {
  const address = await decodeLink(code, linkKeys, ["open", "overview"]);
  if (address === null || !isCustomerId(address.customerId)) return null;
  const customer = customerAt(env, address.customerId);
  return wish === null ? customer.openLink(address, over) : customer.openTariff(address, wish, over);
}
