// What a call of /v1 is, said once: its address, who may make it, what it takes and what it answers. The router, OpenAPI, the tests and
// the typed client are made from these declarations, so nothing here may reach for what only a Worker has.

import type * as z from "zod/mini";
import { ROLES } from "../../../setup/operator.ts";
import type { Role } from "../../../setup/operator.ts";
import type { ErrorCode } from "../../http/problems.ts";

export type { Role };

export type Shape = z.ZodMiniType;
export type Fields = z.ZodMiniObject;

export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Parts that differ are written `:name`, and read by `params`. */
  readonly path: `/v1/${string}`;
  /** The least role that may make it; `anyone`: no key is asked for. */
  readonly role: Role | "anyone";
  /** A line for a list of calls. */
  readonly summary: string;
  /** What else a caller has to know, in plain sentences. */
  readonly detail?: string;
  /** What the path names. What does not fit names nothing, which is `not_found` unless `misnamed` says otherwise. */
  readonly params?: Fields;
  readonly misnamed?: "bad_request";
  /** Strings, as a query has them; a field that is an array may be given several times. A name that is not here is refused. */
  readonly query?: Fields;
  /** JSON. Left out: no body is read. */
  readonly body?: Shape;
  /** The media type of a body that `run` reads by itself, as it comes and however long it is; in place of `body`. */
  readonly stream?: string;
  /** It knows itself what was asked for under an `Idempotency-Key`; the answer is not kept for it. */
  readonly keepsKeys?: true;
  /** It changes nothing, and stands in the audit trail all the same. */
  readonly isNoted?: true;
  /** The answer of a call that went well, by its status. */
  readonly answers: Readonly<Partial<Record<200 | 201 | 202, Shape>>>;
  /** Of a call that has a 202 as well: true for an answer by which the change is not done yet, and goes on by itself. */
  readonly goesOn?: (answer: unknown) => boolean;
  /** What can go wrong beyond what can with any call (see `problemsOf`). */
  readonly problems: readonly ErrorCode[];
}

/** Declares a call; its types are kept as they are written. */
export const call = <const C extends Call>(it: C): C => it;

/** What a caller gets of a value that is never changed. */
export type Told<T> = T extends readonly (infer Element)[]
  ? readonly Told<Element>[]
  : T extends object
    ? { readonly [K in keyof T]: Told<T[K]> }
    : T;

type Read<S> = S extends Shape ? z.output<S> : undefined;
type Given<S> = S extends Shape ? z.input<S> : undefined;

/** What a call's parts are once they are read. */
export type ParamsOf<C extends Call> = Read<C["params"]>;
export type QueryOf<C extends Call> = Read<C["query"]>;
export type BodyOf<C extends Call> = Read<C["body"]>;
/** What a caller sends. */
export type GivenParams<C extends Call> = Given<C["params"]>;
export type GivenQuery<C extends Call> = Given<C["query"]>;
export type GivenBody<C extends Call> = Given<C["body"]>;
/** What is answered when all went well. */
export type AnswerOf<C extends Call> = Told<Read<C["answers"][keyof C["answers"]]>>;

/** The statuses of an answer when all went well; the first is that of a call that is done. */
export const statusesOf = ({ answers }: Call): readonly (200 | 201 | 202)[] =>
  ([200, 201, 202] as const).filter((it) => answers[it] !== undefined);

/** The status of this answer. */
export const statusOf = (it: Call, answer?: unknown): 200 | 201 | 202 =>
  it.goesOn?.(answer) === true ? 202 : (statusesOf(it)[0] ?? 200);

/** True for a call that changes something. */
export const isChange = ({ method }: Call): boolean => method !== "GET";

/** True for a call that stands in the audit trail: who asked for it, when and why. */
export const isInTrail = (it: Call): boolean => isChange(it) || it.isNoted === true;

/** True for a change that is made once under a key, and answered as before. */
export const hasKeys = (it: Call): boolean => isChange(it) && it.stream === undefined && it.keepsKeys !== true;

/** True where a role is enough for what another one may do. */
export const mayDo = (role: Role, wanted: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(wanted);

/** All that a call may answer instead, each once: what it says itself, and what may happen to any call of its kind. */
export function problemsOf(it: Call): readonly ErrorCode[] {
  const isKeyed = it.role !== "anyone";
  const all: readonly (ErrorCode | false)[] = [
    // A parameter that nobody knows, at least.
    "bad_request",
    isKeyed && "unauthorized",
    isKeyed && it.role !== "read" && "forbidden",
    it.params !== undefined && it.misnamed === undefined && "not_found",
    it.body !== undefined && "too_large",
    isKeyed && "too_many_requests",
    isKeyed && isChange(it) && "conflict",
    isKeyed && hasKeys(it) && "key_reused",
    ...it.problems,
    "unavailable",
    "configuration_incomplete",
  ];
  return [...new Set(all)].filter((code) => code !== false);
}
