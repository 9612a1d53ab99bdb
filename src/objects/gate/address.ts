// Where the gate of a way out stands: one object per way, and one before FlatPeak.

import { objectAt } from "../../platform/objects.ts";
import type { ChannelName } from "../../core/policy.ts";
import type { Env } from "../../setup/env.ts";
import type { Calls } from "../../platform/objects.ts";
import type { Gate } from "./object.ts";

/**
 * What stands behind a gate: a channel to customers, the company's backend where it is asked for their addresses, or FlatPeak,
 * which may refuse our account as any provider may.
 */
export type Way = ChannelName | "contact_lookup" | "flatpeak";

export const gateOf = (env: Pick<Env, "GATE">, way: Way): Calls<Gate> => objectAt(env.GATE, way);
