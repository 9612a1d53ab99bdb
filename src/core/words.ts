// What a message says. Neutral service wording: who writes, what is wrong, what to do. No name, address or price, since
// a phone number may have a new owner.

import type { Reason } from "./reason.ts";
import type { CivilDate } from "./time.ts";

export interface Wording {
  readonly brand: string;
  readonly reason: Reason;
  /** How many tariffs the message covers. */
  readonly count: number;
  readonly rung: number;
  readonly endDateTrap: boolean;
  readonly contractEndDate: CivilDate | null;
  readonly link: string;
}

export interface Message {
  readonly subject: string;
  /** Plain text, the link whole and last. */
  readonly text: string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function shortDate(date: CivilDate): string {
  const [, month = "", day = ""] = date.split("-");
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? ""}`;
}

function subjectOf({ reason, count }: Wording): string {
  if (count > 1) return `${count} of your energy tariffs need attention`;
  switch (reason) {
    case "expiring":
      return "Your energy contract is about to end";
    case "expired":
      return "Your energy tariff has ended";
    case "fetch_failed":
      return "Your energy tariff can no longer be read";
    case "upgrade":
      return "A better connection for your energy tariff";
  }
}

function sentenceOf({ reason, count, rung, endDateTrap, contractEndDate }: Wording): string {
  if (count > 1) return `${count} of your energy tariffs need attention. See which and reconnect:`;
  const first = rung <= 1;
  switch (reason) {
    case "expiring": {
      if (endDateTrap) return "the date we have is when your old contract ends. Please enter your NEW contract:";
      const when = contractEndDate === null ? "soon" : `on ${shortDate(contractEndDate)}`;
      return `your energy contract ends ${when}. Have your new contract? Add its details:`;
    }
    case "expired":
      return first
        ? "your energy tariff has ended. Reconnect it, so that charging keeps to the right hours:"
        : "your energy tariff still needs reconnecting, so that charging keeps to the right hours:";
    case "fetch_failed":
      return first
        ? "we cannot read your energy tariff any more. Please connect your supplier again:"
        : "we still cannot read your energy tariff. Please connect your supplier again:";
    case "upgrade":
      return "your supplier can now be connected directly, so prices stay right by themselves:";
  }
}

/** The words of one message, in English. The same facts always give the same words. */
export function wordsFor(wording: Wording): Message {
  return {
    subject: `${wording.brand}: ${subjectOf(wording)}`,
    text: `${wording.brand}: ${sentenceOf(wording)} ${wording.link}`,
  };
}
