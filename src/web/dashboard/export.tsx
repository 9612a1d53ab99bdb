// All that is kept of a customer, as files: one, or for whoever is known to very many others one for each part, since no request may ask
// so many. Who had them, and why, stands in the trail.

import { partsOf } from "../../objects/person.ts";
import { isCustomerId } from "../../objects/rooms.ts";
import { DATA } from "../http/respond.ts";
import { cursorOf } from "../operator/cursor.ts";
import { Problem } from "../operator/route.ts";
import { exportCustomer } from "../operator/shapes/privacy.ts";
import { fieldsIn } from "./fields.ts";
import { FormParts, Refused, missingIn, pageStatus, readForm } from "./form.tsx";
import { make } from "./make.ts";
import { pathOf } from "./order.tsx";
import { operatorPage } from "./shell.tsx";
import type { PageStatus } from "../http/respond.ts";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";

interface Wrong {
  readonly given?: string;
  readonly why?: string;
  readonly refused?: string;
  readonly status?: PageStatus;
}

/** A button names its part: the number of it, and where it begins; nothing for the first. */
const PART = /^(\d{1,6})\.([\w-]*)$/;

async function ask(c: RouteContext, signed: Signed, id: string, wrong: Wrong = {}): Promise<Response> {
  const parts = await partsOf(c.env, id);
  const body = (
    <section class="panel">
      {wrong.refused === undefined ? null : <Refused why={wrong.refused} />}
      <p>
        Everything that is kept of <a href={pathOf(id)}>{id}</a> in every place, for the person to read: the contact is
        in clear. Codes of links and tokens, which open something, are left out.
      </p>
      {parts.length === 1 ? null : (
        <p>
          So many others know of this customer that it comes in {parts.length} files. All of them together are what is
          kept.
        </p>
      )}
      <form class="fields" method="post" action={`${pathOf(id)}/export`}>
        <FormParts signed={signed} why={wrong.given ?? ""} problem={wrong.why ?? null} />
        {parts.map((from, nth) => (
          <button class="button" type="submit" name="part" value={`${nth + 1}.${from === null ? "" : cursorOf(from)}`}>
            {parts.length === 1 ? "Download" : `Download file ${nth + 1} of ${parts.length}`}
          </button>
        ))}
      </form>
    </section>
  );
  const { status = 200 } = wrong;
  return operatorPage(c, signed, { title: "Download all that is kept", here: "/operator", status, body });
}

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
  const [, no, cursor = ""] = PART.exec((await fieldsIn(c)).get("part") ?? "1.") ?? [];
  if (missing === "why") return ask(c, signed, id, { why: "Please say why.", status: 400 });
  if (missing !== null || no === undefined)
    return ask(c, signed, id, { given: form.why, refused: "the form was not whole", status: 400 });
  const query = cursor === "" ? {} : { cursor };
  const found = await make(c, signed.who, exportCustomer, { params: { id }, query }, form);
  if (found instanceof Problem)
    return ask(c, signed, id, { given: form.why, refused: found.message, status: pageStatus(found.code) });
  const isWhole = cursor === "" && found.next_cursor === null;
  const headers = {
    ...DATA,
    "Content-Type": "application/json; charset=utf-8",
    "Content-Disposition": `attachment; filename="${id}${isWhole ? "" : `-${no}`}.json"`,
  };
  return new Response(`${JSON.stringify(found, null, 2)}\n`, { headers });
}
