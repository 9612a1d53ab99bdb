// The calls about invitations: short links for any Connect session.

import * as z from "zod/mini";
import {
  channelsShape,
  emailShape,
  localeShape,
  phoneShape,
  pushTokenShape,
} from "../../../channels/contact-fields.ts";
import { isZone, parseDuration } from "../../../core/time.ts";
import { SESSION_SHAPE } from "../../../flatpeak/session.ts";
import { destination } from "../../../setup/fields.ts";
import { bodyProblem } from "./complaint.ts";
import { call } from "./call.ts";
import { instant, instantOrNull } from "./ids.ts";

const MAX_LASTS_MS = 400 * 86_400_000;
const MAX_USES = 1_000;

const lastsForm = "must be a duration like 12h or 30d, at most 400d";
function isLasting(given: string): boolean {
  const ms = parseDuration(given);
  return ms !== null && ms > 0 && ms <= MAX_LASTS_MS;
}

const NAME_MAX = 200;
const nameForm = `must be 1 to ${NAME_MAX} printable characters`;
/** What the company calls something. */
export const nameShape = z.string(nameForm).check(z.regex(/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/, nameForm));

const usesForm = `must be a whole number from 1 to ${MAX_USES}`;
const isUses = (given: number): boolean => Number.isInteger(given) && given >= 1 && given <= MAX_USES;
const zoneForm = "must be a name of the tz database, like Europe/London";

export const orderShape = z.strictObject(
  {
    ...SESSION_SHAPE,
    connect_url: z.optional(destination),
    connect_web_uri: z.optional(destination),
    callback_url: z.optional(destination),
    callback_uri: z.optional(destination),
    reference: z.optional(nameShape),
    channels: z.optional(channelsShape.check(z.minLength(1, "must name a channel, or be left out for the link alone"))),
    contact: z.optional(
      z.strictObject(
        {
          phone: z.optional(phoneShape),
          email: z.optional(emailShape),
          push_token: z.optional(pushTokenShape),
          whatsapp: z.optional(z.boolean("must be true or false")),
          locale: z.optional(localeShape),
          timezone: z.optional(z.string(zoneForm).check(z.refine(isZone, zoneForm))),
        },
        { error: bodyProblem },
      ),
    ),
    expires: z.optional(z.string(lastsForm).check(z.refine(isLasting, lastsForm))),
    uses: z.optional(z.number(usesForm).check(z.refine(isUses, usesForm))),
  },
  { error: bodyProblem },
);

/** `known`: it was made before, under the same name. */
const made = z.object({
  status: z.enum(["made", "known"]),
  invitation_id: z.string(),
  reference: z.nullable(z.string()),
  link: z.string(),
  expires_at: instant,
});

const story = z.object({
  invitation_id: z.string(),
  reference: z.nullable(z.string()),
  customer_id: z.nullable(z.string()),
  customer_reference_id: z.nullable(z.string()),
  location_reference_id: z.nullable(z.string()),
  state: z.enum(["open", "completed", "revoked", "expired"]),
  link: z.nullable(z.string()),
  location_id: z.nullable(z.string()),
  uses: z.nullable(z.number()),
  used: z.number(),
  made_at: instant,
  expires_at: instant,
  sent: z.array(z.object({ channel: z.string(), status: z.string(), at: instantOrNull })),
  sent_at: instantOrNull,
  opened_at: instantOrNull,
  minted_at: instantOrNull,
  completed_at: instantOrNull,
  revoked_at: instantOrNull,
});

const invitationParam = z.object({
  id: z.string().check(z.regex(/^inv_[0-9a-f]{24}$/, "no such invitation is known here")),
});

export const makeInvitation = call({
  method: "POST",
  path: "/v1/invitations",
  keepsKeys: true,
  role: "support",
  summary: "Invite somebody to connect",
  detail:
    "A short link for any Connect session, by the fields of one in Anode's names or Zero's. With `channels` and `contact` we send it; without, it is yours to bring. The same `reference`, or the same Idempotency-Key, makes no second one: it is answered as `known`, and other fields under it are a conflict. A list is taken by the same address with the media type `application/x-ndjson`.",
  body: orderShape,
  answers: { 200: made },
  problems: ["conflict", "erased"],
});

export const makeInvitations = call({
  method: "POST",
  path: "/v1/invitations/import",
  role: "support",
  summary: "Invite many people to connect",
  detail:
    "One order in each line, and one line of answer for each, in their order: what a call for it alone would answer and the number of the line, or its `error`. The answer comes while the list is read. Cut off, the list is sent again with the same references, or the same Idempotency-Key, and makes none twice.",
  stream: "application/x-ndjson",
  answers: { 200: z.looseObject({ line: z.number() }) },
  problems: [],
});

export const showInvitation = call({
  method: "GET",
  path: "/v1/invitations/:id",
  role: "read",
  summary: "What became of an invitation",
  detail: "When it was made, sent, opened, minted and completed, or taken back.",
  params: invitationParam,
  answers: { 200: story },
  problems: [],
});

export const revokeInvitation = call({
  method: "DELETE",
  path: "/v1/invitations/:id",
  role: "support",
  summary: "Take an invitation back",
  detail: "Its link leads nowhere any more, and nothing of it goes out.",
  params: invitationParam,
  answers: { 200: z.object({ invitation_id: z.string(), status: z.enum(["revoked", "over"]) }) },
  problems: [],
});
