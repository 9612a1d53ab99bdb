// All that is kept of a customer, as one file, in however many parts it comes; who had it, and why, stands in the trail.

import { isCustomerId } from "../../objects/rooms.ts";
import { DATA } from "../http/respond.ts";
import { Problem } from "../operator/route.ts";
import { exportCustomer } from "../operator/shapes/privacy.ts";
import { FormParts, Refused, missingIn, pageStatus, readForm } from "./form.tsx";
import { make } from "./make.ts";
import { pathOf } from "./order.tsx";
import { operatorPage } from "./shell.tsx";
import { wholeOf } from "./whole.ts";
import type { PageStatus } from "../http/respond.ts";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";

interface Wrong {
  readonly why?: string;
  readonly refused?: string;
  readonly status?: PageStatus;
}

const ask = (c: RouteContext, signed: Signed, id: string, wrong: Wrong = {}): Promise<Response> =>
  operatorPage(c, signed, {
    title: "Download all that is kept",
    here: "/operator",
    status: wrong.status ?? 200,
    body: (
      <section class="panel">
        {wrong.refused === undefined ? null : <Refused why={wrong.refused} />}
        <p>
          Everything that is kept of <a href={pathOf(id)}>{id}</a> in every place, for the person to read: the contact
          is in clear. Codes of links and tokens, which open something, are left out.
        </p>
        <form class="fields" method="post" action={`${pathOf(id)}/export`}>
          <FormParts signed={signed} why="" problem={wrong.why ?? null} />
          <button class="button" type="submit">
            Download
          </button>
        </form>
      </section>
    ),
  });

/** GET /operator/customers/:id/export */
export const askForExport = (c: RouteContext, signed: Signed, id: string): Promise<Response> =>
  isCustomerId(id)
    ? ask(c, signed, id)
    : operatorPage(c, signed, {
        title: "No such customer",
        here: "/operator",
        body: "This is no customer's id.",
        status: 404,
      });

/** POST /operator/customers/:id/export */
export async function exportPerson(c: RouteContext, signed: Signed, id: string): Promise<Response> {
  if (!isCustomerId(id)) return askForExport(c, signed, id);
  const form = await readForm(c);
  const missing = missingIn(form);
  if (missing === "why") return ask(c, signed, id, { why: "Please say why.", status: 400 });
  if (missing !== null) return ask(c, signed, id, { refused: "the form was not whole", status: 400 });
  const found = await wholeOf((cursor) => {
    const query = cursor === null ? {} : { cursor };
    return make(c, signed.who, exportCustomer, { params: { id }, query }, form);
  });
  if (found instanceof Problem) return ask(c, signed, id, { refused: found.message, status: pageStatus(found.code) });
  const headers = {
    ...DATA,
    "Content-Type": "application/json; charset=utf-8",
    "Content-Disposition": `attachment; filename="${id}.json"`,
  };
  return new Response(`${JSON.stringify(found, null, 2)}\n`, { headers });
}
