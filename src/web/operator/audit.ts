// /v1/audit: who changed what, when and why.

import { readTrail } from "./change.ts";
import { cursorOf, positionIn } from "./cursor.ts";
import { problemOf, route } from "./route.ts";
import { listAudit } from "./shapes/audit.ts";
import { iso } from "./shapes/ids.ts";
import { PAGE_LENGTH } from "./shapes/list.ts";
import type { TrailPosition } from "../../objects/desk/contract.ts";

/** Where a page begins; `none` for a cursor that is not one of ours. */
function placeOf(cursor: string | undefined): TrailPosition | "none" | null {
  if (cursor === undefined) return null;
  const [at, id] = positionIn(cursor) ?? [];
  return typeof at === "number" && typeof id === "string" ? { at, id } : "none";
}

export const AUDIT_ROUTES = [
  route(listAudit, async ({ env, query: { limit = PAGE_LENGTH, cursor, about = null, who = null } }) => {
    const before = placeOf(cursor);
    if (before === "none") return problemOf("bad_request", "cursor: must be the next_cursor of a page");
    const found = await readTrail(env, { before, limit: limit + 1, about, who });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      data: page.map(({ at, requestId, ...entry }) => ({ ...entry, at: iso(at), request_id: requestId })),
      next_cursor: found.length > limit && last !== undefined ? cursorOf([last.at, last.id]) : null,
    };
  }),
];
