// One turn of FlatPeak's Connect conversation as the rest of the product knows it: which page FlatPeak wants shown, what it already
// knows there, and what may be answered. How it looks on the wire is for read.ts; how it looks to a person, for web/connect.

/** What a person can do on a page besides filling it in, in FlatPeak's words. */
export const ACTIONS = [
  "BACK",
  "CLOSE",
  "SAVE",
  "EDIT",
  "RECONNECT",
  "DISCONNECT",
  "DISMISS_DIRECT",
  "WRONG_TARIFF",
  "WRONG_TARIFF_REPORT",
  "PROVIDER_MISSING",
  "TARIFF_MISSING",
  "ADDRESS_CHANGE",
] as const;

export type Action = (typeof ACTIONS)[number];

export interface Provider {
  readonly id: string | null;
  readonly name: string | null;
  /** `https:` or `data:image/`, or null: anything else is no picture. */
  readonly logoUrl: string | null;
}

/** Empty texts where FlatPeak knows nothing. */
export interface PostalAddress {
  readonly addressLine1: string;
  readonly addressLine2: string;
  readonly city: string;
  readonly state: string;
  readonly postCode: string;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
}

/** A period of the day with its price. Times are `HH:MM` in the home's zone; `24:00` is written `00:00`. */
export interface Hours {
  readonly from: string;
  readonly to: string;
  /** Per kWh, in the currency's large unit; null where FlatPeak knows none. */
  readonly cost: number | null;
}

export type Structure = "FIXED" | "TIME_OF_DAY" | "MARKET" | "DYNAMIC" | "ADVANCED";

/** A price on the summary. */
export interface Price {
  /** Instants as FlatPeak sends them, offset included. */
  readonly from: string;
  readonly to: string;
  /** Per kWh, large unit. */
  readonly cost: number;
  /** 0 to 1; below 1 an estimate. Null where unsaid. */
  readonly confidence: number | null;
}

export interface Summary {
  readonly route: "summary";
  /** Which of FlatPeak's spellings this summary came by: an action has to name it. */
  readonly wireRoute: string;
  /** Zero saves on demand; everywhere else the tariff is saved when the summary is shown. */
  readonly isSaved: boolean;
  readonly provider: Provider | null;
  readonly currency: string | null;
  readonly name: string | null;
  readonly status: string | null;
  /** Where the prices come from: `DIRECT`, `LIBRARY`, `MARKET`, `MANUAL`; null where unsaid. */
  readonly connectionType: string | null;
  readonly structure: Structure | null;
  readonly isMarket: boolean;
  readonly isTiered: boolean;
  /** `YYYY-MM-DD` in the home's zone as FlatPeak wrote it, null where unsaid. */
  readonly contractStart: string | null;
  readonly contractEnd: string | null;
  /** FlatPeak says that the contract runs until it is given notice. */
  readonly isUntilTerminated: boolean;
  readonly prices: Readonly<Record<"yesterday" | "today" | "tomorrow", readonly Price[]>>;
}

/** A page by what it asks; the spellings of the generations are one page. */
export type Page =
  | { readonly route: "postal_address"; readonly address: PostalAddress }
  | {
      readonly route: "provider_select";
      readonly providers: readonly Provider[];
      readonly address: PostalAddress | null;
    }
  | { readonly route: "provider_name"; readonly name: string | null; readonly address: PostalAddress | null }
  | {
      readonly route: "tariff_select";
      readonly provider: Provider | null;
      readonly tariffs: readonly { readonly id: string; readonly name: string; readonly description: string }[];
    }
  | {
      readonly route: "tariff_structure";
      readonly provider: Provider | null;
      /** As FlatPeak offers them, in its order; each as it is written, since that is how it is answered. */
      readonly options: readonly string[];
    }
  | {
      readonly route: "rate_fixed";
      readonly provider: Provider | null;
      readonly currency: string | null;
      readonly cost: number | null;
    }
  | {
      readonly route: "rate_tod";
      readonly provider: Provider | null;
      readonly currency: string | null;
      readonly hours: readonly Hours[];
    }
  | {
      readonly route: "surcharge";
      readonly provider: Provider | null;
      readonly currency: string | null;
      /** `fixed` per kWh in the large unit, `percentage` in percent; null where FlatPeak knows none. */
      readonly fixed: number | null;
      readonly percentage: number | null;
      /** Zero asks for the region on the same page; empty elsewhere. */
      readonly regions: readonly string[];
      readonly region: string | null;
    }
  | {
      readonly route: "region";
      readonly provider: Provider | null;
      readonly regions: readonly string[];
      readonly region: string | null;
    }
  | { readonly route: "tariff_name"; readonly provider: Provider | null; readonly name: string | null }
  | {
      readonly route: "contract_term";
      readonly provider: Provider | null;
      /** `YYYY-MM-DD`. */
      readonly start: string | null;
      readonly end: string | null;
      readonly isUntilTerminated: boolean;
    }
  | { readonly route: "pending"; readonly provider: Provider | null }
  | { readonly route: "failed"; readonly provider: Provider | null }
  | Summary
  /** Off to another address: a provider's sign-in, or the end of the session. Which of the two, `go.ts` tells. */
  | { readonly route: "redirect"; readonly url: string }
  /** Zero says so; elsewhere a redirect to the callback does. */
  | { readonly route: "complete"; readonly url: string | null }
  /** A page nobody here knows, or one without what it needs: said in words, with what may still be done. */
  | { readonly route: "unknown"; readonly why: string };

export type PageRoute = Page["route"];

/** What FlatPeak answered, read. */
export interface Turn {
  /** The token to go on with, which FlatPeak may change from turn to turn. */
  readonly token: string;
  /** The route as FlatPeak wrote it, to be named in the next call. */
  readonly wireRoute: string;
  readonly generation: "zero" | "anode";
  readonly direction: "IMPORT" | "EXPORT" | "LOCAL" | null;
  readonly type: "COMMODITY" | "NON_COMMODITY" | null;
  /** What FlatPeak lists; BACK and CLOSE hold on every page of Anode's, listed or not. */
  readonly actions: readonly Action[];
  /** Actions that FlatPeak lists and nobody here knows. */
  readonly unknownActions: readonly string[];
  readonly page: Page;
}

/** What a person answers to a page: exactly one of the two, or neither at the start. */
export type Reply =
  | { readonly kind: "start" }
  | { readonly kind: "action"; readonly action: Action }
  | { readonly kind: "data"; readonly data: Readonly<Record<string, unknown>> };

/** FlatPeak's refusal of a reply. */
export interface Refusal {
  readonly kind: "refused";
  /** FlatPeak's code, like `post_code_missing`. */
  readonly code: string;
  readonly requestId: string | null;
}

/** No answer that says anything: it may pass. */
export interface Unavailable {
  readonly kind: "unavailable";
  readonly why: string;
  /** What was sent may have been taken all the same: it is not to be sent again before FlatPeak was asked where it stands. */
  readonly mayBeTaken: boolean;
}

/** What came of a call. A token that FlatPeak does not know any more is `ended`; everything that may pass is `unavailable`. */
export type Answered =
  { readonly kind: "turn"; readonly turn: Turn } | Refusal | { readonly kind: "ended" } | Unavailable;

/** What FlatPeak is asked in one call. */
export interface Question {
  readonly token: string;
  /** The route that is answered, as FlatPeak wrote it; null at the start. */
  readonly wireRoute: string | null;
  readonly reply: Reply;
  /** The zone of the home, by which an instant becomes a day; null where it is not known. */
  readonly zone: string | null;
}

/** Asks FlatPeak, once. Answers within its own time limit, and never throws for what FlatPeak or the network can cause. */
export type Ask = (question: Question) => Promise<Answered>;
