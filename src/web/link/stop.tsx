// /c/:code/stop and /s/:code: how a customer stops our messages, and takes that back.

import { LINK_PURPOSES } from "../../core/link/links.ts";
import { isEnough } from "../../core/person/optout.ts";
import { AppLink, PostButton, Saying } from "../html/parts.tsx";
import { queryOf } from "../http/query.ts";
import { page } from "../http/respond.ts";
import { WAYS_IN, customerOf, exceedsBudget, notHere, readForm, readLink } from "./door.ts";
import { snoozed, takenBack, tooMany } from "./notes.tsx";
import { OnlyOwn, ownQuiet, ownStop } from "./own.tsx";
import type { Silence } from "../../objects/customer/contract.ts";
import type { OwnTariff } from "../../core/link/own.ts";
import type { StopBy, WayBack } from "../../core/person/optout.ts";
import type { PageContent, PageView } from "../html/view.ts";
import type { RouteContext } from "../http/context.ts";

/** Asks once more before messages stop; a mail client that follows links stops nothing. */
export function stop(
  view: PageView,
  { code, isWayIn, own = null }: { code: string; isWayIn: boolean; own?: OwnTariff | null },
): PageContent {
  return {
    title: view.say("page.stop.title"),
    // Who came by a link that only stops has no other.
    ...(isWayIn ? { ways: { code, only: "later" } } : {}),
    body: (
      <>
        <Saying view={view} about="page.stop" />
        <PostButton action={`/c/${code}/stop`}>{view.say("page.stop.button")}</PostButton>
        <OnlyOwn view={view} own={own} at={`/c/${code}/stop`} />
      </>
    ),
  };
}

function wayBackText({ say, brand }: PageView, way: Exclude<WayBack, "page">): string {
  if (way === "company") return say("page.stop.back.company", { brand: brand.name });
  return say(`page.stop.back.${way ?? "none"}`);
}

/** How the messages come back: by a button where that is enough, and else in words, since a button would do nothing. */
export const WaysBack = ({ view, code, ways }: { view: PageView; code: string; ways: readonly WayBack[] }) => {
  if (isEnough("page", ways)) {
    return (
      <PostButton action={`/c/${code}/stop`} quiet undo>
        {view.say("page.stop.undo")}
      </PostButton>
    );
  }
  return ways.filter((way) => way !== "page").map((way) => <p>{wayBackText(view, way)}</p>);
};

/** Messages are stopped; after the button, or because they were before. */
export function stopped(
  view: PageView,
  { code, waysBack }: { code: string; waysBack: readonly WayBack[] },
): PageContent {
  const isButton = isEnough("page", waysBack);
  return {
    title: view.say("page.stop.done.title"),
    body: (
      <>
        <Saying view={view} icon="done" about="page.stop.done" />
        {isButton ? null : <WaysBack view={view} code={code} ways={waysBack} />}
        <AppLink view={view} />
        {isButton ? <WaysBack view={view} code={code} ways={waysBack} /> : null}
      </>
    ),
  };
}

/** The stop was taken back. `code` is null for who came by a link that opens no more than this page. */
export const stopUndone = (view: PageView, { code }: { code: string | null }): PageContent =>
  takenBack(view, "page.stop.undone", code);

/**
 * GET /c/:code/stop: asks first, since mail scanners open every link. Where it was asked for too often, without looking
 * whether messages are stopped already: the button works either way.
 */
export async function askStop(c: RouteContext): Promise<Response> {
  const link = await readLink(c, LINK_PURPOSES);
  if (link === null) return notHere(c);
  const { code, address } = link;
  const facts = { code, isWayIn: WAYS_IN.includes(address.purpose) };
  if (await exceedsBudget(c, link, "ask_to_stop")) return page(c, (view) => stop(view, facts), 200);
  const asked = queryOf(c, "tariff") ?? null;
  const silence = await customerOf(c, link).silence(address, asked);
  if (silence === null) return notHere(c);
  const { waysBack, language, own } = silence;
  return page(
    c,
    (view) => {
      if (waysBack.length > 0) return stopped(view, { code, waysBack });
      if (own === null || asked === null) return stop(view, { ...facts, own });
      return own.quiet === "stopped" ? ownQuiet(view, { code, own }) : ownStop(view, { code, own });
    },
    200,
    language,
  );
}

/** A mail program says so itself (RFC 8058), be the form encoded one way or the other; a person has pressed the button. */
const stopBy = (form: URLSearchParams): StopBy => (form.toString().includes("List-Unsubscribe") ? "one_click" : "page");

/** POST /c/:code/stop: no more messages, at once, with `tariff` none about that one; also the one click of a mail client (RFC 8058). `undo` takes it back. */
export async function takeStop(c: RouteContext): Promise<Response> {
  const link = await readLink(c, LINK_PURPOSES);
  if (link === null) return notHere(c);
  const form = await readForm(c);
  const isUndo = form.has("undo");
  if (await exceedsBudget(c, link, isUndo ? "visit" : "stop")) return page(c, tooMany, 429);
  const customer = customerOf(c, link);
  const tariff = form.get("tariff");
  const taken = (): Promise<Silence | null> => {
    if (tariff !== null) return customer.quiet(link.address, tariff, isUndo ? null : "stopped");
    return isUndo ? customer.start(link.address) : customer.stop(stopBy(form), link.address);
  };
  const silence = await taken();
  if (silence === null) return notHere(c);
  const { waysBack, language, snoozing, own } = silence;
  if (waysBack.length > 0) return page(c, (view) => stopped(view, { code: link.code, waysBack }), 200, language);
  if (tariff !== null && !isUndo && own !== null)
    return page(c, (view) => ownQuiet(view, { code: link.code, own }), 200, language);
  // Mail servers see the other links: were they shown the way in, they would have it.
  const code = WAYS_IN.includes(link.address.purpose) ? link.code : null;
  const { until } = snoozing;
  // "On again" would not be true before the day that they asked to wait for.
  if (until !== null) return page(c, (view) => snoozed(view, { code, until }), 200, language);
  return page(c, (view) => stopUndone(view, { code }), 200, language);
}
