// What a message is about, and how often it was told.

import type { Reason } from "../core/case/reason.ts";

/** One tariff, or several. `trap`: the end date we were given is the old contract's once more. */
export type Matter = Reason | "trap" | "several" | "several_expiring" | "several_upgrade";

/** The first message of a case, or a reminder. */
export type Stage = "first" | "again";
