// What somebody may do about a customer as a whole.

import * as contact from "../operator/shapes/contact.ts";
import * as privacy from "../operator/shapes/privacy.ts";
import * as calls from "../operator/shapes/customers.ts";
import { make } from "./make.ts";
import { order } from "./order-shape.ts";

export const CUSTOMER_ORDERS = {
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
  stop: order({
    role: contact.putContact.role,
    about: "customer",
    title: "Stop all messages",
    before:
      "The customer asked you for no messages. Nothing more is sent to them until you take that back here, or your programs do.",
    after: "The customer gets no more messages.",
    give: ({ c, who, form }, { customerId: id }) =>
      make(c, who, contact.putContact, { params: { id }, body: { opted_out: true } }, form),
  }),
  resume: order({
    role: contact.putContact.role,
    about: "customer",
    title: "Take your company's stop back",
    before:
      "The customer may get messages again, as far as your company had stopped them. What the customer stopped by themselves stands.",
    after: "Your company's stop is taken back.",
    give: ({ c, who, form }, { customerId: id }) =>
      make(c, who, contact.putContact, { params: { id }, body: { opted_out: false } }, form),
  }),
  "end-replies": order({
    role: contact.endStops.role,
    about: "customer",
    title: "End what was said by text message",
    before:
      "For a STOP that somebody else said under the number, or that the customer took back by telling you. Every other stop stands.",
    after: "What was said by text message holds no more.",
    give: ({ c, who, form }, { customerId: id }) =>
      make(c, who, contact.endStops, { params: { id, by: "reply" } }, form),
  }),
  readmit: order({
    role: privacy.readmitCustomer.role,
    about: "person",
    title: "Let the customer back in",
    before:
      "A customer who was erased may be taken in again, as somebody new. No old link opens anything. Who had asked for no messages gets none until your company takes that back.",
    after: "The customer may be taken in again.",
    give: ({ c, who, form }, { customerId: id }) => make(c, who, privacy.readmitCustomer, { params: { id } }, form),
  }),
} as const;
