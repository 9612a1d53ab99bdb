// What somebody may do about one customer, a case or a message of theirs: the page asks why, and says what will come of it.

import * as privacy from "../operator/shapes/privacy.ts";
import * as calls from "../operator/shapes/customers.ts";
import { make } from "./make.ts";
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
interface Ordering {
  readonly c: RouteContext;
  readonly who: Who;
  readonly form: Form;
  /** What stands in the order's own field; empty where it has none. */
  readonly value: string;
}

export interface Order {
  readonly role: Role;
  readonly about: "customer" | "case" | "message";
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

const order = <const O extends Order>(it: O): O => it;

const resolve =
  (arrived: boolean): Order["give"] =>
  ({ c, who, form }, { customerId: id, of }) =>
    make(c, who, calls.resolveNotification, { params: { id, notification: of }, body: { arrived } }, form);

/** By the name that stands in the address. */
export const ORDERS = {
  hold: order({
    role: calls.holdMessages.role,
    about: "customer",
    title: "Keep messages back",
    before:
      "Nothing more is sent to this customer until somebody lets the messages go again. What is out already stays out.",
    after: "Messages to this customer are kept back.",
    give: ({ c, who, form }, { customerId: id }) => make(c, who, calls.holdMessages, { params: { id } }, form),
  }),
  release: order({
    role: calls.releaseMessages.role,
    about: "customer",
    title: "Let messages go again",
    before: "What was kept back is sent as far as it is still true, within the hours for messages.",
    after: "Messages to this customer go again.",
    give: ({ c, who, form }, { customerId: id }) => make(c, who, calls.releaseMessages, { params: { id } }, form),
  }),
  snooze: order({
    role: calls.snoozeCustomer.role,
    about: "customer",
    title: "Let reminders wait",
    before: "The customer gets no message before the day that you choose. Reminders go on from then.",
    after: "The customer's reminders wait.",
    field: { label: "Until", type: "date", hint: "A day from tomorrow to 90 days on, as the customer counts." },
    give: ({ c, who, form, value }, { customerId: id }) =>
      make(c, who, calls.snoozeCustomer, { params: { id }, body: { until: value } }, form),
  }),
  wake: order({
    role: calls.snoozeCustomer.role,
    about: "customer",
    title: "End the wait",
    before: "The customer's reminders no longer wait for a day. The next one is sent when its time has come.",
    after: "The customer's reminders wait no longer.",
    give: ({ c, who, form }, { customerId: id }) =>
      make(c, who, calls.snoozeCustomer, { params: { id }, body: { until: null } }, form),
  }),
  "end-links": order({
    role: calls.endLinks.role,
    about: "customer",
    title: "End all links",
    before:
      "Every link that was sent so far opens nothing any more, but for stopping. The next message brings a new one.",
    after: "All links of this customer have ended.",
    give: ({ c, who, form }, { customerId: id }) => make(c, who, calls.endLinks, { params: { id } }, form),
  }),
  close: order({
    role: calls.closeCase.role,
    about: "case",
    title: "Close the case",
    before:
      "The case ends at once, and what is not out about it is taken back. A later event of the same tariff opens another one.",
    after: "The case is closed.",
    give: ({ c, who, form }, { customerId: id, of }) =>
      make(c, who, calls.closeCase, { params: { id, case: of } }, form),
  }),
  "send-now": order({
    role: calls.advanceCase.role,
    about: "case",
    title: "Send the next message now",
    before:
      "What is next for the case is due at once: its next reminder, or the hand-over to your company once all reminders were used. What keeps messages back still does: a stop, a wait, the caps, the hours for messages, a repair.",
    after: "The next message is due now. If it does not go out, this page says why.",
    give: ({ c, who, form }, { customerId: id, of }) =>
      make(c, who, calls.advanceCase, { params: { id, case: of } }, form),
  }),
  "end-case-links": order({
    role: calls.endCaseLinks.role,
    about: "case",
    title: "End its links",
    before:
      "Every link about this case that was sent so far opens nothing any more, but for stopping. Links of other cases go on. The next message brings a new one.",
    after: "The links of the case have ended.",
    give: ({ c, who, form }, { customerId: id, of }) =>
      make(c, who, calls.endCaseLinks, { params: { id, case: of } }, form),
  }),
  link: order({
    role: calls.showCaseLink.role,
    about: "case",
    title: "Show a link",
    before:
      "The link that the next message would bring is shown once, for you to pass on. It opens what a message opens: give it to this customer alone.",
    after: "The link was shown.",
    showsLink: true,
    give: ({ c, who, form }, { customerId: id, of }) =>
      make(c, who, calls.showCaseLink, { params: { id, case: of } }, form),
  }),
  resend: order({
    role: calls.resendNotification.role,
    about: "message",
    title: "Send it once more",
    before:
      "The customer gets the message a second time, as far as it is still true. What keeps messages back still does: a stop, a wait, the caps, the hours for messages.",
    after: "The message is owed once more. If it has to wait, this page says why.",
    give: ({ c, who, form }, { customerId: id, of }) =>
      make(c, who, calls.resendNotification, { params: { id, notification: of } }, form),
  }),
  arrived: order({
    role: calls.resolveNotification.role,
    about: "message",
    title: "It arrived",
    before:
      "Nobody could tell whether the message arrived. You say that it did: it counts as sent, and is not sent again.",
    after: "The message counts as sent.",
    give: resolve(true),
  }),
  "not-arrived": order({
    role: calls.resolveNotification.role,
    about: "message",
    title: "It did not arrive",
    before:
      "Nobody could tell whether the message arrived. You say that it did not: it goes out again, as far as it is still true and no later one has told the customer. Ask the customer first: who has it already would be told twice.",
    after: "The message goes out again.",
    give: resolve(false),
  }),
  readmit: order({
    role: privacy.readmitCustomer.role,
    about: "customer",
    title: "Let the customer back in",
    before:
      "A customer who was erased may be taken in again, as somebody new. No old link opens anything. Who had asked for no messages gets none until your company takes that back.",
    after: "The customer may be taken in again.",
    give: ({ c, who, form }, { customerId: id }) => make(c, who, privacy.readmitCustomer, { params: { id } }, form),
  }),
} as const satisfies Readonly<Record<string, Order>>;

export type OrderName = keyof typeof ORDERS;

export const ORDER_NAMES = Object.keys(ORDERS) as readonly OrderName[];

/** The order of this name; null where there is none. */
export const orderNamed = (name: string): Order | null =>
  Object.hasOwn(ORDERS, name) ? ORDERS[name as OrderName] : null;
