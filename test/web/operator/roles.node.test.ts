// Who may make which call, written down by hand: a call that is not here, or is for somebody else than is said here, fails.

import { expect, it } from "vitest";
import { BY_NAME } from "../../../src/web/operator/shapes/all.ts";
import type { Call } from "../../../src/web/operator/shapes/call.ts";

const ROLES = {
  anyone: ["GET /v1/openapi.json"],
  read: [
    "GET /v1/cases",
    "GET /v1/channels",
    "GET /v1/customers",
    "GET /v1/customers/:id",
    "GET /v1/events",
    "GET /v1/fleet",
    "GET /v1/fleet/experiment",
    "GET /v1/fleet/funnel",
    "GET /v1/fleet/rebuild",
    "GET /v1/invitations/:id",
    "GET /v1/notifications",
    "GET /v1/quarantine",
    "GET /v1/suppliers",
    "GET /v1/sweep",
  ],
  support: [
    "DELETE /v1/customers/:id/cases/:case/links",
    "DELETE /v1/customers/:id/links",
    "DELETE /v1/customers/:id/stops/:by",
    "DELETE /v1/invitations/:id",
    "POST /v1/alerts/test",
    "POST /v1/checks",
    "POST /v1/contacts",
    "POST /v1/customers/:id/cases/:case/advance",
    "POST /v1/customers/:id/cases/:case/close",
    "POST /v1/customers/:id/cases/:case/links",
    "POST /v1/customers/:id/cases/:case/mute",
    "POST /v1/customers/:id/clock",
    "POST /v1/customers/:id/hold",
    "POST /v1/customers/:id/notifications/:notification/resend",
    "POST /v1/customers/:id/notifications/:notification/resolve",
    "POST /v1/customers/:id/release",
    "POST /v1/customers/:id/snooze",
    "POST /v1/invitations",
    "POST /v1/invitations/import",
    "POST /v1/quarantine/:digest/replay",
    "POST /v1/sweep",
    "PUT /v1/customers/:id/contact",
  ],
  admin: [
    "DELETE /v1/customers/:id",
    "DELETE /v1/quarantine",
    "DELETE /v1/quarantine/:digest",
    "GET /v1/audit",
    "GET /v1/customers/:id/export",
    "POST /v1/customers/:id/readmit",
    "POST /v1/customers/:id/restore",
    "POST /v1/events/resume",
    "POST /v1/fleet/rebuild",
  ],
};

it("every call has a row, and is for whom that says", () => {
  const found: Record<string, string[]> = { anyone: [], read: [], support: [], admin: [] };
  for (const { method, path, role } of Object.values<Call>(BY_NAME)) found[role]?.push(`${method} ${path}`);
  for (const calls of Object.values(found)) calls.sort();
  expect(found).toEqual(ROLES);
});
