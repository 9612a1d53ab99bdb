// What a customer's addresses must look like, whoever tells us: the company's calls, its backend, or a provider's callback.
// The sentence of a type is also that of its checks, where they have none of their own.

import * as z from "zod/mini";

/** E.164: a plus, a country code, fifteen digits at most. */
export const phoneShape = z.string("must be in E.164, like +447700900123").check(z.regex(/^\+[1-9]\d{6,14}$/));
/** RFC 5321 allows 254 characters. */
export const emailShape = z
  .email("must be an email address")
  .check(z.maxLength(254, "must have 254 characters at most"));
/** Opaque; a registration token of FCM. */
export const pushTokenShape = z
  .string("must be a push token of 4096 characters at most")
  .check(z.regex(/^[\x21-\x7e]{1,4096}$/));
/** Like `en` or `en-GB`. */
export const localeShape = z.string("must be like en or en-GB").check(z.regex(/^[a-z]{2}(-[A-Z]{2})?$/));
/** Channels a customer can want: those that reach a person by an address. */
export const channelsShape = z
  .array(z.enum(["push", "email", "sms"], "must be push, email or sms"), "must be a list of push, email and sms")
  .check(z.maxLength(3, "must name 3 channels at most"));
