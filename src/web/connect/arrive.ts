// A token comes: by a tap, back from a sign-in, or from a stranger. FlatPeak is asked before anything is kept of it.

import { journeyName } from "../../objects/journey-pass.ts";
import { askLink, joinJourney } from "../../objects/lead.ts";
import { journeyAt } from "../../objects/rooms.ts";
import { page } from "../http/respond.ts";
import { notes } from "../link/door.ts";
import { looksAhead } from "../link/visitor.ts";
import { isOn, linkOf, mayAsk, withJourney } from "./door.ts";
import { ended, unavailable } from "./notes.tsx";
import { show, waysFor } from "./show.ts";
import type { LinkPass } from "../../objects/journey-pass.ts";
import type { LinkAnswer } from "../../objects/customer/contract.ts";
import type { Beginning, JourneyHome } from "../../objects/journey/contract.ts";
import type { RouteContext } from "../http/context.ts";

/** What a link says that still leads into Connect. */
type Led = Extract<LinkAnswer, { kind: "redirect" }>;

/** Asks the link where it leads. `over`: a token that is given out no more. */
async function follow(c: RouteContext, link: LinkPass, over: string | null): Promise<Led | null> {
  const answer = await askLink(c.env, c.get("deps").config.link.keys, link, over);
  return answer?.kind === "redirect" ? answer : null;
}

/** The tariff as the link knows it. */
const homeOf = ({ about }: Led): JourneyHome => ({
  timeZone: about.timeZone,
  country: null,
  supplierId: about.supplierId,
  supplier: null,
  oldContractEnd: about.contractEnd,
  since: about.since,
  cause: about.cause,
});

/** Begins a journey, or goes on with one that this token has already; shows what FlatPeak says first. */
async function begin(c: RouteContext, token: string, name: string): Promise<Response> {
  const { askConnect } = c.get("deps");
  const link = await linkOf(c, name);
  if (link === null && !mayAsk(c)) return page(c, (await notes()).tooMany, 429);
  const led = link === null ? null : await follow(c, link, null);
  const facts = led === null ? { home: null, language: null } : { home: homeOf(led), language: led.language };
  const zone = facts.home?.timeZone ?? null;
  const start = (of: string) => askConnect?.({ token: of, wireRoute: null, reply: { kind: "start" }, zone });
  let answered = await start(token);
  if (answered?.kind === "ended" && link !== null) {
    const renewed = await follow(c, link, token);
    if (renewed !== null && renewed.token !== token) answered = await start(renewed.token);
  }
  if (answered?.kind === "unavailable")
    return page(c, (view) => ({ ...unavailable(view), ...waysFor(link) }), 503, facts.language);
  if (answered?.kind !== "turn") return page(c, (view) => ({ ...ended(view), ...waysFor(link) }), 404, facts.language);
  // Nothing is kept that could not be found again for who wants to see it, or have it forgotten.
  if (link !== null && !(await joinJourney(c.env, c.get("deps").config.link.keys, link, name)))
    return page(c, ended, 404);
  const beginning: Beginning = { turn: answered.turn, link, ...facts };
  const view = await journeyAt(c.env, name).begin(beginning);
  return withJourney(c, name, await show(c, { name, view }));
}

/** A token in the address. Who is on its journey already is shown where it stands. */
export async function arrive(c: RouteContext, token: string): Promise<Response> {
  // Nobody sees what a browser fetches ahead; it comes again when somebody does.
  if (looksAhead(c)) return page(c, unavailable, 503);
  const name = await journeyName(token);
  if (await isOn(c, name)) {
    const view = await journeyAt(c.env, name).look(true);
    if (view !== null && view.trouble !== "ended") return withJourney(c, name, await show(c, { name, view }));
  }
  return begin(c, token, name);
}
