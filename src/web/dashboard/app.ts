// /operator: what people see who run this. Nobody gets further than the sign-in without a key, and no form works that another site
// sent.

import { askForCheck, makeCheck } from "./checks.tsx";
import { showStory } from "./customer.tsx";
import { showSignIn, signOut, takeKey, toSignIn } from "./door.tsx";
import { showFigures } from "./figures.tsx";
import { showFirst } from "./first.tsx";
import { showHealth } from "./health.tsx";
import { replay, showQuarantine } from "./quarantine.tsx";
import { isOwnForm, signedIn } from "./session.ts";
import { doorPage, operatorPage } from "./shell.tsx";
import { mayDo } from "../operator/shapes/call.ts";
import { replayQuarantined } from "../operator/shapes/quarantine.ts";
import { isFromElsewhere, noteCall } from "../operator/who.ts";
import type { RouteContext } from "../http/context.ts";
import type { Role } from "../operator/shapes/call.ts";
import type { Signed } from "./session.ts";

interface Place {
  readonly method: "GET" | "POST";
  /** The whole path; what stands in brackets is handed on. */
  readonly path: RegExp;
  readonly role: Role;
  readonly run: (c: RouteContext, signed: Signed, named: string) => Promise<Response> | Response;
}

const PLACES: readonly Place[] = [
  { method: "GET", path: /^\/operator$/, role: "read", run: showFirst },
  { method: "GET", path: /^\/operator\/customers\/([\w-]{1,200})$/, role: "read", run: showStory },
  { method: "GET", path: /^\/operator\/health$/, role: "read", run: showHealth },
  { method: "GET", path: /^\/operator\/figures$/, role: "read", run: showFigures },
  { method: "GET", path: /^\/operator\/checks$/, role: "read", run: askForCheck },
  { method: "POST", path: /^\/operator\/checks$/, role: "read", run: makeCheck },
  { method: "GET", path: /^\/operator\/quarantine$/, role: "read", run: showQuarantine },
  {
    method: "POST",
    path: /^\/operator\/quarantine\/([0-9a-f]{64})\/replay$/,
    role: replayQuarantined.role,
    run: replay,
  },
  { method: "POST", path: /^\/operator\/sign-out$/, role: "read", run: signOut },
];

/** Forms here have a token and little else. */
async function formTokenIn(c: RouteContext): Promise<string> {
  const { form } = await c.req.parseBody();
  return typeof form === "string" ? form : "";
}

const refuse = (c: RouteContext, why: string): Promise<Response> => doorPage(c, "Not done", why, 403);

async function go(c: RouteContext, signed: Signed): Promise<Response> {
  const method = c.req.method === "HEAD" ? "GET" : c.req.method;
  const found = PLACES.flatMap((place) => {
    const match = place.method === method ? place.path.exec(c.req.path) : null;
    return match === null ? [] : [{ place, named: match[1] ?? "" }];
  })[0];
  if (found === undefined) {
    const elsewhere = { title: "Nothing is here", here: "", body: "Choose a page above.", status: 404 } as const;
    return operatorPage(c, signed, elsewhere);
  }
  const { place, named } = found;
  if (!mayDo(signed.who.role, place.role))
    return refuse(c, `This is for the role ${place.role}, and your key has the role ${signed.who.role}.`);
  if (place.method === "POST") {
    if (isFromElsewhere(c) || !isOwnForm(await formTokenIn(c), signed))
      return refuse(c, "The form was not one of this session's. Please go back to the page and try again.");
  }
  const response = await place.run(c, signed, named);
  noteCall(c, signed.who, named === "" ? null : named, response.status);
  return response;
}

/** Answers any request below `/operator`. */
export async function answerDashboard(c: RouteContext): Promise<Response> {
  if (c.req.path === "/operator/sign-in") return c.req.method === "POST" ? takeKey(c) : showSignIn(c);
  const signed = await signedIn(c);
  return signed === null ? toSignIn(c) : go(c, signed);
}
