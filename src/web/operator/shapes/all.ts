// Every call of /v1 there is, by its name: what the typed client offers, and what is described.

import * as alerts from "./alerts.ts";
import * as audit from "./audit.ts";
import * as cases from "./cases.ts";
import * as checks from "./checks.ts";
import * as contact from "./contact.ts";
import * as customers from "./customers.ts";
import * as docs from "./docs.ts";
import * as experiment from "./experiment.ts";
import * as fleet from "./fleet.ts";
import * as contacts from "./import.ts";
import * as invitations from "./invitations.ts";
import * as events from "./events.ts";
import * as privacy from "./privacy.ts";
import * as quarantine from "./quarantine.ts";
import * as restore from "./restore.ts";
import * as ways from "./ways.ts";
import type { Call } from "./call.ts";

type CallsIn<Module> = { readonly [K in keyof Module as Module[K] extends Call ? K : never]: Module[K] };

const isCall = (it: unknown): it is Call =>
  typeof it === "object" && it !== null && "method" in it && "path" in it && "answers" in it;

/** What a module declares as calls, and nothing else of it. */
const callsOf = <Module extends object>(module: Module): CallsIn<Module> =>
  Object.fromEntries(Object.entries(module).filter(([, it]) => isCall(it))) as CallsIn<Module>;

export const BY_NAME = {
  ...callsOf(docs),
  ...callsOf(customers),
  ...callsOf(cases),
  ...callsOf(contact),
  ...callsOf(contacts),
  ...callsOf(fleet),
  ...callsOf(experiment),
  ...callsOf(privacy),
  ...callsOf(restore),
  ...callsOf(quarantine),
  ...callsOf(ways),
  ...callsOf(checks),
  ...callsOf(alerts),
  ...callsOf(audit),
  ...callsOf(invitations),
  ...callsOf(events),
};
