// Back from Connect: how it went, as FlatPeak tells it. Says "connected" only of what was verified.

import { longDate } from "../../text/dates.ts";
import { expired } from "./link-pages.tsx";
import { AppLink, LinkButton, Mark } from "../html/parts.tsx";
import type { CivilDate } from "../../core/time.ts";
import type { IconName } from "../html/parts.tsx";
import type { PageText } from "../../text/page-copy.ts";
import type { PageContent, PageView } from "../html/view.ts";

export interface DoneFacts {
  /**
   * `end_date`: connected, but what is missing is the new contract and when it ends. `more`: repaired, and another problem of
   * the same tariff has come to light. `disconnected`: it is not there, by whoever's wish; the way back in is open.
   */
  readonly outcome: "repaired" | "disconnected" | "not_yet" | "more" | "checking" | "end_date" | "expired";
  /** Where the customer's other open cases are, if there are any. */
  readonly others: string | null;
  readonly contractEndDate: CivilDate | null;
  /** The link back into the same repair; null where there is none. */
  readonly again: string | null;
}

function repaired(view: PageView, others: string | null): PageContent {
  const { next, repaired: words } = view.copy.done;
  const { title, heading, text } = others === null ? words : next;
  return {
    title,
    body: (
      <>
        <Mark icon="done" />
        <h1>{heading}</h1>
        <p>{text}</p>
        {others === null ? (
          <AppLink view={view} label={view.copy.backToApp} />
        ) : (
          <LinkButton href={others}>{next.button}</LinkButton>
        )}
      </>
    ),
  };
}

function endDate({ copy, language }: PageView, { again, contractEndDate }: DoneFacts): PageContent {
  const { title, heading, text, button } = copy.done.endDate;
  return {
    title,
    body: (
      <>
        <Mark icon="waiting" />
        <h1>{heading}</h1>
        <p>{text(contractEndDate === null ? null : longDate(language, contractEndDate))}</p>
        {again === null ? null : <LinkButton href={again}>{button}</LinkButton>}
      </>
    ),
  };
}

function onward(
  view: PageView,
  words: PageText & { readonly button: string },
  again: string | null,
  icon: IconName = "waiting",
): PageContent {
  return {
    title: words.title,
    body: (
      <>
        <Mark icon={icon} />
        <h1>{words.heading}</h1>
        <p>{words.text}</p>
        {again === null ? null : <LinkButton href={again}>{words.button}</LinkButton>}
        <AppLink view={view} label={view.copy.backToApp} quiet />
      </>
    ),
  };
}

/** The page after Connect. Where the outcome is open, the route has the browser look again by a `Refresh` header. */
export function done(view: PageView, facts: DoneFacts): PageContent {
  const { checking, more, notYet, disconnected } = view.copy.done;
  switch (facts.outcome) {
    case "expired":
      return expired(view);
    case "repaired":
      return repaired(view, facts.others);
    case "end_date":
      return endDate(view, facts);
    case "disconnected":
      return onward(view, disconnected, facts.again, "ended");
    case "more":
      return onward(view, more, facts.again);
    case "not_yet":
      return onward(view, notYet, facts.again);
    case "checking":
      return {
        title: checking.title,
        body: (
          <>
            <Mark icon="waiting" turning />
            <h1>{checking.heading}</h1>
            <p>{checking.text}</p>
            <LinkButton href="">{checking.button}</LinkButton>
            <AppLink view={view} label={view.copy.backToApp} quiet />
          </>
        ),
      };
  }
}
