// An operator keeps a customer's messages back, and lets them go.

import { isUnsent } from "./notification.ts";
import type { CustomerState } from "../state.ts";
import type { Turn } from "../turn.ts";

const unsentOf = ({ notifications }: CustomerState): string =>
  notifications
    .filter(isUnsent)
    .map((it) => it.id)
    .join(",");

/** Keeps back whatever is not out yet, prepared or still to be, until it is let go. */
export function keepBack(turn: Turn): void {
  if (turn.state.keptBackSince !== null) return;
  turn.state = { ...turn.state, keptBackSince: turn.now };
  turn.note("messages_held", { notifications: unsentOf(turn.state) });
}

/** Lets go what was kept back. */
export function letGo(turn: Turn): void {
  if (turn.state.keptBackSince === null) return;
  turn.state = { ...turn.state, keptBackSince: null };
  turn.note("messages_released", { notifications: unsentOf(turn.state) });
}
