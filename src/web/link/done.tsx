// /c/:code/done: back from Connect. How it went, as FlatPeak tells it; says "connected" only of what was verified.

import { longDate } from "../../text/dates.ts";
import { AppLink, LinkButton, Mark, Saying } from "../html/parts.tsx";
import { isInvitationId } from "../../objects/rooms.ts";
import { page, redirect } from "../http/respond.ts";
import { WAYS_IN, customerOf, hasLookedAgain, letIn, lookAgain, notHere } from "./door.ts";
import { note } from "./notes.tsx";
import { carriesToken, isBack, withoutToken } from "./return.ts";
import { looksAhead, visitorOf } from "./visitor.ts";
import type { DoneAnswer } from "../../objects/customer/contract.ts";
import type { IconName } from "../html/parts.tsx";
import type { PageContent, PageView, Ways } from "../html/view.ts";
import type { GenuineLink } from "./door.ts";
import type { RouteContext } from "../http/context.ts";

/** How often the page looks again by itself, and how many times: seldom, since who has it read out begins anew each time. */
const LOOK_AGAIN_S = 10;
const MAX_LOOKS = 6;

/** What the page tells. */
export interface DoneFacts extends Omit<DoneAnswer, "language"> {
  /** It is a first connection: nothing was connected before. */
  readonly isFirst?: boolean;
}

const CHECKING: DoneFacts = { outcome: "checking", others: null, again: null, contractEndDate: null, hasEnded: false };

function repaired(view: PageView, { others, isFirst = false }: DoneFacts): PageContent {
  const settled = isFirst ? "page.done.first" : "page.done.repaired";
  const about = others === null ? settled : "page.done.next";
  return {
    title: view.say(`${about}.title`),
    body: (
      <>
        <Saying view={view} icon="done" about={about} />
        {others === null ? (
          <AppLink view={view} />
        ) : (
          <LinkButton href={others}>{view.say("page.done.next.button")}</LinkButton>
        )}
      </>
    ),
  };
}

function endDate({ say, language }: PageView, { again, contractEndDate, hasEnded }: DoneFacts): PageContent {
  return {
    title: say("page.done.end_date.title"),
    body: (
      <>
        <Mark icon="waiting" />
        <h1>{say("page.done.end_date.heading")}</h1>
        <p>
          {contractEndDate === null
            ? say("page.done.end_date.unknown")
            : say(`page.done.end_date.${hasEnded ? "past" : "known"}`, { date: longDate(language, contractEndDate) })}
        </p>
        {again === null ? null : <LinkButton href={again}>{say("page.done.end_date.button")}</LinkButton>}
      </>
    ),
  };
}

function onward(
  view: PageView,
  about: "page.done.more" | "page.done.not_yet" | "page.done.disconnected",
  again: string | null,
  icon: IconName = "waiting",
): PageContent {
  return {
    title: view.say(`${about}.title`),
    body: (
      <>
        <Saying view={view} icon={icon} about={about} />
        {again === null ? null : <LinkButton href={again}>{view.say(`${about}.button`)}</LinkButton>}
        <AppLink view={view} quiet />
      </>
    ),
  };
}

function checking(view: PageView): PageContent {
  return {
    title: view.say("page.done.checking.title"),
    body: (
      <>
        <Mark icon="waiting" turning />
        <Saying view={view} about="page.done.checking" />
        <LinkButton href="">{view.say("page.done.checking.button")}</LinkButton>
        <AppLink view={view} quiet />
      </>
    ),
  };
}

/** The page after Connect. Where the outcome is open, the route has the browser look again by a `Refresh` header. */
export function done(view: PageView, facts: DoneFacts): PageContent {
  switch (facts.outcome) {
    case "repaired":
      return repaired(view, facts);
    case "prices":
      return note(view, "page.done.prices", "waiting");
    case "end_date":
      return endDate(view, facts);
    case "disconnected":
      return onward(view, "page.done.disconnected", facts.again, "ended");
    case "more":
      return onward(view, "page.done.more", facts.again);
    case "not_yet":
      return onward(view, "page.done.not_yet", facts.again);
    case "checking":
      return checking(view);
  }
}

/** By the link that Connect led back to, which FlatPeak knows, messages can only be stopped; the one into the repair does the rest. */
function waysOf({ code }: GenuineLink, { outcome, again }: DoneAnswer): Ways {
  const isOver = outcome === "repaired" || outcome === "prices";
  const own = isOver ? null : (again?.split("/").at(-1) ?? null);
  return own === null ? { code, only: "stop" } : { code: own };
}

/**
 * GET /c/:code/done. Apps that open links themselves go by names that scanners have; but nobody except Connect tells this
 * address to anybody, so that who comes after a tap is a person. Everything else finds a page that looks again by itself, which
 * no scanner does.
 */
export async function showDone(c: RouteContext): Promise<Response> {
  const link = await letIn(c, [...WAYS_IN, "done"]);
  if (link instanceof Response) return link;
  if (carriesToken(c)) return redirect(withoutToken(c, `/c/${link.code}/done`), 302);
  const customer = customerOf(c, link);
  const isSure = visitorOf(c) !== "automatic" || (!looksAhead(c) && (isBack(c) || hasLookedAgain(c)));
  if (!isSure && (looksAhead(c) || !(await customer.wasTapped(link.address)))) {
    lookAgain(c, LOOK_AGAIN_S, MAX_LOOKS);
    return page(c, (view) => done(view, CHECKING), 200);
  }
  const answer = await customer.finishSession(link.address);
  if (answer === null) return notHere(c);
  if (answer.outcome === "checking" || answer.outcome === "not_yet") lookAgain(c, LOOK_AGAIN_S, MAX_LOOKS);
  const isFirst = isInvitationId(link.address.customerId);
  return page(
    c,
    (view) => ({ ...done(view, { ...answer, isFirst }), ways: waysOf(link, answer) }),
    200,
    answer.language,
  );
}
