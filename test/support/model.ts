// The virtual customer for the model-based test: effects may be left out, half done or answered days late, the state goes
// through JSON and back on every second step as an eviction would, and what must hold is checked after every command.

import { isDeepStrictEqual } from "node:util";
import { nextAlarm } from "../../src/core/alarm.ts";
import { CHANNEL_TRAITS, DELIVERY_LEASE_MS } from "../../src/core/settings.ts";
import { isOpen, isUnsettled, locationOf, zoneOf } from "../../src/core/state.ts";
import { step } from "../../src/core/step.ts";
import { DAY, wallClock } from "../../src/core/time.ts";
import { isSpent } from "../../src/core/ladder.ts";
import { VirtualCustomer, slot } from "./virtual.ts";
import type { Settings } from "../../src/core/settings.ts";
import type { CustomerState, JournalEntry, Notification } from "../../src/core/state.ts";
import type { DeliveryOutcome, Effect, Input } from "../../src/core/step.ts";
import type { ProbeAnswer, SlotFacts } from "../../src/core/truth.ts";
