// Where the gate of a way out stands: one object per way.

import { objectAt } from "../platform/calls.ts";
import type { ChannelName } from "../core/settings.ts";
import type { Env } from "../env.ts";
import type { Calls } from "../platform/calls.ts";
import type { Gate } from "./object.ts";

/** What stands behind a gate: a channel to customers, or the company's backend where it is asked for their addresses. */
export type Way = ChannelName | "contact_lookup";

export const gateOf = (env: Env, way: Way): Calls<Gate> => objectAt(env.GATE, way);
