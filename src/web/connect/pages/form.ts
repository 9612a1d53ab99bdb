// What every Connect page is made of: a view of what FlatPeak asks, and a reading of what a person typed.

import type { Child } from "hono/jsx";
import type { Page, PageRoute, Reply, Turn } from "../../../flatpeak/connect/page.ts";

/** What was typed, by the names of the fields. A list may come in several fields of one name. */
export type Typed = URLSearchParams;

/** A mistake at a field. `key` is a text of `connect.json`; `field` the name of the input, or null where it is the page's. */
export interface Mistake {
  readonly field: string | null;
  readonly key: string;
  readonly facts?: Readonly<Record<string, string>>;
}

/** What a page is shown with. */
export interface PageContext<Route extends PageRoute = PageRoute> {
  readonly turn: Turn & { readonly page: Extract<Page, { route: Route }> };
  /** What was typed so far, which goes before what FlatPeak knows; null on the first sight. */
  readonly typed: Typed | null;
  readonly mistakes: readonly Mistake[];
  /** The home's zone and what we know of the tariff, where the link said which. */
  readonly home: {
    readonly timeZone: string;
    /** ISO 3166-1 alpha-2, or null. */
    readonly country: string | null;
    readonly supplier: string | null;
    readonly oldContractEnd: string | null;
    readonly cause: "expiring" | "expired" | "fetch_failed" | "upgrade" | null;
  };
  /** Today in the home's zone, `YYYY-MM-DD`. */
  readonly today: string;
}

/** What a form comes to. `ask` is a question back, "is that price right?": nothing is sent until it is answered. */
export type Reading =
  | { readonly kind: "reply"; readonly reply: Reply }
  | { readonly kind: "mistakes"; readonly mistakes: readonly Mistake[] }
  /** Shown again with what was typed: a row was added, a list filtered, a question is asked. */
  | { readonly kind: "again"; readonly typed: Typed; readonly ask?: Mistake };

/** A page of the conversation. */
export interface ConnectPage<Route extends PageRoute> {
  readonly route: Route;
  /** The form's inside; the shell draws heading, error summary, actions and footer around it. */
  readonly draw: (context: PageContext<Route>) => Child;
  readonly read: (context: PageContext<Route>, typed: Typed) => Reading;
}
