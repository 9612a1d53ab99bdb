// Every route of /v1 there is.

import { CHECK_ROUTES } from "./checks.ts";
import { CONTACT_ROUTES } from "./contact.ts";
import { CUSTOMER_ROUTES } from "./customers.ts";
import { INVITATION_ROUTES } from "./invitations.ts";
import { PRIVACY_ROUTES } from "./privacy.ts";
import { QUARANTINE_ROUTES } from "./quarantine.ts";
import { WAY_ROUTES } from "./ways.ts";
import type { Route } from "./route.ts";

export const ROUTES: readonly Route[] = [
  ...CUSTOMER_ROUTES,
  ...CONTACT_ROUTES,
  ...PRIVACY_ROUTES,
  ...INVITATION_ROUTES,
  ...QUARANTINE_ROUTES,
  ...WAY_ROUTES,
  ...CHECK_ROUTES,
];
