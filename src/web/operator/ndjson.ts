// Lists that come a line at a time and are answered a line at a time, in the order of their lines (NDJSON). Neither is ever held whole.

import { DATA, requestIdOf } from "../http/respond.ts";
import { Problem } from "./route.ts";
import type { RouteContext } from "../http/context.ts";

/** As much as any other body of an operator's; of a list that holds for each line. */
export const MAX_LINE = 64 * 1_024;
/** Lines that are worked on side by side. */
const AT_ONCE = 16;

export const NDJSON = "application/x-ndjson";

/** How a list is taken. */
export interface Taking {
  /** What becomes of a line; null for one that is longer than a line may be. Never throws. `no` counts from 1, empty lines included. */
  readonly take: (line: string | null, no: number) => Promise<object | Problem>;
  /** What must not be worked on side by side has the same name; null where the line names nothing. */
  readonly nameOf?: (line: string) => string | null;
  /** Lines that were taken before, and are passed over. */
  readonly after?: number;
  /** Lines that are taken at most; what is left is for another call. */
  readonly most?: number;
  /** The last line of the answer: whether all was taken, and up to which line; left out where nothing is said of it. */
  readonly end?: (isWhole: boolean, last: number) => object;
  /** What the log calls a list that broke off. */
  readonly brokeOff: string;
}

/** The lines of a body as they come, each without its end; null for one that is longer than a line may be. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string | null> {
  const decoder = new TextDecoder();
  let rest = "";
  let isTooLong = false;
  for await (const piece of body) {
    const parts = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      yield isTooLong || part.length > MAX_LINE ? null : part;
      isTooLong = false;
    }
    if (rest.length > MAX_LINE) [rest, isTooLong] = ["", true];
  }
  if (rest !== "" || isTooLong) yield isTooLong ? null : rest + decoder.decode();
}

/** The line of answer for a line. */
const answerOf = (line: number, it: object): object =>
  it instanceof Problem ? { line, error: { code: it.code, message: it.message } } : { line, ...it };

/** Takes the lines, and says what became of each as soon as those before it are done. */
async function takeLines(
  body: ReadableStream<Uint8Array>,
  { take, nameOf, after = 0, most = Infinity, end }: Taking,
  say: (line: object) => Promise<void>,
): Promise<void> {
  let waiting: Promise<object>[] = [];
  const names = new Set<string>();
  const flush = async (): Promise<void> => {
    for (const answer of await Promise.all(waiting)) await say(answer);
    waiting = [];
    names.clear();
  };
  let no = 0;
  let taken = 0;
  let isWhole = true;
  for await (const line of linesOf(body)) {
    if (taken >= most) {
      isWhole = line?.trim() === "";
      if (!isWhole) break;
    }
    no += 1;
    if (no <= after || line?.trim() === "") continue;
    const own = no;
    const name = line === null ? null : (nameOf?.(line) ?? null);
    // Of two lines about one of a name the later one counts.
    if (waiting.length >= AT_ONCE || (name !== null && names.has(name))) await flush();
    if (name !== null) names.add(name);
    taken += 1;
    waiting.push(take(line, own).then((it) => answerOf(own, it)));
  }
  await flush();
  if (end !== undefined) await say(end(isWhole, no));
}

/** Answers a list while it is read. */
export function answerLines(c: RouteContext, body: ReadableStream<Uint8Array>, taking: Taking): Response {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const encoder = new TextEncoder();
  const work = async (): Promise<void> => {
    const writer = writable.getWriter();
    try {
      await takeLines(body, taking, (line) => writer.write(encoder.encode(`${JSON.stringify(line)}\n`)));
      await writer.close();
    } catch (error) {
      // Whoever sent the list has gone away, or sees an answer that breaks off: sent again, nothing is done twice.
      c.get("deps").log.error(taking.brokeOff, error, { request_id: requestIdOf(c) });
      await writer.abort(error).catch(() => undefined);
    }
  };
  c.executionCtx.waitUntil(work());
  return c.body(readable, 200, { ...DATA, "Content-Type": `${NDJSON}; charset=utf-8` });
}
