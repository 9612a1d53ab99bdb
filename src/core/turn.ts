// What one step leaves behind: the living, and what ended in it.

import { isOpen } from "./state.ts";
import type { Notification } from "./message/notification.ts";
import type { Case, CustomerState } from "./state.ts";

/** What is over since the present step: it is told once, and is part of the state no more. */
export interface Ended {
  readonly cases: readonly Case[];
  readonly notifications: readonly Notification[];
}

export const NOTHING_ENDED: Ended = { cases: [], notifications: [] };

const isSettled = ({ settledAt }: Notification): boolean => settledAt !== null;

/** A state as it is gone on with, and what ended on the way to it. */
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
