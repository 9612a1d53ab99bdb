// The `log` channel: for test mode, and for a first look without any provider.

import { describeProvider } from "../provider.ts";
import { createLogChannel } from "./send.ts";

export const log = describeProvider({
  name: "log",
  channel: "log",
  settings: {},
  needs: [],
  isKeyless: false,
  paceOf: () => 1_000,
  create: (_, world) => createLogChannel(world.log),
});
