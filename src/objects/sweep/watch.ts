// Looks for trouble that only shows over all: FlatPeak silent or gone, a way out that is far behind, cron back again.

import { CRON_LATE_MS } from "../../core/sweep/plan.ts";
import { HOUR, MINUTE } from "../../core/time.ts";
import { reportBacklogs, reportWays } from "../ways.ts";
import type { TroubleFacts, TroubleType, TroubleWord } from "../../core/alert/troubles.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";
import type { WayBacklog } from "../ways.ts";
import type { SweepReport } from "./contract.ts";

/** A crowd at a provider that is slow takes some minutes, and is no trouble. */
const BEHIND_MS = 30 * MINUTE;
const DOWN_MS = HOUR;

type Word = Omit<TroubleWord, "at">;

const word = (isThere: boolean, key: string, type: TroubleType, facts: TroubleFacts): Word => ({
  isThere,
  key,
  type,
  facts,
});

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** How things stand when the sweep has run, in words about troubles: of each that it is there, or that it is not. */
export async function lookForTrouble(env: Env, { config, now }: Deps, report: SweepReport): Promise<readonly Word[]> {
  const { cronAt, failingSince, lastEventAt, passes, silent } = report;
  const why = passes.find(({ failing }) => failing !== null)?.failing?.why ?? null;
  const isDown = failingSince !== null && now() - failingSince >= DOWN_MS;
  const isLate = cronAt !== null && now() - cronAt >= CRON_LATE_MS;
  return [
    word(silent, "silence", "flatpeak.silent", { last_event_at: iso(lastEventAt) }),
    word(isDown, "list", "flatpeak.down", { why }),
    word(isLate, "cron", "cron.late", { last_at: iso(cronAt) }),
    ...(await backlogs(env, config)),
  ];
}

/** Who waits before a way that is closed is told of by that. */
async function backlogs(env: Env, config: Deps["config"]): Promise<readonly Word[]> {
  const [behind, ways] = await Promise.all([reportBacklogs(env, config), reportWays(env, config)]);
  return backlogWords(behind, new Set(ways.flatMap((it) => (it.closed === null ? [] : [it.way]))));
}

/** What is said of ways that are far behind. `closed`: those that are told of by that. */
export function backlogWords(behind: readonly WayBacklog[], closed: ReadonlySet<string>): readonly Word[] {
  return behind.map(({ way, oldest, late }) => {
    const most = Math.max(oldest ?? 0, late ?? 0);
    const isBehind = most >= BEHIND_MS && !closed.has(way);
    return word(isBehind, `late_${way}`, "backlog", { channel: way, minutes: Math.round(most / MINUTE) });
  });
}
