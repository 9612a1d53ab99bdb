// Parts of what happened, as people would say them: which message, which fields, whose stop.

import { casesWords, channelWords, doorWords } from "./names.ts";
import type { Told } from "./told.ts";

/** Which message it is, as far as the story still has it. */
export const which = ({ text, list }: Told): string => {
  const facts = [
    ...(text("rung") === "" ? [] : [`reminder ${text("rung")}`]),
    ...(list("cases").length === 0 ? [] : [`for ${casesWords(list("cases"))}`]),
  ];
  return facts.length === 0 ? "" : ` (${facts.join(", ")})`;
};

/** Fields, as a list for people. */
const FIELDS: Readonly<Record<string, string>> = {
  locale: "language",
  timezone: "time zone",
  preferred: "channels they want",
  labels: "names of homes",
  pushToken: "push device",
  whatsapp: "agreement to WhatsApp",
};
/** The fields that an entry names. */
export const listed = ({ list }: Told): string =>
  list("fields")
    .map((it) => FIELDS[it] ?? it.replaceAll("_", " "))
    .join(", ");

/** A stop as the journal names it, the channel in brackets where it closes no more than that. */
function stopWords(named: string): string {
  const [, by = named, channel] = /^(\w+) \((\w+)\)$/.exec(named) ?? [];
  return `${doorWords(by)}${channel === undefined ? "" : `, for ${channelWords(channel)} alone,`}`;
}

/** What keeps messages back all the same. */
export const standing = ({ list }: Told): string =>
  list("standing").length === 0
    ? ""
    : `; what was asked for ${list("standing").map(stopWords).join(" and ")} still stands`;
