// What somebody may do about a case or a message.

import * as calls from "../operator/shapes/customers.ts";
import * as cases from "../operator/shapes/cases.ts";
import { make } from "./make.ts";
import { order } from "./order-shape.ts";
import type { Order } from "./order-shape.ts";

const resolve =
  (arrived: boolean): Order["give"] =>
  ({ c, who, form }, { customerId: id, of }) =>
    make(c, who, calls.resolveNotification, { params: { id, notification: of }, body: { arrived } }, form);

export const CASE_ORDERS = {
  close: order({
    role: cases.closeCase.role,
    about: "case",
    title: "Close the case",
    before:
      "The case ends at once, and what is not out about it is taken back. A later event of the same tariff opens another one.",
    after: "The case is closed.",
    give: ({ c, who, form }, { customerId: id, of }) =>
      make(c, who, cases.closeCase, { params: { id, case: of } }, form),
  }),
  "send-now": order({
    role: cases.advanceCase.role,
    about: "case",
    title: "Send the next message now",
    before:
      "What is next for the case is due at once: its next reminder, or the hand-over to your company once all reminders were used. What keeps messages back still does: a stop, a wait, the caps, the hours for messages, a repair.",
    after: "The next message is due now. If it does not go out, this page says why.",
    give: ({ c, who, form }, { customerId: id, of }) =>
      make(c, who, cases.advanceCase, { params: { id, case: of } }, form),
  }),
  "end-case-links": order({
    role: cases.endCaseLinks.role,
    about: "case",
    title: "End its links",
    before:
      "Every link about this case that was sent so far opens nothing any more, but for stopping. Links of other cases go on. The next message brings a new one.",
    after: "The links of the case have ended.",
    give: ({ c, who, form }, { customerId: id, of }) =>
      make(c, who, cases.endCaseLinks, { params: { id, case: of } }, form),
  }),
  link: order({
    role: cases.showCaseLink.role,
    about: "case",
    title: "Show a link",
    before:
      "The link that the next message would bring is shown once, for you to pass on. It opens what a message opens: give it to this customer alone.",
    after: "The link was shown.",
    showsLink: true,
    give: ({ c, who, form }, { customerId: id, of }) =>
      make(c, who, cases.showCaseLink, { params: { id, case: of } }, form),
  }),
  mute: order({
    role: cases.muteCase.role,
    about: "case",
    title: "Stop messages about it",
    before:
      "The customer asked you for no messages about this tariff. Nothing more is sent about it, now or later. Of their other tariffs they hear as before.",
    after: "The customer gets no more messages about this tariff.",
    give: ({ c, who, form }, { customerId: id, of }) =>
      make(c, who, cases.muteCase, { params: { id, case: of }, body: { muted: true } }, form),
  }),
  unmute: order({
    role: cases.muteCase.role,
    about: "case",
    title: "Let messages about it go",
    before:
      "The customer wants to hear of this tariff again. A stop of this tariff alone ends, also one of their own; a stop of all messages stands.",
    after: "The customer hears of this tariff again.",
    give: ({ c, who, form }, { customerId: id, of }) =>
      make(c, who, cases.muteCase, { params: { id, case: of }, body: { muted: false } }, form),
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
} as const;
