// A call of Zero's and the call of Anode's that stands for it.

import type { Field, Fields } from "./field.ts";
import type { Kind } from "./kinds.ts";

export type Method = "GET" | "POST" | "PUT";

export interface Route {
  readonly method: Method;
  /** Names in braces are filled in. */
  readonly path: string;
}

/** Why a question is refused here, before FlatPeak is asked. */
export interface Complaint {
  readonly status: 400 | 404;
  /** In the manner of FlatPeak's own, like `country_code_missing`. */
  readonly code: string;
  readonly message: string;
}

export interface Call {
  /** What it is for, in a few words. */
  readonly name: string;
  readonly zero: Route;
  /** Paths of Zero's that mean the same. */
  readonly zeroToo: readonly string[];
  readonly anode: Route;
  /** Paths to be tried where FlatPeak knows no such address: its documentation is not sure of its own. Only for what may be asked twice. */
  readonly anodeToo: readonly string[];
  /** What each name in the path of Zero's may be. */
  readonly path: Readonly<Record<string, Kind>>;
  readonly query: readonly Field[];
  /** Null where Zero sends none. */
  readonly body: readonly Field[] | null;
  /** The body is a list of such. */
  readonly isBodyList: boolean;
  /** What is wrong with the question as a whole. */
  readonly check: (question: Fields) => Complaint | null;
  readonly answer: readonly Field[];
  /** What has to be changed by hand, and what cannot be bridged: sentences for the guide. */
  readonly byHand: readonly string[];
}

type Given = Pick<Call, "name" | "zero" | "anode" | "answer"> & Partial<Call>;

/** Declares a call; what is left out is empty. */
export const call = (given: Given): Call => ({
  zeroToo: [],
  anodeToo: [],
  path: {},
  query: [],
  body: null,
  isBodyList: false,
  check: () => null,
  byHand: [],
  ...given,
});

export const refusal = (code: string, message: string, status: Complaint["status"] = 400): Complaint => ({
  status,
  code,
  message,
});

/** A call that was found by its address, with what its path says, decoded. */
export interface Found {
  readonly call: Call;
  readonly path: Fields;
}

const segmentsOf = (path: string): readonly string[] => path.split("/").filter((it) => it !== "");

/** Null where the text is no percent-encoded one. */
function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** One address of a call, in pieces. */
interface Address {
  readonly call: Call;
  readonly segments: readonly { readonly text: string; readonly name: string | null }[];
}

/** Calls by the beginning of their address, so that what is none of them is seen at once. */
export type Directory = ReadonlyMap<string, readonly Address[]>;

export function directoryOf(calls: readonly Call[]): Directory {
  const directory = new Map<string, Address[]>();
  for (const call of calls) {
    for (const path of [call.zero.path, ...call.zeroToo]) {
      const segments = segmentsOf(path).map((text) => ({ text, name: /^\{(\w+)\}$/.exec(text)?.[1] ?? null }));
      const first = segments[0]?.text ?? "";
      directory.set(first, [...(directory.get(first) ?? []), { call, segments }]);
    }
  }
  return directory;
}

function valuesAt({ segments }: Address, given: readonly string[]): Fields | null {
  if (segments.length !== given.length) return null;
  const values: Record<string, unknown> = {};
  for (const [at, { text, name }] of segments.entries()) {
    const segment = given[at] ?? "";
    if (name === null && text !== segment) return null;
    if (name !== null) values[name] = decoded(segment);
  }
  return values;
}

/** The call that stands at this address of Zero's, given without what is behind the question mark. */
export function findCall(directory: Directory, method: string, path: string): Found | null {
  const candidates = directory.get(/[^/]+/.exec(path)?.[0] ?? "") ?? [];
  if (candidates.length === 0) return null;
  const segments = segmentsOf(path);
  for (const address of candidates) {
    if (address.call.zero.method !== method) continue;
    const values = valuesAt(address, segments);
    if (values !== null) return { call: address.call, path: values };
  }
  return null;
}

/** The path with what the question says in place of its names. */
export const fillPath = (path: string, question: Fields): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(question[name])));
