// What a tap is answered with that leads to no session: a page, or the way to one.

import { page, redirect } from "../http/respond.ts";
import { before } from "./before.tsx";
import { lookAgain, notHere } from "./door.ts";
import { allGood, unavailable } from "./notes.tsx";
import type { LinkAnswer } from "../../objects/customer/contract.ts";
import type { RouteContext } from "../http/context.ts";

/** How often the page for when FlatPeak is down tries again by itself, and how many times: ten minutes. */
const LOOK_AGAIN_S = 30;
const MAX_LOOKS = 20;

/** The page that an answer of the customer's object stands for. `code` is that of the link. */
export async function showLed(
  c: RouteContext,
  answer: Exclude<LinkAnswer, { kind: "redirect" }>,
  code: string,
  status: 302 | 303,
): Promise<Response> {
  const { language } = answer;
  switch (answer.kind) {
    case "overview":
      return redirect(`/c/${code}/tariffs`, status);
    case "all_good":
      return page(c, (view) => allGood(view, code), 200, language);
    case "before":
      return page(c, (view) => before(view, { ...answer, code }), 200, language);
    case "expired":
      return notHere(c);
    case "unavailable":
      // Who waits on the page is led on by it as soon as it works again.
      if (c.req.method === "GET") lookAgain(c, LOOK_AGAIN_S, MAX_LOOKS);
      return page(c, (view) => unavailable(view, code), 503, language);
  }
}
