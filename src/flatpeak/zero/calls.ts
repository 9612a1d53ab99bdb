// Every call of Zero's that Anode has under another name or in another shape.

import { login, mintToken, readToken } from "./calls/connect.ts";
import { costInstant, costInterval, costSession } from "./calls/costs.ts";
import { meterBatch, meterCumulative, meterInterval } from "./calls/meters.ts";
import { audit, rates } from "./calls/prices.ts";
import { schedule } from "./calls/schedules.ts";
import { slotsByThreshold, slotsByTime } from "./calls/slots.ts";
import { directoryOf } from "./call.ts";
import type { Call } from "./call.ts";

export const CALLS: readonly Call[] = [
  login,
  mintToken,
  readToken,
  rates,
  audit,
  slotsByTime,
  slotsByThreshold,
  schedule,
  costInstant,
  costInterval,
  costSession,
  meterInterval,
  meterCumulative,
  meterBatch,
];

/** The same by their address. */
export const DIRECTORY = directoryOf(CALLS);
