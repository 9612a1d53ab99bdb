// How much of a body is taken: more than that is not even read.

import { problem } from "./respond.ts";
import type { MiddlewareHandler } from "hono";
import type { RouteEnv } from "./context.ts";

/** What a body holds, in pieces; null where that is more than `most` bytes. */
async function readAtMost(body: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array[] | null> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > most) return null;
    pieces.push(piece);
  }
  return pieces;
}

/** Refuses a body of more than `most` bytes with 413. One whose length is told and small needs no counting while it is read. */
export const limitedTo = (most: number): MiddlewareHandler<RouteEnv> =>
  async function limited(c, next) {
    const { raw } = c.req;
    const length = raw.headers.get("Content-Length");
    const isTold = length !== null && !raw.headers.has("Transfer-Encoding");
    if (raw.body !== null && !(isTold && Number(length) <= most)) {
      const pieces = isTold && Number(length) > most ? null : await readAtMost(raw.body, most);
      if (pieces === null) return problem(c, "too_large", `the body is larger than ${most} bytes`);
      c.req.raw = new Request(raw, { method: raw.method, body: new Blob(pieces) });
    }
    return next();
  };
