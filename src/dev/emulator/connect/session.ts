// What a Connect session is made of: what its token asked for, where its conversation stands, and what was typed so far.
// Types and their empty values; nothing here knows the world.
import type { Plan } from "../plan.ts";
import type { ConnectionType, Supplier } from "../suppliers.ts";

/** Where a tariff sits in a home. The two slots FlatPeak lists as NOT_SUPPORTED never hold one. */
export type Slot = "commodity_import" | "commodity_export" | "non_commodity_import";

export type Generation = "zero" | "anode";

/** The pages by what they ask; `routes.ts` knows what each generation calls them. */
export type Page =
  | "address"
  | "provider"
  | "login"
  | "providerName"
  | "libraryTariff"
  | "structure"
  | "rate"
  | "hours"
  | "region"
  | "surcharge"
  | "advanced"
  | "name"
  | "term"
  | "pending"
  | "failed"
  | "summary"
  | "ended";

/** A postal address as FlatPeak's wire has it; empty texts where nothing is known. */
export interface Address {
  address_line1: string;
  address_line2: string;
  city: string;
  state: string;
  post_code: string;
  /** ISO 3166-1 alpha-2. */
  country_code: string;
}

export interface Draft {
  provider: Supplier | null;
  connectionType: ConnectionType;
  /** What the tariff is called; null until somebody says so. */
  name: string | null;
  plan: Plan | null;
  /** Of a market's price, before its surcharge is known. */
  region: string | null;
  /** The last day of the contract as YYYY-MM-DD; null runs until terminated. */
  contractEndDate: string | null;
}

/** How the sign-in at a provider went. */
export type LoginOutcome = "connected" | "slow" | "lost" | "failed" | "skipped";

/** A Connect token together with where its conversation stands. */
export interface ConnectToken {
  id: string;
  flavour: Generation;
  /** Empty until the session has made a home, a customer or a tariff where there was none. */
  homeId: string;
  customerId: string;
  tariffId: string;
  customerReferenceId: string;
  locationReferenceId: string;
  slot: Slot;
  address: Address;
  addressType: "RESIDENTIAL" | "COMMERCIAL";
  connectUrl: string;
  callbackUrl: string;
  startWith: "auto" | "edit" | "disconnect";
  /** The pages that are shown only where the token wants them (Anode); Zero has no such option and asks always. */
  asks: { advanced: boolean; name: boolean; term: boolean };
  /** Whether FlatPeak has reported the session as complete. */
  isReported: boolean;
  createdAt: number;
  expiresAt: number;
  page: Page;
  /** The pages before this one, for BACK. */
  trail: Page[];
  /** Every page the session has shown: any of them may be answered again. */
  shown: Page[];
  draft: Draft;
  /** Whether the draft is whole and waits for Zero's SAVE. */
  isUnsaved: boolean;
  login: LoginOutcome | null;
  completeAction: "" | "SAVE" | "DISCONNECT";
}

/** Nothing typed yet. */
export function emptyDraft(): Draft {
  return { provider: null, connectionType: "MANUAL", name: null, plan: null, region: null, contractEndDate: null };
}
