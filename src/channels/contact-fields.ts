// What a customer's addresses must look like, whoever tells us: the company's calls, its backend, or a provider's callback.

import * as z from "zod";

/** E.164: a plus, a country code, fifteen digits at most. */
export const phoneShape = z.string().regex(/^\+[1-9]\d{6,14}$/, "must be in E.164, like +447700900123");
/** RFC 5321 allows 254 characters. */
export const emailShape = z.email("must be an email address").max(254, "must have 254 characters at most");
/** Opaque; a registration token of FCM. */
export const pushTokenShape = z
  .string()
  .regex(/^[\x21-\x7e]{1,4096}$/, "must be a push token of 4096 characters at most");
/** Like `en` or `en-GB`. */
export const localeShape = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, "must be like en or en-GB");
/** Channels a customer can want: those that reach a person by an address. */
export const channelsShape = z.array(z.enum(["push", "email", "sms"])).max(3);
