// /connect: FlatPeak's conversation as pages of ours. A GET shows where the journey stands and a POST answers a page; both are
// complete without script, and the token is in no address but the one it came by.

import { journeyAt } from "../../objects/rooms.ts";
import { visitorLanguage } from "../html/accept-language.ts";
import { queryOf } from "../http/query.ts";
import { page, redirect } from "../http/respond.ts";
import { hasLookedAgain, readForm } from "../link/door.ts";
import { arrive } from "./arrive.ts";
import { contextOf } from "./context.ts";
import { isFromElsewhere, journeyIn, journeyOf, queryFor, tokenOf, withJourney } from "./door.ts";
import { ended, unavailable } from "./notes.tsx";
import { pageFor } from "./pages/pages.ts";
import { leave, show, showStuck } from "./show.ts";
import { actionOf, backFrom, wayOf } from "./ways.ts";
import type { Standing } from "./show.ts";
import type { Action } from "../../flatpeak/connect/page.ts";
import type { JourneyContract, JourneyView, Step } from "../../objects/journey/contract.ts";
import type { Calls } from "../../platform/objects.ts";
import type { RouteContext } from "../http/context.ts";

const gone = (c: RouteContext): Promise<Response> => page(c, ended, 404);

/** The address of a step: each has its own, so that the browser's Back leads to the page before. */
async function addressOf(c: RouteContext, { name, view }: Standing): Promise<string> {
  const which = await queryFor(c, name);
  return `/connect?at=${view.step.no}${which === "" ? "" : `&${which}`}`;
}

/** The journey as it was at the step that the address names, which the browser has gone back to; else as it stands. */
async function asOf(c: RouteContext, name: string, view: JourneyView): Promise<JourneyView> {
  const no = Number(/^\d{1,9}$/.exec(queryOf(c, "at") ?? "")?.[0] ?? view.step.no);
  if (no >= view.step.no || view.trouble !== "none") return view;
  const step = await journeyAt(c.env, name).stepOf(no);
  // Where nothing can be answered any more, and nothing be confirmed, there is no way back to.
  const isPage = step !== null && !["redirect", "complete", "pending"].includes(step.turn.page.route);
  return isPage ? { ...view, step: { ...step, asks: null } } : view;
}

/** GET /connect: where the journey stands, or with a token in the address its beginning. */
export async function showConnect(c: RouteContext): Promise<Response> {
  try {
    return await showWay(c);
  } catch (error) {
    // An object that died in the middle is asked again by the page's own address.
    c.get("deps").log.error("journey_broke", error);
    return page(c, unavailable, 503);
  }
}

async function showWay(c: RouteContext): Promise<Response> {
  const token = tokenOf(c);
  if (token === null) return gone(c);
  if (token !== undefined) return arrive(c, token);
  const name = await journeyOf(c);
  const view = name === null ? null : await journeyAt(c.env, name).look(hasLookedAgain(c));
  return name === null || view === null ? gone(c) : show(c, { name, view: await asOf(c, name, view) });
}

/** What came of a form: where the journey stands now, and whether the customer leaves from there. */
interface Outcome {
  readonly view: JourneyView | null;
  readonly leaves?: boolean;
}

/** A form that was sent. */
interface Form {
  readonly journey: Calls<JourneyContract>;
  /** The step it was drawn for, as it was then. */
  readonly step: Step;
  /** The journey as it stands. */
  readonly present: JourneyView;
  readonly typed: URLSearchParams;
}

const isOut = ({ step }: JourneyView): boolean => ["redirect", "complete"].includes(step.turn.page.route);

/** Leaves the page before, or the customer out, where FlatPeak does not do it. */
const go = async ({ journey, step, present, typed }: Form, way: "back" | "leave"): Promise<Outcome> =>
  way === "leave" ? { view: present, leaves: true } : { view: await journey.goBack(step.no, typed.toString()) };

async function act(form: Form, action: Action, isSure: boolean): Promise<Outcome> {
  const { journey, step, present, typed } = form;
  const way = wayOf(step, action);
  if (way === null) return { view: present };
  if (way !== "send") return go(form, way);
  if (action === "DISCONNECT" && !isSure) {
    return { view: await journey.keep({ no: step.no, typed: typed.toString(), mistakes: [], asks: action }) };
  }
  const isReport = action === "WRONG_TARIFF" || action === "WRONG_TARIFF_REPORT";
  const said = isReport ? ({ key: "connect.report.text" } as const) : null;
  const view = await journey.answer({ no: step.no, reply: { kind: "action", action }, typed: typed.toString(), said });
  if (view === null || isOut(view)) return { view };
  // Whoever wants out, or back, gets there whatever FlatPeak says.
  const isRefused = view.step.no === step.no && view.step.refusal !== null;
  if (action === "CLOSE" && (isRefused || view.trouble !== "none")) return { view, leaves: true };
  return action === "BACK" && isRefused ? go(form, backFrom(step) === "back" ? "back" : "leave") : { view };
}

/** Reads what was typed into the page of the form, and answers FlatPeak where it is complete. */
async function fillIn(c: RouteContext, form: Form): Promise<Outcome> {
  const { journey, step, present, typed } = form;
  const { config, now } = c.get("deps");
  const language = visitorLanguage(present.language, c.req.header("Accept-Language"), config.languages);
  const context = contextOf(present, { ...step, mistakes: [], refusal: null }, language, now());
  const reading = pageFor(step.turn.page.route)?.read(context, typed);
  if (reading === undefined) return { view: present };
  switch (reading.kind) {
    case "reply":
      return {
        view: await journey.answer({
          no: step.no,
          reply: reading.reply,
          typed: typed.toString(),
          said: reading.said ?? null,
        }),
      };
    case "mistakes":
      return {
        view: await journey.keep({ no: step.no, typed: typed.toString(), mistakes: reading.mistakes, asks: null }),
      };
    case "again": {
      const mistakes = reading.ask === undefined ? [] : [reading.ask];
      return { view: await journey.keep({ no: step.no, typed: reading.typed.toString(), mistakes, asks: null }) };
    }
  }
}

async function take(c: RouteContext, journey: Calls<JourneyContract>, typed: URLSearchParams): Promise<Outcome> {
  const no = Number(/^\d{1,9}$/.exec(typed.get("step") ?? "")?.[0] ?? 0);
  const word = typed.get("action");
  const isSure = typed.get("sure") === "1";
  for (const name of ["journey", "step", "action", "sure"]) typed.delete(name);
  const present = await journey.look(false);
  if (present === null || word === "AGAIN") return { view: present };
  const step = no === present.step.no ? present.step : await journey.stepOf(no);
  // A page that is too long ago: the present one is shown, and what was typed on it before.
  if (step === null) return { view: present };
  const form = { journey, step, present, typed };
  if (word === "KEEP") return { view: await journey.keep({ no, typed: step.typed, mistakes: [], asks: null }) };
  const action = actionOf(word);
  if (word !== null && action === null) return { view: present };
  return action === null ? fillIn(c, form) : act(form, action, isSure);
}

/**
 * POST /connect: answers a page. Leads to a GET of the same address, so that a reload sends nothing; where the browser takes no
 * cookies it is answered at once, and a form that is sent again changes nothing.
 */
export async function takeConnect(c: RouteContext): Promise<Response> {
  if (isFromElsewhere(c)) return redirect("/connect", 303);
  const typed = await readForm(c);
  const known = await journeyIn(c, typed);
  if (known === null) return gone(c);
  try {
    return await takeForm(c, known, typed);
  } catch (error) {
    c.get("deps").log.error("journey_broke", error);
    return withJourney(c, known.name, await showStuck(c, known.name));
  }
}

async function takeForm(
  c: RouteContext,
  { name, hasCookies }: { readonly name: string; readonly hasCookies: boolean },
  typed: URLSearchParams,
): Promise<Response> {
  const { view, leaves = false } = await take(c, journeyAt(c.env, name), typed);
  if (view === null) return gone(c);
  if (leaves) return leave(c, view);
  if (hasCookies && !isOut(view)) return withJourney(c, name, redirect(await addressOf(c, { name, view }), 303));
  return withJourney(c, name, await show(c, { name, view }));
}
