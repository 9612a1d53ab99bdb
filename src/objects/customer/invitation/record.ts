// What is kept of an invitation beside the case that stands for it. Times in ms on the customer's clock.

import type { SessionFields } from "../../../flatpeak/port.ts";
import type { StoredToken } from "../rows/document.ts";

/** Who it is for, by the names that the company gave; null where it gave none. */
export interface Invited {
  readonly customer_id: string | null;
  readonly customer_reference_id: string | null;
  readonly location_reference_id: string | null;
}

/** A session that was begun; `hasEnded` where an event said that it is over. */
export interface BegunSession extends StoredToken {
  readonly hasEnded?: true;
}

export interface Invitation {
  /** What the company calls it. */
  readonly reference: string | null;
  /** A digest of what was asked for: the same under the same name makes no second one. */
  readonly digest: string;
  readonly who: Invited;
  /** What its sessions are opened with; empty once it is over, since an address is nobody's to keep. */
  readonly session: SessionFields;
  readonly connectUrl: string | null;
  readonly callbackUrl: string | null;
  /** How many sessions it may begin; null for any number. */
  readonly uses: number | null;
  readonly used: number;
  /** The last message that was counted among the others of who is invited, by its number, and when; null before there is one. */
  readonly counted: { readonly no: number; readonly at: number } | null;
  /** The latest tokens, oldest first. */
  readonly tokens: readonly BegunSession[];
  readonly madeAt: number;
  readonly expiresAt: number;
  readonly openedAt: number | null;
  readonly mintedAt: number | null;
  readonly completedAt: number | null;
  /** The home that was connected. */
  readonly locationId: string | null;
  readonly revokedAt: number | null;
}

export type InvitationState = "open" | "completed" | "revoked" | "expired";

/** How an invitation stands at `now`. */
export function stateOf({ revokedAt, completedAt, expiresAt }: Invitation, now: number): InvitationState {
  if (completedAt !== null) return "completed";
  if (revokedAt !== null) return "revoked";
  return now >= expiresAt ? "expired" : "open";
}

/** The same without what nobody needs any more. */
export const closed = (it: Invitation): Invitation => ({ ...it, session: {}, tokens: [] });
