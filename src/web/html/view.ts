// What every page is given and what it gives back. Pages state the facts they need and import nothing of the floors below
// but the core, so that any of them can be drawn without a Worker.

import type { Child } from "hono/jsx";
import type { Language } from "../../text/language.ts";
import type { Say } from "../../text/page.ts";

/** How the company looks. */
export interface Brand {
  readonly name: string;
  /** `#rgb` or `#rrggbb`; null, or anything else, is the colour of the project. */
  readonly colour: string | null;
  /** A `data:image/...` URL, so that nothing is loaded from elsewhere; null shows the name alone. */
  readonly logo: string | null;
  /** Stands at the foot of every page: who the company is, where help is, and what becomes of personal data. Null: not said. */
  readonly legal: string | null;
  readonly helpUrl: string | null;
  readonly privacyUrl: string | null;
}

export interface PageView {
  readonly say: Say;
  readonly language: Language;
  readonly brand: Brand;
  /** The way back into the company's app, if it told us one. */
  readonly appUrl: string | null;
}

/** The ways out behind a link: both, or the one that is named. */
export interface Ways {
  /** Null where a page must not show what link it stands for: its own address leads to the stop. */
  readonly code: string | null;
  readonly only?: "later" | "stop";
}

export interface PageContent {
  readonly title: string;
  readonly body: Child;
  /** Room for lists; the other pages are one narrow card. */
  readonly wide?: boolean;
  /** For previewers: what the link is, in a sentence. Only with it the page describes itself to them. */
  readonly description?: string;
  /** How to be reminded later and to have messages stopped, by the link they were sent with; said at the foot of the page. */
  readonly ways?: Ways;
  /** Stands at the foot of a page that is no customer's, in place of what customers are told there. */
  readonly foot?: Child;
  /** Looks that only this page has, as CSS, under the rules of style.ts. */
  readonly style?: string;
  /** It shows pictures of others, from any https address: the logos of suppliers. */
  readonly showsPictures?: boolean;
  /** Its button leads on to Connect, wherever that is and wherever it redirects to. */
  readonly leadsOut?: boolean;
}

/** A page before it is known who looks at it and in which language. */
export type PageOf = (view: PageView) => PageContent;
