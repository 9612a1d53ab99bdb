// The page of an order: what will come of it, why it is given, and a button. Who has given it is led back to the customer, so that
// loading the page anew gives it no second time.

import { isCustomerId } from "../../objects/rooms.ts";
import { STATUS } from "../http/problems.ts";
import { redirect } from "../http/respond.ts";
import { MAX_REASON } from "../operator/change.ts";
import { Problem } from "../operator/route.ts";
import { mayDo } from "../operator/shapes/call.ts";
import { ORDERS, orderNamed } from "./orders.ts";
import { FormToken, operatorPage } from "./shell.tsx";
import type { Child } from "hono/jsx";
import type { Form } from "../operator/change.ts";
import type { ErrorCode } from "../http/problems.ts";
import type { RouteContext } from "../http/context.ts";
import type { Order, OrderName, Target } from "./orders.ts";
import type { Signed } from "./session.ts";
import type { PageStatus } from "../http/respond.ts";

/** The page of a customer. */
export const pathOf = (customerId: string): string => `/operator/customers/${encodeURIComponent(customerId)}`;

const orderPath = ({ customerId, of }: Target, name: string): string =>
  `${pathOf(customerId)}/${name}${of === "" ? "" : `?of=${encodeURIComponent(of)}`}`;

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
  const allowed = names.filter((name) => mayDo(signed.who.role, ORDERS[name].role));
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

/** A field with its words, and what was wrong with it. */
export const Field = (props: {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly type?: "text" | "date";
  readonly value?: string;
  readonly problem?: string | null;
}) => {
  const { name, label, hint, type = "text", value = "", problem = null } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        type={type}
        id={name}
        name={name}
        value={value}
        required
        autocomplete="off"
        maxlength={MAX_REASON}
        aria-describedby={`${name}-help`}
        {...(problem === null ? {} : { "aria-invalid": "true" })}
      />
      <p
        class={problem === null ? "hint" : "error"}
        id={`${name}-help`}
        {...(problem === null ? {} : { role: "alert" })}
      >
        {problem ?? hint}
      </p>
    </div>
  );
};

/** What was given in a form of an order. */
export interface Filled extends Form {
  readonly value: string;
}

/** What every form of this kind carries: the session's token, its own name, and why. */
export const FormParts = ({ signed, why, problem }: { signed: Signed; why: string; problem: string | null }) => (
  <>
    <FormToken signed={signed} />
    <input type="hidden" name="once" value={crypto.randomUUID()} />
    <Field name="why" label="Why" hint="It stands in the audit trail, with your name." value={why} problem={problem} />
  </>
);

const NOTHING: Filled = { why: "", once: "", value: "" };

/** Reads a form of an order. */
export async function readForm(c: RouteContext): Promise<Filled> {
  const form = await c.req.parseBody();
  const text = (name: string): string => {
    const { [name]: given } = form;
    return typeof given === "string" ? given.trim().slice(0, MAX_REASON) : "";
  };
  return { why: text("why"), once: text("once"), value: text("value") };
}

/** What is missing of a form; null where it is whole. */
export const missingIn = ({ why, once }: Form): "why" | "once" | null =>
  why === "" ? "why" : /^[\w-]{1,64}$/.test(once) ? null : "once";

/** A refusal as the status of a page; null for one that no page has. */
const PAGE_STATUS: Readonly<Partial<Record<number, PageStatus>>> = { 400: 400, 403: 403, 404: 404, 429: 429, 503: 503 };
export const pageStatus = (code: ErrorCode): PageStatus => PAGE_STATUS[STATUS[code]] ?? 409;

export const Refused = ({ why }: { why: string }) => (
  <p class="notice" role="alert">
    Not done: {why}.
  </p>
);

const nameOf = (order: Order, of: string): string =>
  order.about === "case" ? `Case ${of} of ` : order.about === "message" ? `Message ${of} of ` : "";

function ask(
  c: RouteContext,
  signed: Signed,
  { order, name, target }: { order: Order; name: string; target: Target },
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

/** The order that an address names, and what about; null where it names none. */
function meantBy(c: RouteContext, customerId: string, name: string) {
  const order = orderNamed(name);
  const of = c.req.query("of") ?? "";
  const fits = order?.about === "customer" ? of === "" : /^[\w-]{1,200}$/.test(of);
  return order !== null && fits && isCustomerId(customerId) ? { order, name, target: { customerId, of } } : null;
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
  return redirect(`${pathOf(id)}?done=${name}`, 303);
}
