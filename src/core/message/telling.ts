// What a notification tells, and what the journal calls what becomes of it.

import { strongest } from "../case/reason.ts";
import type { What } from "../journal.ts";
import type { Case } from "../state.ts";
import type { Notification } from "./notification.ts";

/** What a message about these cases says: the strongest reason words it. */
export const tellingOf = (cases: readonly Case[]): Pick<Notification, "reason" | "endDateTrap" | "caseNos"> => ({
  reason: strongest(cases.map((it) => it.reason)),
  endDateTrap: cases.some((it) => it.endDateTrap),
  caseNos: cases.map((it) => it.no),
});

const MESSAGE = {
  sent: "message_sent",
  delayed: "message_delayed",
  uncertain: "message_uncertain",
  failed: "message_failed",
} as const;

/** The names in the journal, of a message to the customer and of what the company is told. */
export const NAMES = {
  notify: MESSAGE,
  confirm: MESSAGE,
  publish: {
    sent: "publication_sent",
    delayed: "publication_delayed",
    uncertain: "publication_uncertain",
    failed: "publication_failed",
  },
} as const satisfies Readonly<Record<Notification["kind"], Readonly<Record<string, What>>>>;
