// How much of a body is taken: more than that is not even read.

import { TooLong, readStart } from "../../platform/http.ts";
import { problem } from "./respond.ts";
import type { MiddlewareHandler } from "hono";
import type { RouteEnv } from "./context.ts";

/** Refuses a body of more than `most` bytes with 413. It is counted while it is read only where it does not claim to be short. */
export const limitedTo = (most: number): MiddlewareHandler<RouteEnv> =>
  async function limited(c, next) {
    const { raw } = c.req;
    const length = raw.headers.get("Content-Length");
    const hasLength = length !== null && !raw.headers.has("Transfer-Encoding");
    if (raw.body !== null && !(hasLength && Number(length) <= most)) {
      const read = hasLength && Number(length) > most ? null : await readStart(raw.body, most);
      if (read === null || read.cut?.by instanceof TooLong) {
        return problem(c, "too_large", `the body is larger than ${most} bytes`);
      }
      if (read.cut !== null) throw read.cut.by;
      c.req.raw = new Request(raw, { method: raw.method, body: new Blob([...read.pieces]) });
    }
    return next();
  };
