// What every Connect page is made of: a view of what FlatPeak asks, and a reading of what a person typed. The frame around it
// (heading, mistakes, the form with its main button, the other actions) is the shell's.

import type { Child } from "hono/jsx";
import type { CivilDate } from "../../../core/time.ts";
import type { Page, PageRoute, Reply, Turn } from "../../../flatpeak/connect/page.ts";
import type { ConnectWords, Note } from "../../../text/connect.ts";
import type { Language } from "../../../text/language.ts";
import type { Look } from "./style.ts";

/**
 * What was typed, by the names of the fields. A list may come in several fields of one name. Two names are the shell's: `action`,
 * a button that answers by an action of FlatPeak's, which it takes before the page is asked to read; and `again`, which a page
 * names its own buttons that send nothing ("add a period"), and which a page takes care to leave out of what it hands back.
 */
export type Typed = URLSearchParams;

/** A mistake at a field. `field` is the name of the input, which is its id as well, or null where it is the page's. */
export type Mistake = Note & { readonly field: string | null };

/** The tariff as we know it, where the link said which. */
export interface Home {
  readonly timeZone: string;
  /** ISO 3166-1 alpha-2, or null. */
  readonly country: string | null;
  /** FlatPeak's id of the supplier, and its name as FlatPeak writes it. */
  readonly supplierId: string | null;
  readonly supplier: string | null;
  readonly oldContractEnd: CivilDate | null;
  /** Since when the case is open, where there is one. */
  readonly since: CivilDate | null;
  readonly cause: "expiring" | "expired" | "fetch_failed" | "upgrade" | null;
}

/** What a page is shown with. */
export interface PageContext<Route extends PageRoute = PageRoute> {
  readonly turn: Turn & { readonly page: Extract<Page, { route: Route }> };
  /** What was typed so far, which goes before what FlatPeak knows; null on the first sight. */
  readonly typed: Typed | null;
  readonly mistakes: readonly Mistake[];
  readonly home: Home;
  /** Today in the home's zone. */
  readonly today: CivilDate;
  readonly language: Language;
  readonly words: ConnectWords;
}

/** What a form comes to. */
export type Reading =
  /** To be sent. `said` says back what was understood, to be shown on the page that comes next. */
  | { readonly kind: "reply"; readonly reply: Reply; readonly said?: Note }
  | { readonly kind: "mistakes"; readonly mistakes: readonly Mistake[] }
  /**
   * Shown again with what was typed: a row was added, a list filtered, or a question is asked, "is that price right?". The page
   * draws the question from `typed`; `ask` is the same in words for the top of the page. Nothing is sent until it is answered.
   */
  | { readonly kind: "again"; readonly typed: Typed; readonly ask?: Mistake };

/** A page of the conversation. */
export interface ConnectPage<Route extends PageRoute> {
  readonly route: Route;
  /** What it is made of, so that it comes with these rules and no others. */
  readonly looks: readonly Look[];
  readonly heading: (context: PageContext<Route>) => string;
  /** The form's inside. */
  readonly draw: (context: PageContext<Route>) => Child;
  /** What the main button says; null where the page brings its own buttons. */
  readonly button: (context: PageContext<Route>) => string | null;
  /** What the form comes to. On a page that asks nothing it is what the main button stands for. */
  readonly read: (context: PageContext<Route>, typed: Typed) => Reading;
}
