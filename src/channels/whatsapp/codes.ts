// What Twilio's error codes mean of a message by WhatsApp. The codes and their names are those of Twilio's error dictionary
// (twilio.com/docs/api/errors, and twilio.com/docs/whatsapp/api/error-code-mapping); those of the account are the same as for SMS.
// 63036, 63040, 63041 and 63042 are not in the pages that were at hand, and stand here by what they are known as.

import { TWILIO_CODES } from "../twilio-codes.ts";
import type { CodeMeaning, Codes } from "../twilio-codes.ts";

/** No message by WhatsApp reaches this number, whoever sends it. */
const DEAD: CodeMeaning = { kind: "failed", scope: "recipient", address: "dead" };
/** Not this one, for a reason that is the recipient's or Meta's; the next may arrive. */
const RECIPIENT: CodeMeaning = { kind: "failed", scope: "recipient" };
/** All messages of this wording, or of one language: those of the others arrive. The operator is told. */
const WORDING: CodeMeaning = { kind: "failed", scope: "platform" };
/** What was sent is refused; sending it again does not help. */
const US: CodeMeaning = { kind: "failed", scope: "us" };
const PASSING: CodeMeaning = { kind: "retry" };
const SENDER: CodeMeaning = { kind: "misconfigured", scope: "sender" };
const ACCOUNT: CodeMeaning = { kind: "misconfigured", scope: "account" };

const OWN: Codes = {
  // The number: nobody there has WhatsApp, or they blocked the sender.
  63003: DEAD, // Channel could not find To address
  63024: DEAD, // Invalid message recipient
  63014: DEAD, // Channel message blocked by user action
  63031: DEAD, // Channels message cannot have same From and To
  63033: DEAD, // Recipient unsubscribed or blocked
  63015: WORDING, // Channel Sandbox can only send messages to phone numbers that have joined the Sandbox
  63032: RECIPIENT, // WhatsApp limitations keep this message from this user
  63049: RECIPIENT, // Meta chose not to deliver this message
  63029: RECIPIENT, // The receiver failed to download the template
  63036: RECIPIENT, // The recipient is not reachable on this channel
  // The wording.
  63016: WORDING, // Outside messaging window: what was sent is no approved template
  63027: WORDING, // Template does not exist for a language and locale
  63028: WORDING, // Number of parameters provided does not match the expected number of parameters
  63040: WORDING, // Template rejected
  63041: WORDING, // Template paused
  63042: WORDING, // Template disabled
  63005: US, // Channel did not accept given content
  63006: US, // Could not format given content for the channel
  63013: US, // Channel policy violation
  63019: US, // Media failed to download
  63021: US, // Channel invalid content error
  63030: US, // Unsupported parameter
  // A moment. 63018 comes where more is sent than the sender may.
  63009: PASSING, // Channel returned an error when executing the request
  63010: PASSING, // Channels Twilio internal error
  63012: PASSING, // Channel provider returned an internal service error
  63017: PASSING, // Rate limit exceeded for authentication attempts
  63018: PASSING, // Rate limit exceeded for channel
  63022: SENDER, // Invalid vname certificate
  63007: SENDER, // Could not find a channel with the specified From address
  63002: SENDER, // Channel could not find From address
  63001: ACCOUNT, // Channel could not authenticate the request
  63008: ACCOUNT, // Channel module misconfigured
  63020: ACCOUNT, // Twilio encountered a Business Manager account error
  63051: ACCOUNT, // WhatsApp Business Account is locked or restricted
  // The queue's time is Twilio's own; nothing was sent.
  30036: RECIPIENT, // Validity Period Expired
  // Unlike a text message, one by WhatsApp needs no SMS at its number.
  21610: { kind: "failed", scope: "recipient", address: "opted_out", cause: "stop" }, // Attempt to send to unsubscribed recipient
};

export const WHATSAPP_CODES: Codes = { ...TWILIO_CODES, ...OWN };
