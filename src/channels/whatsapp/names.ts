// What our wordings are called. The words themselves stand with all others; a test holds the two together.

/** What a message can be about. */
export const MATTERS = [
  "expiring",
  "trap",
  "expired",
  "fetch_failed",
  "upgrade",
  "invitation",
  "several",
  "several_expiring",
  "several_upgrade",
] as const;
/** Those that tell a date, and have a wording for when none is known. */
const DATED: readonly string[] = ["expiring", "trap"];

export const TEMPLATE_NAMES: readonly string[] = MATTERS.flatMap((matter) =>
  ["first", "again"].flatMap((stage) => [
    `${matter}_${stage}`,
    ...(DATED.includes(matter) ? [`${matter}_${stage}_soon`] : []),
  ]),
);
