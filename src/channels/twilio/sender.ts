// Whom an SMS comes from, by how `TWILIO_FROM` is written. The one place that tells the kinds of sender apart.

/** A messaging service (twilio.com/docs/messaging/services): `MG` and 32 hexadecimal digits. A name may begin so as well. */
const SERVICE = /^MG[0-9a-fA-F]{32}$/;
/** A number in E.164. */
const NUMBER = /^\+[1-9]\d{6,14}$/;
/** An alphanumeric sender (twilio.com/docs/glossary/what-alphanumeric-sender-id): up to 11 letters, digits and blanks. */
const NAME = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/;

export interface TwilioSender {
  /** The parameter of Twilio's API that takes it. */
  readonly parameter: "MessagingServiceSid" | "From";
  /** Nobody can write back to an alphanumeric sender, so no STOP arrives from there. */
  readonly canReply: boolean;
}

/** What kind of sender a text names; null where it is none. */
export function readSender(from: string): TwilioSender | null {
  if (SERVICE.test(from)) return { parameter: "MessagingServiceSid", canReply: true };
  if (NUMBER.test(from)) return { parameter: "From", canReply: true };
  return NAME.test(from) ? { parameter: "From", canReply: false } : null;
}
