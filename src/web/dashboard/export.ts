// All that is kept of a customer, as a file.

import { DATA } from "../http/respond.ts";
import { Problem } from "../operator/route.ts";
import { exportCustomer } from "../operator/shapes/privacy.ts";
import { make } from "./make.ts";
import { operatorPage } from "./shell.tsx";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";

/** GET /operator/customers/:id/export */
export async function exportPerson(c: RouteContext, signed: Signed, id: string): Promise<Response> {
  const found = await make(c, signed.who, exportCustomer, { params: { id } });
  if (found instanceof Problem)
    return operatorPage(c, signed, {
      title: "No such customer",
      here: "/operator",
      body: "Nothing is kept of this customer.",
      status: 404,
    });
  const headers = {
    ...DATA,
    "Content-Type": "application/json; charset=utf-8",
    "Content-Disposition": `attachment; filename="${id}.json"`,
  };
  return new Response(`${JSON.stringify(found, null, 2)}\n`, { headers });
}
