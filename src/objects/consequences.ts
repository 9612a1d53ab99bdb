// Tells the others what an outcome means for them: the gate of the channel, and the other customers behind a number.

import { consequencesOf } from "../core/message/outcome.ts";
import { CHANNEL_TRAITS } from "../core/policy.ts";
import { gateOf, phoneAt } from "./rooms.ts";
import type { DeliveryOutcome } from "../core/message/outcome.ts";
import type { ChannelName } from "../core/policy.ts";
import type { Env } from "../setup/env.ts";
import type { GateWord } from "../core/gate/breaker.ts";

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
 * What the gate of a channel is to hear of an outcome; null where nothing. That all is well is told only of an attempt that
 * is watched.
 */
export function gateWordOf(outcome: DeliveryOutcome, { who, isWatched, isLate }: Omit<About, "to">): GateWord | null {
  const consequences = consequencesOf(outcome);
  const { close, suspect, impaired, proof } = consequences;
  const isTrouble = close !== null || suspect !== null || impaired !== null;
  return isTrouble || (isWatched && proof !== null) ? { consequences, who, isLate } : null;
}

/** Tells the other customers behind a number that its owner wants no messages. */
export async function tellNumber(
  { env, linkKeys }: { readonly env: Env; readonly linkKeys: readonly string[] },
  channel: ChannelName,
  outcome: DeliveryOutcome,
  to: string | null,
): Promise<void> {
  if (!consequencesOf(outcome).optOutAddress || CHANNEL_TRAITS[channel].address !== "phone" || to === null) return;
  const phone = await phoneAt(env, to, linkKeys);
  await phone.hear({ by: "provider", stop: true });
}

/** Tells them of a callback's word. */
export async function tellOthers(
  { env, linkKeys }: { readonly env: Env; readonly linkKeys: readonly string[] },
  channel: ChannelName,
  outcome: DeliveryOutcome,
  about: About,
): Promise<void> {
  const said = gateWordOf(outcome, about);
  if (said !== null) await gateOf(env, channel).hear(channel, said);
  await tellNumber({ env, linkKeys }, channel, outcome, about.to);
}
