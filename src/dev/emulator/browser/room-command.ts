// What the panels of the control room are given to act with. Types only.

/** Sends one of the commands below `/_dev/`, and draws what came of it. */
export type Command = (
  name: "clock" | "contact" | "faults" | "repair" | "reply" | "tariff" | "trigger",
  body: Readonly<Record<string, string | number>>,
) => Promise<void>;

/** Codes with the words for each, in the order in which they are offered. */
export type Words<Code extends string> = readonly (readonly [code: Code, words: string])[];

/** How a tariff's price is made, as far as the control room offers it. */
export type Structure = "FIXED" | "TIME_OF_DAY" | "MARKET";
