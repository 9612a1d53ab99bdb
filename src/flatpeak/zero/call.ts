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

function valuesIn(path: string, segments: readonly string[]): Fields | null {
  const pattern = segmentsOf(path);
  if (pattern.length !== segments.length) return null;
  const values: Record<string, unknown> = {};
  for (const [at, part] of pattern.entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    const segment = segments[at] ?? "";
    if (name === undefined && part !== segment) return null;
    if (name !== undefined) values[name] = decoded(segment);
  }
  return values;
}

/** The call among `calls` that stands at this address of Zero's, given without what is behind the question mark. */
export function findCall(calls: readonly Call[], method: string, path: string): Found | null {
  const segments = segmentsOf(path);
  for (const it of calls) {
    if (it.zero.method !== method) continue;
    for (const known of [it.zero.path, ...it.zeroToo]) {
      const values = valuesIn(known, segments);
      if (values !== null) return { call: it, path: values };
    }
  }
  return null;
}

/** The path with what the question says in place of its names. */
export const fillPath = (path: string, question: Fields): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(question[name])));
