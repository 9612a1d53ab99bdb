// What each of Twilio's error codes means for a message, for the number it went to, and for everybody else. The codes and
// their names are those of Twilio's error dictionary (twilio.com/docs/api/errors, a page for each); an answer to a request
// and a status callback carry the same ones.

import { UNKNOWN_TRIES } from "./tries.ts";
import type { DeliveryOutcome } from "../core/message/outcome.ts";

export type CodeMeaning =
  /** Never to this number, by this sender, or in these words. */
  | {
      readonly kind: "failed";
      readonly scope: "recipient" | "platform" | "us" | "unproven";
      readonly address?: "dead";
    }
  | {
      readonly kind: "failed";
      readonly scope: "recipient";
      readonly address: "opted_out";
      readonly cause: "stop";
    }
  /** Passes by itself. `tries`: taken for permanent after so many; `wait`: not tried again before so many ms. */
  | { readonly kind: "retry"; readonly tries?: number; readonly wait?: number; readonly scope?: "unproven" }
  /** The account, the sender or its registration: the operator's to mend. */
  | { readonly kind: "misconfigured"; readonly scope: "sender" | "account" }
  /** It may have arrived all the same. */
  | { readonly kind: "uncertain" };

const DEAD: CodeMeaning = { kind: "failed", scope: "recipient", address: "dead" };
const RECIPIENT: CodeMeaning = { kind: "failed", scope: "recipient" };
const PLATFORM: CodeMeaning = { kind: "failed", scope: "platform" };
const US: CodeMeaning = { kind: "failed", scope: "us" };
const UNPROVEN: CodeMeaning = { kind: "failed", scope: "unproven" };
const PASSING: CodeMeaning = { kind: "retry" };
const SENDER: CodeMeaning = { kind: "misconfigured", scope: "sender" };
const ACCOUNT: CodeMeaning = { kind: "misconfigured", scope: "account" };
const UNCERTAIN: CodeMeaning = { kind: "uncertain" };

const HOUR_MS = 3_600_000;

/** Twilio's codes have five digits; anything longer is none of its codes and may be somebody's number. */
export const isCode = (code: number): boolean => Number.isInteger(code) && code >= 10_000 && code <= 99_999;

/** The number can take no message, whoever sends it. */
const NUMBERS: Readonly<Record<number, CodeMeaning>> = {
  21211: DEAD, // Invalid 'To' Phone Number
  21265: DEAD, // 'To' number cannot be a Short Code
  21266: DEAD, // 'To' and 'From' numbers cannot be the same
  21268: DEAD, // Sending to Premium rate or Information Service numbers is not allowed
  21614: DEAD, // 'To' number is not a valid mobile number
  21635: DEAD, // 'To' number cannot be a landline
  30005: DEAD, // Unknown destination handset
  30006: DEAD, // Landline or unreachable carrier
  21610: { kind: "failed", scope: "recipient", address: "opted_out", cause: "stop" }, // Attempt to send to unsubscribed recipient
  30004: RECIPIENT, // Message blocked: by the carrier or the phone, for this number
  30039: RECIPIENT, // Filtered to Prevent Message Loops
};

/** Some numbers cannot be reached: those of a country or a carrier, or those that a trial account has not verified. */
const SOME_NUMBERS: Readonly<Record<number, CodeMeaning>> = {
  21408: PLATFORM, // Message blocked: permissions disabled for the destination region
  21608: PLATFORM, // The 'to' phone number provided is not yet verified for this account
  21612: PLATFORM, // Message cannot be sent with the current combination of "To" and/or "From" parameters
  30040: PLATFORM, // Destination carrier requires Sender ID pre-registration
  30041: PLATFORM, // Sender is restricted or unregistered in a country requiring registration
  30450: PLATFORM, // Message delivery blocked: a destination held for SMS pumping
};

/** The message itself is refused. Sending it again does not help, and the next message will be much like it. */
const WORDS: Readonly<Record<number, CodeMeaning>> = {
  21602: US, // Message body is required
  21604: US, // The destination 'To' phone number is required to send an SMS
  21605: US, // Maximum body length is 160 characters (old API endpoint)
  21617: US, // The concatenated message body exceeds the 1600 character limit
  21618: US, // The message body cannot be sent
  21619: US, // A Message Body, Media URL or Content SID is required
  21624: US, // Invalid validity period value
  30007: US, // Message filtered
  30019: US, // Content size exceeds carrier limit
  30038: US, // OTP Message Body Filtered
  30044: US, // Trial Message Length Exceeded
};

const MOMENTS: Readonly<Record<number, CodeMeaning>> = {
  20429: PASSING, // Too many requests
  20503: PASSING, // Service unavailable
  21611: PASSING, // This 'From' number has exceeded the maximum number of queued messages
  21730: PASSING, // System under maintenance. Please try again later.
  30001: PASSING, // Queue overflow
  30017: PASSING, // Carrier network congestion
  30020: PASSING, // Internal Failure with Message Scheduling
  30021: PASSING, // Internal Failure with messaging service orchestrator
  30022: PASSING, // US A2P 10DLC - Rate Limits Exceeded
  30036: PASSING, // Validity Period Expired
  // The phone is off: tried again hours later. Where it stays off, nobody has the number any more.
  30003: { kind: "retry", tries: 3, wait: HOUR_MS }, // Unreachable destination handset
  30023: { kind: "retry", tries: 3, wait: 4 * HOUR_MS }, // US A2P 10DLC - Daily Message Cap Reached
  30027: { kind: "retry", tries: 3, wait: 4 * HOUR_MS }, // US A2P 10DLC - T-Mobile Daily Message Limit Reached
  // Twilio itself does not repeat these, so that nobody gets the message twice.
  30410: UNCERTAIN, // Provider Timeout Error
  30046: UNCERTAIN, // Message delivery not confirmed
};

/** The sender, or its registration where there must be one. */
const SENDERS: Readonly<Record<number, CodeMeaning>> = {
  21212: SENDER, // Invalid 'From' Number
  21267: SENDER, // Alphanumeric Sender ID cannot be used as the 'From' number on trial accounts
  21601: SENDER, // Phone number is not a valid SMS-capable inbound phone number
  21603: SENDER, // A 'From' or 'MessagingServiceSid' parameter is required to send a message
  21606: SENDER, // 'From' number is not a valid message-capable Twilio number for this account
  21607: SENDER, // The 'from' phone number must be the sandbox phone number for trial accounts
  21616: SENDER, // The 'From' number matches multiple numbers for your account
  21657: SENDER, // The Sender ID is invalid
  21659: SENDER, // 'From' is not a Twilio phone number or Short Code country mismatch
  21660: SENDER, // Mismatch between the 'From' number and the account
  21661: SENDER, // 'From' number is not SMS-capable
  21663: SENDER, // 'From' phone number routing configuration is incorrect
  21668: SENDER, // Phone number type is not supported for messaging in the Ireland (IE1) region
  21701: SENDER, // The Messaging Service does not exist
  21702: SENDER, // The Messaging Service is not available to send new messages
  21703: SENDER, // The Messaging Service does not have a phone number available to send a message
  21704: SENDER, // The Messaging Service contains no phone numbers
  21705: SENDER, // The Messaging Service is invalid
  21709: SENDER, // Alpha Sender ID is Invalid or Not Authorized for this Messaging Service
  21711: SENDER, // Sender is not associated with the specified Messaging Service
  30032: SENDER, // Toll-Free Number Has Not Been Verified
  30033: SENDER, // US A2P 10DLC - Campaign Suspended
  30034: SENDER, // US A2P 10DLC - Message from an Unregistered Number
  30035: SENDER, // US A2P 10DLC - Message from a number still being configured
  30042: SENDER, // Alphanumeric Sender ID is generic or unauthorized for this account
  // One carrier, or all of them: the dictionary names causes of both kinds.
  30024: UNPROVEN, // Numeric Sender ID Not Provisioned on Carrier
};

const ACCOUNTS: Readonly<Record<number, CodeMeaning>> = {
  10001: ACCOUNT, // Account is not active
  20003: ACCOUNT, // Authentication Error
  20005: ACCOUNT, // Account not active
  20006: ACCOUNT, // Access Denied
  20008: ACCOUNT, // Resource not accessible with Test Account Credentials
  20404: ACCOUNT, // Not Found: the account in the address
  21609: ACCOUNT, // Invalid 'StatusCallback': made of PUBLIC_URL
  30002: ACCOUNT, // Account suspended
  30037: ACCOUNT, // Outbound Messaging Disabled
  30454: ACCOUNT, // Account exceeded the messages limit
  63038: ACCOUNT, // Account exceeded the daily messages limit
  90010: ACCOUNT, // Account is not active
};

/** What each code means, by its number. */
export type Codes = Readonly<Record<number, CodeMeaning>>;

/** Those of text messages. */
export const TWILIO_CODES: Codes = {
  ...NUMBERS,
  ...SOME_NUMBERS,
  ...WORDS,
  ...MOMENTS,
  ...SENDERS,
  ...ACCOUNTS,
};

const UNKNOWN: CodeMeaning = { kind: "retry", tries: UNKNOWN_TRIES, scope: "unproven" };

/** The outcome of a code; `retryAfter` as Twilio asked for (ms). A code that is not in the table is worth a few tries. */
export function outcomeOfCode(code: number, retryAfter: number | null, codes: Codes = TWILIO_CODES): DeliveryOutcome {
  const verdict = codes[code] ?? UNKNOWN;
  const why = `twilio ${code}`;
  if (verdict.kind !== "retry") return { ...verdict, why };
  const { wait, ...rest } = verdict;
  return { ...rest, why, retryAfter: wait === undefined ? retryAfter : Math.max(retryAfter ?? 0, wait) };
}
