// A request of Zero's as the bridge gets it.

import { askAnode } from "../../../src/flatpeak/zero/ask.ts";
import { findCall } from "../../../src/flatpeak/zero/call.ts";
import { DIRECTORY } from "../../../src/flatpeak/zero/calls.ts";
import { NOW } from "./examples.ts";
import type { Asked } from "../../../src/flatpeak/zero/ask.ts";
import type { Call, Found } from "../../../src/flatpeak/zero/call.ts";

/** The call at an address, which may have a query. Fails where there is none. */
export function foundAt(method: string, address: string): Found {
  const found = findCall(DIRECTORY, method, address.split("?")[0] ?? "");
  if (found === null) throw new Error(`no call ${method} ${address}`);
  return found;
}

export const callAt = (method: string, address: string): Call => foundAt(method, address).call;

/** What becomes of a request. A body passes through JSON, as on the wire. */
export function ask(method: string, address: string, body?: unknown, now = NOW): Asked {
  const { call, path } = foundAt(method, address);
  const query = Object.fromEntries(new URLSearchParams(address.split("?")[1] ?? ""));
  const given =
    body === undefined ? (call.body === null ? undefined : {}) : (JSON.parse(JSON.stringify(body)) as unknown);
  return askAnode(call, { path, query, body: given }, now);
}
