// The policy of a deployment that sets nothing but how to reach its backend, as docs/SETTINGS.md states it; that it is what the settings
// give is a test of theirs. Tests of the core start from it.

import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import type { Policy } from "../../src/core/policy.ts";

export const DEFAULT_POLICY: Policy = {
  groupWait: 5 * MINUTE,
  groupWaitMax: 15 * MINUTE,
  ladders: {
    expiring: [0, 5 * DAY, "end"],
    expired: [0, 3 * DAY, 10 * DAY, 21 * DAY],
    fetch_failed: [2 * HOUR, 3 * DAY, 10 * DAY],
    upgrade: [],
    invitation: [],
  },
  handoverAfter: 7 * DAY,
  caps: [
    { count: 1, within: 48 * HOUR },
    { count: 4, within: 28 * DAY },
  ],
  sendWindow: { from: 9 * 60, to: 20 * 60 },
  sendWindowHard: { from: 8 * 60, to: 21 * 60 },
  spread: 30 * MINUTE,
  habitWait: 12 * HOUR,
  tapHold: 30 * MINUTE,
  channels: ["handoff"],
  contactLookup: false,
  whatsappUndeliveredAfter: null,
  smsMax: 2,
  keyless: ["sms", "whatsapp"],
  publishTo: "handoff",
  announces: [],
  hasIndex: false,
  disconnected: "ask",
  confirmsRepair: false,
};
