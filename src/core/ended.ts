// What is over by the end of a step. Within a step, cases that ended and notifications that were settled still stand in the
// state, so that rules can read them; its last act is to part them from what goes on.

import { isOpen } from "./read.ts";
import type { Notification } from "./message/notification.ts";
import type { Case, CustomerState } from "./state.ts";

/** What is over since the present step: it is told once, and is part of the state no more. */
export interface Ended {
  readonly cases: readonly Case[];
  readonly notifications: readonly Notification[];
}

export const NOTHING_ENDED: Ended = { cases: [], notifications: [] };

const isSettled = ({ settledAt }: Notification): boolean => settledAt !== null;

/** A state without what ended in it, and what that was. */
export function partEnded(state: CustomerState): { readonly state: CustomerState; readonly ended: Ended } {
  const cases = state.cases.filter((it) => !isOpen(it));
  const notifications = state.notifications.filter(isSettled);
  if (cases.length + notifications.length === 0) return { state, ended: NOTHING_ENDED };
  return {
    state: {
      ...state,
      cases: cases.length === 0 ? state.cases : state.cases.filter(isOpen),
      notifications:
        notifications.length === 0 ? state.notifications : state.notifications.filter((it) => !isSettled(it)),
    },
    ended: { cases, notifications },
  };
}
