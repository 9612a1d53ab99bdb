// Said on the first page: which ways out are closed, since whoever waits for one needs nobody's action and stands in no list.

import { gateOf } from "../../objects/rooms.ts";
import { reportWays } from "../../objects/ways.ts";
import { wayWords } from "./words/names.ts";
import type { RouteContext } from "../http/context.ts";

/** The ways out that are closed, FlatPeak first, in words. */
export async function closedWays(c: RouteContext): Promise<readonly string[]> {
  const [flatpeak, ways] = await Promise.all([
    gateOf(c.env, "flatpeak").report(),
    reportWays(c.env, c.get("deps").config),
  ]);
  const reports = [{ way: "flatpeak", closed: flatpeak.closed }, ...ways];
  return reports.flatMap(({ way, closed }) => (closed === null ? [] : wayWords(way)));
}

export const Closed = ({ ways }: { ways: readonly string[] }) =>
  ways.length === 0 ? null : (
    <p class="notice" role="status">
      Closed, and what goes that way waits: {ways.join(", ")}. <a href="/operator/health">Health says why</a>.
    </p>
  );
