// A provider of a company's own, held to what is promised of those that come with the project: it answers in time, and with an outcome
// there is. Nobody has tried it with all that a provider can do, and a customer's object waits for it.

import * as z from "zod/mini";
import { SECOND } from "../core/time.ts";
import { orLate } from "../platform/within.ts";
import type { Channel } from "../channels/channel.ts";
import type { Provider } from "../channels/provider.ts";
import type { DeliveryOutcome } from "../core/message/outcome.ts";

/** An answer is waited for so long: shorter than the lease of an attempt, so that nobody makes the next one meanwhile. */
export const ANSWER_MS = 30 * SECOND;

const why = z.string();
const wait = z.number().check(z.gte(0));
const OUTCOME = z.union([
  z.object({ kind: z.enum(["sent", "no_address", "not_wanted"]) }),
  z.object({ kind: z.literal("accepted"), id: z.optional(z.string()) }),
  z.object({
    kind: z.literal("retry"),
    why,
    retryAfter: z.nullable(wait),
    maybeArrived: z.optional(z.boolean()),
    tries: z.optional(wait),
    scope: z.optional(z.literal("unproven")),
  }),
  z.object({
    kind: z.literal("failed"),
    why,
    scope: z.enum(["recipient", "platform", "us", "unproven"]),
    address: z.optional(z.literal("dead")),
  }),
  z.object({
    kind: z.literal("failed"),
    why,
    scope: z.literal("recipient"),
    address: z.literal("opted_out"),
    cause: z.enum(["stop", "reply", "complaint"]),
    isOwn: z.optional(z.boolean()),
    digest: z.optional(z.string()),
  }),
  z.object({ kind: z.literal("misconfigured"), why, scope: z.enum(["sender", "account"]) }),
  z.object({ kind: z.literal("put_off"), why, wait, isTurn: z.optional(z.boolean()) }),
  z.object({ kind: z.literal("uncertain"), why }),
]);

const LATE = Symbol("late");

/** What was wrong, by a name: of an error the log keeps no more than that. */
class ChannelError extends Error {
  constructor(name: "NoAnswerInTime" | "NoOutcome" | "NoPace", message: string) {
    super(message);
    this.name = name;
  }
}

/** The outcome of an attempt. Throws where there is none in time, or what came is none; the message names no value of it. */
async function outcomeOf(name: string, attempt: Promise<DeliveryOutcome>): Promise<DeliveryOutcome> {
  const outcome = await orLate(attempt, ANSWER_MS, LATE);
  if (outcome === LATE)
    throw new ChannelError(
      "NoAnswerInTime",
      `the channel "${name}" gave no answer within ${ANSWER_MS / SECOND} seconds`,
    );
  if (OUTCOME.safeParse(outcome).success) return outcome;
  throw new ChannelError("NoOutcome", `the channel "${name}" answered what is no outcome that docs/CHANNELS.md names`);
}

function channelOf(provider: string, it: Channel): Channel {
  const { name, canReply } = it;
  return {
    name,
    ...(canReply === undefined ? {} : { canReply }),
    async send(delivery) {
      return outcomeOf(provider, it.send(delivery));
    },
  };
}

/**
 * The same provider, whose attempts end: `send` throws where it throws, and where no outcome came of it in time, which counts as an
 * attempt that may have arrived. `create` throws where the pace is none, by which nothing would ever be sent.
 */
export const tamed = (provider: Provider): Provider => ({
  ...provider,
  create(settings, world) {
    const pace = provider.paceOf(settings);
    if (!(pace > 0))
      throw new ChannelError("NoPace", `the channel "${provider.name}" must have a pace: calls a second, more than 0`);
    return channelOf(provider.name, provider.create(settings, world));
  },
});
