// Where the gate of a channel stands: one object per channel.

import { objectAt } from "../platform/calls.ts";
import type { ChannelName } from "../core/settings.ts";
import type { Env } from "../env.ts";
import type { Calls } from "../platform/calls.ts";
import type { Gate } from "./object.ts";

export const gateOf = (env: Env, channel: ChannelName): Calls<Gate> => objectAt(env.GATE, channel);
