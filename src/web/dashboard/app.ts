// /operator: what people see who run this. Nobody gets further than the sign-in without a key, and no form works that another site
// sent.

import { askForCheck, makeCheck } from "./checks.tsx";
import { askForContact, changeContact } from "./contact.tsx";
import { showStory } from "./customer.tsx";
import { showSignIn, signOut, takeKey, toSignIn } from "./door.tsx";
import { askForErasure, erase } from "./erase.tsx";
import { askForExport, exportPerson } from "./export.tsx";
import { fieldsIn } from "./fields.ts";
import { showFigures } from "./figures.tsx";
import { showFirst } from "./first.tsx";
import { showHealth, testAlert } from "./health.tsx";
import { askForOrder, giveOrder } from "./order.tsx";
import { ORDERS, ORDER_NAMES } from "./orders.ts";
import { replay, showQuarantine } from "./quarantine.tsx";
import { askForRestore, restore } from "./restore.tsx";
import { isOwnForm, signedIn } from "./session.ts";
import { doorPage, operatorPage } from "./shell.tsx";
import { showTrail } from "./trail.tsx";
import { noteForbidden, noteForeignForm } from "../operator/change.ts";
import { sendTestAlert } from "../operator/shapes/alerts.ts";
import { listAudit } from "../operator/shapes/audit.ts";
import { checkSetup } from "../operator/shapes/checks.ts";
import { putContact } from "../operator/shapes/contact.ts";
import { mayDo } from "../operator/shapes/call.ts";
import { eraseCustomer, exportCustomer } from "../operator/shapes/privacy.ts";
import { replayQuarantined } from "../operator/shapes/quarantine.ts";
import { restoreCustomer } from "../operator/shapes/restore.ts";
import { isFromElsewhere, noteCall } from "../operator/who.ts";
import { requestIdOf } from "../http/respond.ts";
import type { RouteContext } from "../http/context.ts";
import type { Role } from "../operator/shapes/call.ts";
import type { Signed } from "./session.ts";

interface Place {
  readonly method: "GET" | "POST";
  /** The whole path; what stands in brackets is handed on. */
  readonly path: RegExp;
  readonly role: Role;
  readonly run: (c: RouteContext, signed: Signed, named: string, also: string) => Promise<Response> | Response;
}

/** The pages of an order, for whoever may give it. */
const orderPlaces = ORDER_NAMES.flatMap((name): readonly Place[] => {
  const path = new RegExp(`^/operator/customers/([\\w-]{1,200})/(${name})$`);
  const { role } = ORDERS[name];
  return [
    { method: "GET", path, role, run: askForOrder },
    { method: "POST", path, role, run: giveOrder },
  ];
});
const CONTACT = /^\/operator\/customers\/([\w-]{1,200})\/contact$/;
const ERASE = /^\/operator\/customers\/([\w-]{1,200})\/erase$/;
const RESTORE = /^\/operator\/customers\/([\w-]{1,200})\/restore$/;
const EXPORT = /^\/operator\/customers\/([\w-]{1,200})\/export$/;

const PLACES: readonly Place[] = [
  { method: "GET", path: /^\/operator$/, role: "read", run: showFirst },
  { method: "GET", path: /^\/operator\/customers\/([\w-]{1,200})$/, role: "read", run: showStory },
  ...orderPlaces,
  { method: "GET", path: CONTACT, role: putContact.role, run: askForContact },
  { method: "POST", path: CONTACT, role: putContact.role, run: changeContact },
  { method: "GET", path: EXPORT, role: exportCustomer.role, run: askForExport },
  { method: "POST", path: EXPORT, role: exportCustomer.role, run: exportPerson },
  { method: "GET", path: RESTORE, role: restoreCustomer.role, run: askForRestore },
  { method: "POST", path: RESTORE, role: restoreCustomer.role, run: restore },
  { method: "GET", path: ERASE, role: eraseCustomer.role, run: askForErasure },
  { method: "POST", path: ERASE, role: eraseCustomer.role, run: erase },
  { method: "GET", path: /^\/operator\/audit$/, role: listAudit.role, run: showTrail },
  { method: "GET", path: /^\/operator\/health$/, role: "read", run: showHealth },
  { method: "POST", path: /^\/operator\/health$/, role: sendTestAlert.role, run: testAlert },
  { method: "GET", path: /^\/operator\/figures$/, role: "read", run: showFigures },
  { method: "GET", path: /^\/operator\/checks$/, role: "read", run: askForCheck },
  { method: "POST", path: /^\/operator\/checks$/, role: checkSetup.role, run: makeCheck },
  { method: "GET", path: /^\/operator\/quarantine$/, role: "read", run: showQuarantine },
  {
    method: "POST",
    path: /^\/operator\/quarantine\/([0-9a-f]{64})\/replay$/,
    role: replayQuarantined.role,
    run: replay,
  },
  { method: "POST", path: /^\/operator\/sign-out$/, role: "read", run: signOut },
];

/** Whoever loses the answer of a change must not give it twice without having looked. */
const MAYBE_DONE =
  "It is not known whether this was done. Look at the page that it is about, and at the audit trail, before you try again.";
const NOT_SHOWN = "This page cannot be shown at the moment. Please try again; what broke stands in the log.";

const refuse = (c: RouteContext, why: string): Promise<Response> => doorPage(c, "Not done", why, 403);

async function go(c: RouteContext, signed: Signed): Promise<Response> {
  const method = c.req.method === "HEAD" ? "GET" : c.req.method;
  const found = PLACES.flatMap((place) => {
    const match = place.method === method ? place.path.exec(c.req.path) : null;
    return match === null ? [] : [{ place, named: match[1] ?? "", also: match[2] ?? "" }];
  })[0];
  if (found === undefined) {
    const elsewhere = { title: "Nothing is here", here: "", body: "Choose a page above.", status: 404 } as const;
    return operatorPage(c, signed, elsewhere);
  }
  const { place, named, also } = found;
  const about = named === "" ? null : named;
  const what = `${method} ${about === null ? c.req.path : c.req.path.replace(about, ":id")}`;
  if (!mayDo(signed.who.role, place.role)) {
    await noteForbidden(c, signed.who, what, about);
    return refuse(c, `This is for the role ${place.role}, and your key has the role ${signed.who.role}.`);
  }
  if (place.method === "POST") {
    if (isFromElsewhere(c) || !isOwnForm((await fieldsIn(c)).get("form") ?? "", signed)) {
      await noteForeignForm(c, signed.who, what, about);
      return refuse(c, "The form was not one of this session's. Please go back to the page and try again.");
    }
  }
  const response = await place.run(c, signed, named, also);
  noteCall(c, signed.who, about, response.status);
  return response;
}

/** Answers any request below `/operator`. */
export async function answerDashboard(c: RouteContext): Promise<Response> {
  if (c.req.path === "/operator/sign-in") return c.req.method === "POST" ? takeKey(c) : showSignIn(c);
  const signed = await signedIn(c);
  if (signed === null) return toSignIn(c);
  try {
    return await go(c, signed);
  } catch (error) {
    c.get("deps").log.error("request_failed", error, { request_id: requestIdOf(c), path: "/operator/*" });
    return doorPage(c, "Something went wrong", c.req.method === "POST" ? MAYBE_DONE : NOT_SHOWN, 503);
  }
}
