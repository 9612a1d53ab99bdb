// /c/:code/tariffs, /done, /snooze and /stop: the pages around the tap. A GET changes nothing a scanner could spoil.

import { done } from "./done-page.tsx";
import { confirm } from "./link-pages.tsx";
import { snooze, snoozeUndone, snoozed, stop, stopUndone, stopped } from "./message-pages.tsx";
import { overview } from "./overview-page.tsx";
import { WAYS_IN, behind, customerOf, notHere } from "./door.ts";
import { formOf, open } from "./tap.ts";
import { queryOf } from "../http/query.ts";
import { page, redirect } from "../http/respond.ts";
import { looksAhead, visitorOf } from "./visitor.ts";
import { encodeLink } from "../../objects/link-code.ts";
import { LINK_PURPOSES } from "../../core/link/links.ts";
import type { StopBy } from "../../core/person/optout.ts";
import type { SnoozeRange } from "../../core/person/snooze.ts";
import type { SnoozeForm } from "./message-pages.tsx";
import type { RouteContext } from "../http/context.ts";
import type { Knock } from "./door.ts";

/** How often the page after Connect looks again by itself, and how many times. */
const LOOK_AGAIN_S = 4;
const MAX_LOOKS = 6;
const snoozeForm = ({ code }: Knock, { first, last }: SnoozeRange): SnoozeForm => ({ code, min: first, max: last });

const looksOf = (c: RouteContext): number => Number(/^\d{1,2}$/.exec(queryOf(c, "look") ?? "")?.[0] ?? 0);

/** The page looks again by itself, a few times. */
function lookAgain(c: RouteContext, looks: number): void {
  if (looks < MAX_LOOKS) c.header("Refresh", `${LOOK_AGAIN_S}; url=?look=${looks + 1}`);
}

/** Connect names the token of its session when it sends the customer back. */
const carriesToken = (c: RouteContext): boolean => queryOf(c, "fp_cot") !== undefined;
const isBack = (c: RouteContext): boolean => queryOf(c, "back") !== undefined;

/** The same page without the token, which has no business in an address bar or a history. Who needs it is told apart by it. */
const withoutToken = (c: RouteContext, path: string): string => (visitorOf(c) === "automatic" ? `${path}?back` : path);

/** GET /c/:code/tariffs: every home, every tariff, one action each; so many homes on one `page`. */
export const showTariffs = (c: RouteContext): Promise<Response> =>
  behind(c, WAYS_IN, async (knock) => {
    const { address, code } = knock;
    if (carriesToken(c)) return redirect(withoutToken(c, `/c/${code}/tariffs`), 302);
    const isPerson = visitorOf(c) !== "automatic" || (isBack(c) && !looksAhead(c));
    if (!isPerson) return page(c, (view) => confirm(view, { code }), 200);
    const no = Number(/^[1-9]\d{0,3}$/.exec(queryOf(c, "page") ?? "")?.[0] ?? 1);
    const answer = await customerOf(c, address).overview(address, no);
    if (answer === null) return notHere(c);
    const form = snoozeForm(knock, answer.range);
    return page(c, (view) => overview(view, answer.overview, form), 200, answer.language);
  });

/** GET /c/:code/tariffs/:tariff: Connect for that tariff, be there a case or not. */
export const openTariff = (c: RouteContext): Promise<Response> =>
  behind(c, WAYS_IN, (knock) => open(c, knock, c.req.param("tariff") ?? ""));

/**
 * GET /c/:code/done: back from Connect. Says how it really went, as FlatPeak tells it. Apps that open links themselves go by
 * names that scanners have; but nobody except Connect tells this address to anybody, so that who comes after a tap is a
 * person. Everything else finds a page that looks again by itself, which no scanner does.
 */
export const showDone = (c: RouteContext): Promise<Response> =>
  behind(c, [...WAYS_IN, "done"], async ({ address, code }) => {
    const customer = customerOf(c, address);
    if (carriesToken(c)) return redirect(withoutToken(c, `/c/${code}/done`), 302);
    const looks = looksOf(c);
    const isSure = visitorOf(c) !== "automatic" || (!looksAhead(c) && (isBack(c) || looks > 0));
    if (!isSure && (looksAhead(c) || !(await customer.wasTapped(address)))) {
      lookAgain(c, looks);
      return page(
        c,
        (view) => done(view, { outcome: "checking", others: null, again: null, contractEndDate: null }),
        200,
      );
    }
    const answer = await customer.finishSession(address);
    if (answer.outcome === "expired") return notHere(c);
    if (answer.outcome === "checking" || answer.outcome === "not_yet") lookAgain(c, looks);
    return page(c, (view) => done(view, answer), 200, answer.language);
  });

/** GET /c/:code/snooze: the form on a page of its own. */
export const askSnooze = (c: RouteContext): Promise<Response> =>
  behind(c, WAYS_IN, async (knock) => {
    const spoken = await customerOf(c, knock.address).spoken(knock.address);
    if (spoken?.isAlive !== true) return notHere(c);
    return page(c, (view) => snooze(view, snoozeForm(knock, spoken.range)), 200, spoken.language);
  });

/** POST /c/:code/snooze: no reminder before the day `until`; with `undo`, that is taken back. */
export const takeSnooze = (c: RouteContext): Promise<Response> =>
  behind(c, WAYS_IN, async (knock) => {
    const { address, code } = knock;
    const form = await formOf(c);
    const until = form.has("undo") ? null : (form.get("until") ?? "");
    const answer = await customerOf(c, address).snooze(address, until);
    if (answer === null) return notHere(c);
    const { language, range, done } = answer;
    if (until === null) return page(c, (view) => snoozeUndone(view, { code }), 200, language);
    if (done) return page(c, (view) => snoozed(view, { code, until }), 200, language);
    // A day that can be shown in a field is; what was typed into one that is none is not.
    const rejected = /^\d{4}-\d{2}-\d{2}$/.test(until) ? until : "";
    return page(c, (view) => snooze(view, { ...snoozeForm(knock, range), rejected }), 400, language);
  });

/** A mail program says so itself (RFC 8058), be the form encoded one way or the other; a person has pressed the button. */
const stopBy = (form: URLSearchParams): StopBy => (form.toString().includes("List-Unsubscribe") ? "one_click" : "page");

/**
 * GET /c/:code/stop: asks first, since mail scanners open every link. Where it was asked for too often, without looking
 * whether messages are stopped already: the button works either way.
 */
export const askStop = (c: RouteContext): Promise<Response> => {
  const answer = async ({ address, code }: Knock): Promise<Response> => {
    const spoken = await customerOf(c, address).spoken(address);
    if (spoken === null) return notHere(c);
    const { waysBack, language } = spoken;
    return page(
      c,
      (view) => (waysBack.length > 0 ? stopped(view, { code, waysBack }) : stop(view, { code })),
      200,
      language,
    );
  };
  const tired = ({ code }: Knock): Response | Promise<Response> => page(c, (view) => stop(view, { code }), 200);
  return behind(c, LINK_PURPOSES, answer, { errand: () => "ask_to_stop", tired });
};

/** POST /c/:code/stop: no more messages, at once; also the one click of a mail client (RFC 8058). `undo` takes it back. */
export const takeStop = (c: RouteContext): Promise<Response> => {
  const isUndo = async (): Promise<boolean> => (await formOf(c)).has("undo");
  const answer = async ({ address, code }: Knock): Promise<Response> => {
    const customer = customerOf(c, address);
    const form = await formOf(c);
    const done = await (form.has("undo") ? customer.start(address) : customer.stop(stopBy(form), address));
    if (done === null) return notHere(c);
    const { waysBack, language } = done;
    if (waysBack.length > 0) return page(c, (view) => stopped(view, { code, waysBack }), 200, language);
    const overviewCode = await wayIn(c, { address, code });
    return page(c, (view) => stopUndone(view, { code: overviewCode }), 200, language);
  };
  return behind(c, LINK_PURPOSES, answer, { errand: async () => ((await isUndo()) ? "visit" : "stop") });
};

/** The code of the overview, for who came by a link that opens no more than the page to stop. */
function wayIn(c: RouteContext, { address, code }: Knock): Promise<string> | string {
  if (WAYS_IN.includes(address.purpose)) return code;
  return encodeLink({ ...address, purpose: "overview" }, c.get("deps").config.link.keys);
}
