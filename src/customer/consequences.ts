// Tells the others what an outcome means for them: the gate of the channel, and the other customers behind a number.

import { consequencesOf } from "../core/outcome.ts";
import { gateOf } from "../gate/address.ts";
import { phoneAt } from "../phone/address.ts";
import type { DeliveryOutcome } from "../core/outcome.ts";
import type { ChannelName } from "../core/settings.ts";
import type { Env } from "../env.ts";

/** The attempt an outcome is about. */
export interface About {
  readonly to: string | null;
  /** The recipient by a digest; null where nobody can be told apart. */
  readonly who: string | null;
  /** The gate let it through to see what comes of it. */
  readonly isWatched: boolean;
  /** Said by a callback, when the provider had taken the message already. */
  readonly isLate: boolean;
}

/**
 * Tells them, whether an attempt brought the outcome or a callback did. That all is well is told only of an attempt that
 * is watched, so that a healthy channel costs nothing.
 */
export async function tellOthers(
  env: Env,
  channel: ChannelName,
  outcome: DeliveryOutcome,
  { to, who, isWatched, isLate }: About,
): Promise<void> {
  const consequences = consequencesOf(outcome);
  const { close, suspect, impaired, proof, optOutAddress } = consequences;
  const isTrouble = close !== null || suspect !== null || impaired !== null;
  if (isTrouble || (isWatched && proof !== null)) {
    await gateOf(env, channel).hear(channel, { consequences, who, isLate });
  }
  if (!optOutAddress || channel !== "sms" || to === null) return;
  const phone = await phoneAt(env, to);
  await phone.wish(true, to, null);
}
