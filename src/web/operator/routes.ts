// Every route of /v1 there is.

import { ALERT_ROUTES } from "./alerts.ts";
import { AUDIT_ROUTES } from "./audit.ts";
import { CHECK_ROUTES } from "./checks.ts";
import { CONTACT_ROUTES } from "./contact.ts";
import { CUSTOMER_ROUTES } from "./customers.ts";
import { EXPERIMENT_ROUTES } from "./experiment.ts";
import { FIND_ROUTES } from "./find.ts";
import { FLEET_ROUTES } from "./fleet.ts";
import { IMPORT_ROUTES } from "./import.ts";
import { EVENT_ROUTES } from "./events.ts";
import { ORDER_ROUTES } from "./orders.ts";
import { INVITATION_ROUTES } from "./invitations.ts";
import { PRIVACY_ROUTES } from "./privacy.ts";
import { QUARANTINE_ROUTES } from "./quarantine.ts";
import { WAY_ROUTES } from "./ways.ts";
import { RESTORE_ROUTES } from "./restore.ts";
import { VERSION } from "../../setup/version.ts";
import { route } from "./route.ts";
import { BY_NAME } from "./shapes/all.ts";
import { EVENTS } from "./shapes/events.ts";
import { showOpenApi } from "./shapes/docs.ts";
import type { Deps } from "../../setup/compose.ts";
import type { JsonObject } from "./json-schema.ts";
import type { Route } from "./route.ts";

/** All calls described. What describes them is loaded with the first question. */
export async function describeCalls({ config }: Deps): Promise<JsonObject> {
  const { openApiOf } = await import("./openapi.ts");
  return openApiOf(BY_NAME, { origin: config.link.publicUrl, version: VERSION, announced: EVENTS });
}

export const ROUTES: readonly Route[] = [
  route(showOpenApi, ({ deps }) => describeCalls(deps)),
  ...FIND_ROUTES,
  ...CUSTOMER_ROUTES,
  ...CONTACT_ROUTES,
  ...ORDER_ROUTES,
  ...IMPORT_ROUTES,
  ...FLEET_ROUTES,
  ...EXPERIMENT_ROUTES,
  ...PRIVACY_ROUTES,
  ...RESTORE_ROUTES,
  ...INVITATION_ROUTES,
  ...QUARANTINE_ROUTES,
  ...WAY_ROUTES,
  ...CHECK_ROUTES,
  ...ALERT_ROUTES,
  ...AUDIT_ROUTES,
  ...EVENT_ROUTES,
];
