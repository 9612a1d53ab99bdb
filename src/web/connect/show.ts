// From where a journey stands to what the browser gets: a page, or the way out.

import { goingTo } from "../../flatpeak/connect/go.ts";
import { structureOf } from "../../flatpeak/connect/structure.ts";
import { gateOf, journeyAt } from "../../objects/rooms.ts";
import { connectWords } from "../../text/connect.ts";
import { visitorLanguage } from "../html/accept-language.ts";
import { page, redirect } from "../http/respond.ts";
import { lookAgain } from "../link/door.ts";
import { contextOf } from "./context.ts";
import { passOf, queryFor } from "./door.ts";
import { confirmDisconnect, ended, signIn, stuck, unknownPage } from "./notes.tsx";
import { pageFor } from "./pages/pages.ts";
import { framed } from "./shell.tsx";
import { furtherActions } from "./ways.ts";
import type { Action, PageRoute, Turn } from "../../flatpeak/connect/page.ts";
import type { JourneyView, Step } from "../../objects/journey/contract.ts";
import type { LinkPass } from "../../objects/journey-pass.ts";
import type { Language } from "../../text/language.ts";
import type { PageContent, PageView } from "../html/view.ts";
import type { RouteContext } from "../http/context.ts";
import type { ConnectPage, PageContext } from "./pages/form.ts";
import type { Framed } from "./shell.tsx";

/** How often a page about a connection that is being made looks again by itself, and how many times: ten minutes. */
const LOOK_AGAIN_S = 30;
const MAX_LOOKS = 20;

/** A journey by its name, as it stands. */
export interface Standing {
  readonly name: string;
  readonly view: JourneyView;
}

type Frame = Pick<Framed, "ticket" | "words" | "leadsOut" | "actions" | "canDisconnect">;

const statusOf = (c: RouteContext): 302 | 303 => (c.req.method === "POST" ? 303 : 302);

/** Where a customer goes who leaves: to the company's page, to ours for their link, or to the app. Null where there is nowhere. */
function exitOf(c: RouteContext, { link }: JourneyView): string | null {
  const { callbackUrl, appUrl } = c.get("deps").config.link;
  if (callbackUrl !== null) return callbackUrl;
  if (link === null) return appUrl;
  return link.wish === null ? `/c/${link.code}/done` : `/c/${link.code}/tariffs`;
}

/** Leads out without asking FlatPeak. */
export async function leave(c: RouteContext, view: JourneyView): Promise<Response> {
  const exit = exitOf(c, view);
  return exit === null ? page(c, ended, 200, view.language) : redirect(exit, statusOf(c));
}

/** The ways out of our messages, for who came by a link of ours. */
export const waysFor = (link: LinkPass | null): Pick<PageContent, "ways"> =>
  link === null ? {} : { ways: { code: link.code } };

/** Our own pages by their path: the browser is here already. */
function relative(url: string, publicUrl: string): string {
  const { origin, pathname, search } = new URL(url);
  return origin === publicUrl ? `${pathname}${search}` : url;
}

/** Tells the company what FlatPeak has that our pages do not know. That it cannot be told stands in nobody's way. */
async function tell(c: RouteContext, what: string): Promise<void> {
  try {
    await gateOf(c.env, "flatpeak").noteUnknownPage(what.slice(0, 100));
  } catch (error) {
    c.get("deps").log.error("unknown_page_not_told", error);
  }
}

/** What a turn has that nobody here knows; null where all of it is known. */
function strangeIn({ page: shown, unknownActions, wireRoute }: Turn): string | null {
  if (shown.route === "unknown") return shown.why === "" ? wireRoute : shown.why;
  const [action] = unknownActions;
  if (action !== undefined) return `${wireRoute}: action ${action}`;
  if (shown.route !== "tariff_structure") return null;
  const option = shown.options.find((it) => structureOf(it) === null);
  return option === undefined ? null : `${wireRoute}: option ${option}`;
}

/** What the main button of a page stands for that asks nothing; null where the page asks something. */
function mainAction(asked: ConnectPage<PageRoute>, context: PageContext): Action | null {
  if (!["pending", "failed", "summary"].includes(asked.route)) return null;
  const reading = asked.read(context, new URLSearchParams());
  return reading.kind === "reply" && reading.reply.kind === "action" ? reading.reply.action : null;
}

/** What the pages of a journey have around them. */
async function frameOf(c: RouteContext, { name, view }: Standing, language: Language): Promise<Frame> {
  return {
    ticket: { pass: await passOf(c, name), no: view.step.no },
    words: connectWords(language),
    leadsOut: c.get("deps").config.link.callbackUrl !== null,
    actions: view.step.before === null && !view.step.turn.actions.includes("BACK") ? ["CLOSE"] : ["BACK", "CLOSE"],
  };
}

/** A page of FlatPeak's, in its frame. */
function shown(frame: Frame, asked: ConnectPage<PageRoute>, context: PageContext, view: JourneyView): PageContent {
  const main = mainAction(asked, context);
  const ways = [...furtherActions(context.turn, main), ...(frame.actions ?? []).filter((it) => it !== main)];
  return framed({
    ...frame,
    heading: asked.heading(context),
    inside: asked.draw(context),
    looks: asked.looks,
    button: asked.button(context),
    mistakes: context.mistakes,
    said: view.step.said,
    actions: ways,
    canDisconnect: context.turn.actions.includes("DISCONNECT"),
  });
}

/** What is shown where the journey itself cannot be asked: its button asks again, and nothing is sent twice. */
export async function showStuck(c: RouteContext, name: string): Promise<Response> {
  const language = visitorLanguage(null, c.req.header("Accept-Language"), c.get("deps").config.languages);
  const ticket = { pass: await passOf(c, name), no: 0 };
  return page(c, () => stuck({ ticket, words: connectWords(language), leadsOut: false }), 200, language);
}

/** Answers with where the journey stands. */
export async function show(c: RouteContext, standing: Standing): Promise<Response> {
  const { view } = standing;
  const { step, trouble, language } = view;
  const { now, config } = c.get("deps");
  if (trouble === "ended") return page(c, (it) => ({ ...ended(it), ...waysFor(view.link) }), 404, language);
  if (trouble === "over") return leave(c, view);
  const spoken = visitorLanguage(language, c.req.header("Accept-Language"), config.languages);
  const frame = await frameOf(c, standing, spoken);
  const answer = (content: (view: PageView) => PageContent): Promise<Response> =>
    page(c, (it) => ({ ...content(it), ...waysFor(view.link) }), 200, spoken);
  if (trouble === "unavailable") return answer(() => stuck(frame));

  const { turn } = step;
  const strange = strangeIn(turn);
  if (strange !== null) await tell(c, strange);
  if (turn.page.route === "redirect" || turn.page.route === "complete") return follow(c, standing, frame, answer);
  const context = contextOf(view, step, spoken, now());
  if (step.asks === "DISCONNECT") {
    return answer(() => confirmDisconnect({ ...frame, actions: [] }, context.mistakes));
  }
  const asked = pageFor(turn.page.route);
  if (asked === null) {
    const actions = [...furtherActions(turn, null), ...(frame.actions ?? [])];
    return answer((it) => unknownPage({ ...frame, actions, canDisconnect: turn.actions.includes("DISCONNECT") }, it));
  }
  if (turn.page.route === "pending") lookAgain(c, LOOK_AGAIN_S, MAX_LOOKS, await queryFor(c, standing.name));
  return answer(() => shown(frame, asked, context, view));
}

/** The name of the supplier that was chosen on a step; null where it is not known. */
function chosenOn(step: Step | null): string | null {
  const chosen = step?.turn.page;
  if (chosen?.route !== "provider_select") return null;
  const id = new URLSearchParams(step?.typed ?? "").get("provider");
  return chosen.providers.find((it) => it.id === id)?.name ?? null;
}

/** Where FlatPeak sends the customer: out, to a sign-in, or to an address that nobody is sent to. */
async function follow(
  c: RouteContext,
  { name, view }: Standing,
  frame: Frame,
  answer: (content: (view: PageView) => PageContent) => Promise<Response>,
): Promise<Response> {
  const { link, connect } = c.get("deps").config;
  const { turn } = view.step;
  const { page: to } = turn;
  if (to.route !== "redirect" && to.route !== "complete") throw new Error("the page leads nowhere");
  const connectDomain = connect?.domain ?? "";
  const going = to.url === null ? null : goingTo(to.url, turn.token, { ...link, connectDomain });
  if (going?.kind === "end") return redirect(relative(going.url, link.publicUrl), statusOf(c));
  if (to.route === "complete") return leave(c, view);
  if (going?.kind === "sign_in") {
    const { before } = view.step;
    const supplier = chosenOn(before === null ? null : await journeyAt(c.env, name).stepOf(before));
    return answer(() => signIn(frame, going.url, supplier));
  }
  await tell(c, `${turn.wireRoute} to an address that is no sign-in`);
  return answer((it) => unknownPage(frame, it));
}
