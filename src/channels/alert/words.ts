// An alert in words, for whoever keeps this running: what is wrong, since when, what it means for customers. English, as all that an
// operator reads.

import { MINUTE } from "../../core/time.ts";
import type { Alert, TroubleFacts, TroubleType } from "../../core/alert/troubles.ts";

/**
 * A fact as it is written, on one line: subjects of mails have no other. Without what turns the text around it, and whole characters only. A
 * longer one than any of ours says nothing more.
 */
const said = (value: string | number | null | undefined): string =>
  Array.from(String(value ?? "unknown").replaceAll(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, " "))
    .slice(0, 120)
    .join("");

/** Those behind which no provider stands, but the company itself. */
const OWN: readonly string[] = ["handoff", "contact_lookup"];

/** What is wrong, and what follows from it. */
const THERE: Readonly<Record<TroubleType, (facts: TroubleFacts) => string>> = {
  "supplier.outage": ({ supplier, customers, suppliers = null, named }) =>
    suppliers === null
      ? `Supplier ${said(supplier)} cannot be read for ${said(customers)} customers or more. They are told nothing of it until it is over.`
      : `${said(suppliers)} suppliers cannot be read, ${said(named)} among them. So many at once are seldom the suppliers' own trouble. Their customers are told nothing of it until it is over.`,
  "channel.closed": ({ channel, why }) =>
    `${said(channel)} is closed: ${said(why)}. ${channel === "contact_lookup" ? "What needs an address of it waits, and goes" : "Its messages wait, and go"} when ${OWN.includes(String(channel)) ? "your backend" : "the provider"} takes us again.`,
  "account.refused": ({ why }) =>
    `FlatPeak refuses our account: ${said(why)}. No repair can be seen and no link can sign in until it takes us again.`,
  "flatpeak.silent": ({ last_event_at: at }) =>
    `FlatPeak has had nothing to tell since ${said(at)}. See whether tariffs are still with this account.`,
  "flatpeak.down": ({ why }) =>
    `FlatPeak does not list its events: ${said(why)}. What its webhooks bring is taken in all the same.`,
  backlog: ({ channel, minutes }) => `Messages and questions by ${said(channel)} are ${said(minutes)} minutes late.`,
  "cron.late": ({ last_at: at }) =>
    `Cron last came at ${said(at)}, and is to come every fifteen minutes. Look at [triggers] in wrangler.toml.`,
};

/** What was wrong, in a few words. */
const TITLES: Readonly<Record<TroubleType, (facts: TroubleFacts) => string>> = {
  "supplier.outage": ({ supplier, suppliers = null }) =>
    suppliers === null ? `outage of supplier ${said(supplier)}` : `outage of ${said(suppliers)} suppliers`,
  "channel.closed": ({ channel }) => `${said(channel)} closed`,
  "account.refused": () => "FlatPeak refuses our account",
  "flatpeak.silent": () => "FlatPeak silent",
  "flatpeak.down": () => "FlatPeak does not answer",
  backlog: ({ channel }) => `${said(channel)} late`,
  "cron.late": () => "cron late",
};

/** Which deployment it is about. */
export interface Place {
  readonly brand: string;
  readonly publicUrl: string;
  readonly isTest: boolean;
}

export interface AlertWords {
  readonly subject: string;
  /** Plain text, several lines. */
  readonly text: string;
}

const SIGNS = { there: "Trouble", still: "Still", over: "Over" } as const;
const minute = (at: number): string => `${new Date(Math.floor(at / MINUTE) * MINUTE).toISOString().slice(0, 16)}Z`;

export function alertWords({ what, type, facts, since, at }: Alert, { brand, publicUrl, isTest }: Place): AlertWords {
  const subject = `[${brand}${isTest ? ", test" : ""}] ${SIGNS[what]}: ${TITLES[type](facts)}`;
  const isOfMany = typeof facts["named"] === "string";
  const over = isOfMany
    ? `${said(facts["named"])} are among them. The first began at ${minute(since)}; all were seen to be over by ${minute(at)}.`
    : `It began at ${minute(since)} and was seen to be over by ${minute(at)}.`;
  const body = what === "over" ? over : THERE[type](facts);
  const lasting = isOfMany ? `The first has lasted since ${minute(since)}.` : `It has lasted since ${minute(since)}.`;
  return {
    subject,
    text: [body, ...(what === "still" ? [lasting] : []), `${type}: ${publicUrl}/operator/health`].join("\n"),
  };
}

/** An alert that is none, for whoever wants to see where alerts arrive. */
export const testWords = ({ brand, publicUrl, isTest }: Place): AlertWords => ({
  subject: `[${brand}${isTest ? ", test" : ""}] Test alert: nothing is wrong`,
  text: `Somebody who runs this asked for it. Trouble is told here.\ntest alert: ${publicUrl}/operator/health`,
});
