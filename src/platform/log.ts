// The log: one JSON line per event. Facts only, chosen by the caller; an error's message is kept out, since it may quote
// what a customer or a provider sent.

/** One line per event; values are facts already fit to be read by an operator. */
export interface Log {
  info(what: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
  error(what: string, error: unknown, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
}

/** Where it broke. A message may run over several lines, so only lines that are frames are kept. */
const framesOf = (error: Error): string =>
  (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .join("\n");

/** Writes to the console, which Cloudflare collects. */
export const consoleLog: Log = {
  info(what, facts = {}) {
    // oxlint-disable-next-line no-console -- this is the one place that writes
    console.log(JSON.stringify({ what, ...facts }));
  },
  error(what, error, facts = {}) {
    // What is told of without anything thrown has no name of an error.
    const broke = error instanceof Error ? { error: error.name, stack: framesOf(error) } : { error: typeof error };
    // oxlint-disable-next-line no-console -- this is the one place that writes
    console.error(JSON.stringify({ what, ...(error === null ? {} : broke), ...facts }));
  },
};
