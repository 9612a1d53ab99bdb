// What a request says, read by the shapes of the call that it makes; or what is wrong with it.

import { problemOf } from "./route.ts";
import { complaintOf } from "./shapes/complaint.ts";
import { TooLong, readStart } from "../../platform/http.ts";
import { jsonOf } from "../../platform/json.ts";
import type { RouteContext } from "../http/context.ts";
import type { Problem } from "./route.ts";
import type { Call, Fields, Shape } from "./shapes/call.ts";

/** What an operator sends is a few hundred bytes, or the names of fifty homes. */
const MAX_BODY_BYTES = 64 * 1_024;
/** Addresses of ours are shorter by far. */
const MAX_URL = 4_000;

/** What was read; `bytes` are those of the body, as they came. */
export interface Read {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const NOTHING = new Uint8Array();

/** What a field is, without that it may be left out. */
function isArray(shape: Shape): boolean {
  const { def } = shape._zod;
  if (def.type === "array") return true;
  return "innerType" in def && isArray(def.innerType as Shape);
}

/** A query as its shape wants it: of what may be given several times a list, of everything else a string. */
function queryIn(c: RouteContext, query: Fields | undefined): Readonly<Record<string, unknown>> | string {
  if (c.req.url.length > MAX_URL) return "the address is too long";
  const shape = query?._zod.def.shape ?? {};
  const read: Record<string, unknown> = {};
  for (const [name, values] of Object.entries(c.req.queries())) {
    const field = Object.hasOwn(shape, name) ? (shape[name] as Shape) : null;
    if (field === null) return `a parameter is not known; there are: ${Object.keys(shape).join(", ") || "none"}`;
    if (isArray(field)) read[name] = values;
    else if (values.length === 1) read[name] = values[0];
    else return `${name}: may be given once`;
  }
  return read;
}

/** The bytes of the body; null where they are too many. */
async function bytesOf({ raw }: RouteContext["req"]): Promise<Uint8Array<ArrayBuffer> | null> {
  if (raw.body === null) return NOTHING;
  const { pieces, cut } = await readStart(raw.body, MAX_BODY_BYTES);
  if (cut === null) return new Uint8Array(await new Blob([...pieces]).arrayBuffer());
  if (cut.by instanceof TooLong) return null;
  throw cut.by;
}

/** Reads a request by the declaration of its call. Nothing is changed by it. */
export async function readAsked(
  c: RouteContext,
  call: Call,
  params: Readonly<Record<string, string>>,
): Promise<Read | Problem> {
  const named = call.params?.safeParse(params);
  if (named?.success === false)
    return problemOf(call.misnamed ?? "not_found", named.error.issues[0]?.message ?? "there is nothing here");
  const given = queryIn(c, call.query);
  if (typeof given === "string") return problemOf("bad_request", given);
  const query = call.query?.safeParse(given);
  if (query?.success === false) return problemOf("bad_request", complaintOf(query.error, given));
  const read = { params: named?.data, query: query?.data };
  if (call.body === undefined) return { ...read, body: undefined, bytes: NOTHING };
  const bytes = await bytesOf(c.req);
  if (bytes === null) return problemOf("too_large", `the body is larger than ${MAX_BODY_BYTES} bytes`);
  const json = bytes.length === 0 ? undefined : (jsonOf(new TextDecoder().decode(bytes)) ?? null);
  const body = call.body.safeParse(json);
  if (!body.success) return problemOf("bad_request", complaintOf(body.error, json ?? null));
  return { ...read, body: body.data, bytes };
}
