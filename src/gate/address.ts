// Where the gate of a channel stands: one object per channel.

import type { ChannelName } from "../core/settings.ts";
import type { Env } from "../env.ts";
import type { Gate } from "./object.ts";

export const gateOf = (env: Env, channel: ChannelName): DurableObjectStub<Gate> =>
  env.GATE.get(env.GATE.idFromName(channel));
