// Every text of every page, as a type: a language that lacks one does not compile.

import type { SlotName } from "../core/case/truth.ts";
import type { ConnectionKind, TariffAction, TariffState } from "../core/link/overview.ts";

/** The least a page says: the title of the tab, the heading, and one sentence or two. */
export interface PageText {
  readonly title: string;
  readonly heading: string;
  readonly text: string;
}

/** Dates come in as the language writes them, see dates.ts. */
export interface PageCopy {
  readonly openApp: string;
  readonly backToApp: string;
  readonly tryAgain: string;
  /** A home the company has no name for, counted from 1. */
  readonly home: (number: number) => string;

  readonly confirm: PageText & { readonly button: string; readonly description: string };
  readonly allGood: PageText;
  readonly expired: PageText;
  readonly nowhere: PageText;
  readonly unavailable: PageText;
  readonly tooMany: PageText;
  readonly phone: PageText & { readonly picture: string; readonly address: string; readonly here: string };

  readonly done: {
    readonly checking: PageText & { readonly button: string };
    readonly repaired: PageText;
    /** Repaired, and another tariff is open still. */
    readonly next: PageText & { readonly button: string };
    /** Repaired, and the same tariff has another problem. */
    readonly more: PageText & { readonly button: string };
    readonly notYet: PageText & { readonly button: string };
    /** It is not there: by their own wish, or because its connection is still being made. */
    readonly disconnected: PageText & { readonly button: string };
    readonly endDate: {
      readonly title: string;
      readonly heading: string;
      readonly text: (date: string | null) => string;
      readonly button: string;
    };
  };

  readonly overview: {
    readonly title: string;
    /** How many tariffs need the customer, one or more. */
    readonly attention: (count: number) => string;
    readonly settled: string;
    readonly none: string;
    readonly stale: (when: string) => string;
    readonly slots: Readonly<Record<SlotName, string>>;
    readonly states: Readonly<Record<TariffState, string>>;
    readonly actions: Readonly<Record<TariffAction, string>>;
    readonly connection: string;
    readonly connections: Readonly<Record<ConnectionKind, string>>;
    readonly ends: string;
    readonly ended: string;
    readonly lastRead: string;
    readonly messages: string;
    /** Where there are more homes than fit on one page; counted from 1. */
    readonly pages: {
      readonly current: (page: number, pages: number) => string;
      readonly next: string;
      readonly previous: string;
    };
  };

  readonly snooze: PageText & {
    readonly label: string;
    readonly range: (from: string, to: string) => string;
    readonly wrong: (from: string, to: string) => string;
    readonly button: string;
    readonly until: (date: string) => string;
    readonly done: { readonly title: string; readonly text: string };
    readonly undo: string;
    readonly undone: PageText;
  };

  readonly stop: PageText & {
    readonly button: string;
    readonly done: PageText;
    readonly undo: string;
    readonly undone: PageText;
    /**
     * How messages come back that no button here brings back. `none`: a complaint about an email. `late`: the customer
     * stopped long ago, or comes by a link that has ended.
     */
    readonly back: Readonly<Record<"reply" | "company" | "none" | "late", (brand: string) => string>>;
  };
}
