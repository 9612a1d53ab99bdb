// What an order is: something that somebody may do about one customer, a case or a message of theirs.

import type { Form } from "../operator/change.ts";
import type { Problem, Who } from "../operator/route.ts";
import type { RouteContext } from "../http/context.ts";
import type { Role } from "../operator/shapes/call.ts";

/** What an order is about. */
export interface Target {
  readonly customerId: string;
  /** The number of a case, or the id of a message; empty for one about the customer. */
  readonly of: string;
}

/** Who orders, and by which form. */
export interface Ordering {
  readonly c: RouteContext;
  readonly who: Who;
  readonly form: Form;
  /** What stands in the order's own field; empty where it has none. */
  readonly value: string;
}

export interface Order {
  readonly role: Role;
  /** `person`: a customer, or whoever is invited and no customer yet. */
  readonly about: "customer" | "person" | "case" | "message";
  /** The link that leads to its page, and the button on it. */
  readonly title: string;
  /** What comes of it, before it is done. */
  readonly before: string;
  /** What came of it, after. */
  readonly after: string;
  /** What else it has to be told. */
  readonly field?: { readonly label: string; readonly type: "date" | "text"; readonly hint: string };
  /** It brings a link, which is shown once and kept nowhere. */
  readonly showsLink?: true;
  readonly give: (ordering: Ordering, target: Target) => Promise<object | Problem>;
}

/** Declares an order; its types are kept as they are written. */
export const order = <const O extends Order>(it: O): O => it;
