// Texts that others wrote, as they can be shown and sent: on one line, nothing unseen, no longer than there is room.

import { FACT_MAX } from "../../../text/template.ts";

/** `text` on one line without control or unseen characters, cut to `max` characters. */
export function plainText(text: string, max = FACT_MAX): string {
  const line = text
    .replace(/\s+/gu, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, "")
    .trim();
  const letters = Array.from(line);
  return letters.length > max ? `${letters.slice(0, max - 1).join("")}…` : line;
}
