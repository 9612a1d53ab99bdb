// The first page: who needs somebody, and a customer found by an id.

import { customerAt, isCustomerId } from "../../objects/rooms.ts";
import { redirect } from "../http/respond.ts";
import { NoIndex } from "./no-index.tsx";
import { operatorPage } from "./shell.tsx";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";

const HERE = "/operator";
const MAX_QUERY = 200;

const pathOf = (id: string): string => `/operator/customers/${encodeURIComponent(id)}`;

const Find = ({ asked, problem }: { asked: string; problem: string | null }) => (
  <form class="find" method="get" action={HERE} role="search">
    <div>
      <label for="q">Find a customer</label>
      <input
        type="search"
        id="q"
        name="q"
        value={asked}
        required
        placeholder="cus_... or loc_..."
        {...(problem === null ? {} : { "aria-invalid": "true", "aria-describedby": "q-help" })}
      />
      {problem === null ? null : (
        <p class="error" id="q-help" role="alert">
          {problem}
        </p>
      )}
    </div>
    <button class="button" type="submit">
      Find
    </button>
  </form>
);

/** GET /operator; with `?q=` the customer of that id. */
export async function showFirst(c: RouteContext, signed: Signed): Promise<Response> {
  const asked = (c.req.query("q") ?? "").trim().slice(0, MAX_QUERY);
  const isKnown = isCustomerId(asked) && (await customerAt(c.env, asked).story()) !== null;
  if (isKnown) return redirect(pathOf(asked), 303);
  const problem = asked === "" ? null : "Nobody is known by this id.";
  const body = (
    <>
      <Find asked={asked} problem={problem} />
      <NoIndex what="no lists" />
    </>
  );
  return operatorPage(c, signed, { title: "Needs action", here: HERE, body });
}
