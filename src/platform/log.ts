// The log: one JSON line per event. Facts only, chosen by the caller; an error's message is kept out, since it may quote
// what a customer or a provider sent.

import type { Log } from "../core/ports.ts";

/** Writes to the console, which Cloudflare collects. */
export const consoleLog: Log = {
  info(what, facts = {}) {
    // oxlint-disable-next-line no-console -- this is the one place that writes
    console.log(JSON.stringify({ what, ...facts }));
  },
  error(what, error, facts = {}) {
    const name = error instanceof Error ? error.name : typeof error;
    const stack = error instanceof Error ? (error.stack?.split("\n").slice(1, 6).join("\n") ?? null) : null;
    // oxlint-disable-next-line no-console -- this is the one place that writes
    console.error(JSON.stringify({ what, error: name, stack, ...facts }));
  },
};
