// What can be asked of the object of an invitation, and what it answers.

import type { Admission } from "../../../core/message/others.ts";
import type { Input } from "../../../core/step.ts";
import type { Contact } from "../../../core/state.ts";
import type { Invitation, InvitationState, Invited } from "./record.ts";

/** What an invitation is made of. */
export interface InvitationOrder extends Pick<
  Invitation,
  "reference" | "digest" | "who" | "session" | "connectUrl" | "callbackUrl" | "uses"
> {
  readonly contact: Partial<
    Pick<Contact, "phone" | "email" | "pushToken" | "locale" | "timezone" | "whatsapp" | "preferred">
  >;
  /** Whether we write to whoever is invited, or the company brings them the link. */
  readonly tells: boolean;
  /** For how long it stands (ms). */
  readonly lasts: number;
}

export type Made =
  | { readonly kind: "made" | "known"; readonly link: string; readonly expiresAt: number }
  /** Something else was asked for under the same name. */
  | { readonly kind: "conflict" }
  /** Who was invited under that name was erased. */
  | { readonly kind: "erased" };

/** Times in ISO 8601. */
export interface InvitationStory extends Invited {
  readonly invitation_id: string;
  readonly reference: string | null;
  readonly state: InvitationState;
  /** Null once it leads nowhere. */
  readonly link: string | null;
  readonly location_id: string | null;
  readonly uses: number | null;
  readonly used: number;
  readonly made_at: string;
  readonly expires_at: string;
  readonly sent: readonly { readonly channel: string; readonly status: string; readonly at: string | null }[];
  readonly sent_at: string | null;
  readonly opened_at: string | null;
  readonly minted_at: string | null;
  readonly completed_at: string | null;
  readonly revoked_at: string | null;
}

export type Admitted = Exclude<Admission, { kind: "go" }> | { readonly kind: "go"; readonly at: number };

export interface InvitingContract {
  /** Makes an invitation of this object, once. */
  invite(id: string, order: InvitationOrder): Promise<Made>;
  /** FlatPeak says that a session which the invitation began has ended: it is asked soon what came of it. */
  sessionEnded(connectToken: string): Promise<void>;
  /**
   * Asks whether a message of an invitation may go now to this customer, known or not; where it may, it is counted among theirs, unless
   * that was done at `countedAt` (ms). `ahead`: by how much the clock of who asks is ahead (ms). Gives the instant it counts from.
   */
  admit(customerId: string, countedAt: number | null, ahead: number): Promise<Admitted>;
  /** What somebody asked for by the link of an invitation to this customer, known or not. */
  hearWish(customerId: string, wish: Input): Promise<void>;
  /** Takes the invitation back; false where it is over already, null where there is none. */
  revokeInvitation(): Promise<boolean | null>;
  /** What became of the invitation; null where there is none. */
  invitationStory(): Promise<InvitationStory | null>;
}
