// The page of an order: what will come of it, why it is given, and a button. Who has given it is led back to the customer, so that
// loading the page anew gives it no second time.

import { isCustomerId, isInvitationId } from "../../objects/rooms.ts";
import { Problem } from "../operator/route.ts";
import { mayDo } from "../operator/shapes/call.ts";
import { led } from "./done.ts";
import { Field, FormParts, Refused, missingIn, pageStatus, readForm } from "./form.tsx";
import { ORDERS, orderNamed } from "./orders.ts";
import { operatorPage } from "./shell.tsx";
import type { Child } from "hono/jsx";
import type { RouteContext } from "../http/context.ts";
import type { Filled } from "./form.tsx";
import type { Order, Target } from "./order-shape.ts";
import type { OrderName } from "./orders.ts";
import type { Signed } from "./session.ts";
import type { PageStatus } from "../http/respond.ts";

/** The page of a customer. */
export const pathOf = (customerId: string): string => `/operator/customers/${encodeURIComponent(customerId)}`;

const orderPath = ({ customerId, of }: Target, name: string): string =>
  `${pathOf(customerId)}/${name}${of === "" ? "" : `?of=${encodeURIComponent(of)}`}`;

/** Of whoever is invited no more can be ordered than of a person: what else is done about an invitation is done by its own calls. */
const isPossible = ({ about }: Order, id: string): boolean => about === "person" || !isInvitationId(id);

/** The ways to orders, those only that this role may give; `of` as in `Target`. */
export const Offers = ({
  signed,
  names,
  of = "",
  id,
}: {
  signed: Signed;
  names: readonly OrderName[];
  of?: string;
  id: string;
}) => {
  const allowed = names.filter((name) => isPossible(ORDERS[name], id) && mayDo(signed.who.role, ORDERS[name].role));
  return allowed.length === 0 ? null : (
    <p class="ways">
      {allowed.map((name) => (
        <a href={orderPath({ customerId: id, of }, name)}>
          {ORDERS[name].title}
          {of === "" ? null : <span class="hidden"> ({ORDERS[name].about === "case" ? `case ${of}` : of})</span>}
        </a>
      ))}
    </p>
  );
};

const NOTHING: Filled = { why: "", once: "", value: "" };

const nameOf = (order: Order, of: string): string =>
  order.about === "case" ? `Case ${of} of ` : order.about === "message" ? `Message ${of} of ` : "";

/** An order as an address names it, and what it is about. */
interface Meant {
  readonly order: Order;
  readonly name: string;
  readonly target: Target;
}

function ask(
  c: RouteContext,
  signed: Signed,
  { order, name, target }: Meant,
  {
    filled = NOTHING,
    problem = null,
    noWhy = null,
    status = 200,
  }: {
    readonly filled?: Filled;
    readonly problem?: string | null;
    readonly noWhy?: string | null;
    readonly status?: PageStatus;
  } = {},
): Promise<Response> {
  const { customerId, of } = target;
  const body: Child = (
    <section class="panel">
      {problem === null ? null : <Refused why={problem} />}
      <p>
        {nameOf(order, of)}
        <a href={pathOf(customerId)}>{customerId}</a>
      </p>
      <p>{order.before}</p>
      <form class="fields" method="post" action={orderPath(target, name)}>
        {order.field === undefined ? null : <Field name="value" {...order.field} value={filled.value} />}
        <FormParts signed={signed} why={filled.why} problem={noWhy} />
        <button class="button" type="submit">
          {order.title}
        </button>
      </form>
    </section>
  );
  return operatorPage(c, signed, { title: order.title, here: "/operator", body, status });
}

/** What came of an order that brings a link. */
function showLink(c: RouteContext, signed: Signed, { order, target }: Meant, came: object): Promise<Response> {
  const link = "link" in came && typeof came.link === "string" ? came.link : "";
  const body = (
    <section class="panel">
      <p>
        {nameOf(order, target.of)}
        <a href={pathOf(target.customerId)}>{target.customerId}</a>
      </p>
      <pre>{link}</pre>
      <p>It is for this customer alone, and is not shown again.</p>
    </section>
  );
  return operatorPage(c, signed, { title: "A link of the case", here: "/operator", body });
}

/** The order that an address names, and what about; null where it names none. */
function meantBy(c: RouteContext, customerId: string, name: string): Meant | null {
  const order = orderNamed(name);
  const of = c.req.query("of") ?? "";
  if (order === null || !isPossible(order, customerId)) return null;
  const isWhole = order.about === "customer" || order.about === "person";
  const fits = isWhole ? of === "" : /^[\w-]{1,200}$/.test(of);
  return fits && isCustomerId(customerId) ? { order, name, target: { customerId, of } } : null;
}

const nothing = (c: RouteContext, signed: Signed): Promise<Response> =>
  operatorPage(c, signed, { title: "Nothing is here", here: "", body: "Choose a page above.", status: 404 });

/** GET /operator/customers/:id/:order */
export const askForOrder = (c: RouteContext, signed: Signed, id: string, name = ""): Promise<Response> => {
  const meant = meantBy(c, id, name);
  return meant === null ? nothing(c, signed) : ask(c, signed, meant);
};

/** POST /operator/customers/:id/:order */
export async function giveOrder(c: RouteContext, signed: Signed, id: string, name = ""): Promise<Response> {
  const meant = meantBy(c, id, name);
  if (meant === null) return nothing(c, signed);
  const filled = await readForm(c);
  const missing = missingIn(filled);
  if (missing === "why") return ask(c, signed, meant, { filled, noWhy: "Please say why.", status: 400 });
  if (missing !== null) return ask(c, signed, meant, { filled, problem: "the form was not whole", status: 400 });
  const { order, target } = meant;
  const { value, ...form } = filled;
  const came = await order.give({ c, who: signed.who, form, value }, target);
  if (came instanceof Problem)
    return ask(c, signed, meant, { filled, problem: came.message, status: pageStatus(came.code) });
  return order.showsLink === true ? showLink(c, signed, meant, came) : led(pathOf(id), name);
}
