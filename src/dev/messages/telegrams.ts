// How often an SMS is sent in its short form, since the sentence does not fit into one text message.

import { customTexts } from "../../text/custom.ts";
import { wordsFor } from "../../text/message.ts";
import { allWordings, sampleOf } from "./all.ts";
import type { Sample } from "./all.ts";
import type { CustomTexts } from "../../text/custom.ts";
import type { Language } from "../../text/language.ts";
import type { Wording } from "../../text/message.ts";

/** A brand of 11 letters, as long as a sender's name gets, and a link of 60 characters. */
const LONG = sampleOf("B".repeat(11), `https://${"g".repeat(19)}`);

/** A sign that no text of ours has. */
const MARK = "¤";

/** One day with a long name in each half of the year, the last of summer among them. */
const DAYS = ["2026-02-28", "2026-09-28"];

/** The SMS of a language, and those of them that are sent in their short form beside the brand and the link of a sample. */
export function telegramsIn(
  language: Language,
  sample: Sample = LONG,
): { readonly all: number; readonly short: readonly Wording[] } {
  const wordings = DAYS.flatMap((contractEndDate) => allWordings(language, { ...sample, contractEndDate })).filter(
    ({ channel }) => channel === "sms",
  );
  const matters = ["expiring", "trap", "expired", "fetch_failed", "upgrade", "invitation"] as const;
  const several = ["several", "several_expiring", "several_upgrade"] as const;
  const marked: CustomTexts = {
    [language]: {
      ...customTexts[language],
      ...Object.fromEntries(
        [...matters, ...several].map((it) => [`sms.${it}.short`, `{brand}: ${MARK} {link} {stop}`]),
      ),
    },
  };
  return { all: wordings.length, short: wordings.filter((it) => wordsFor(it, marked).text.includes(MARK)) };
}
