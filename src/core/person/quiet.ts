// What a customer may ask for about one tariff of several: no reminder of it before a day, or none any more. It silences that tariff and
// only that one; of the others they hear as before.

import { oweAgain } from "../case/ladder.ts";
import { isUnsent } from "../message/notification.ts";
import { withdrawCase } from "../message/withdraw.ts";
import { isOpen, tariffOf } from "../read.ts";
import { wallClock } from "../time.ts";
import { homeZone } from "./snooze.ts";
import type { Case } from "../state.ts";
import type { Turn } from "../turn.ts";

export interface QuietWish {
  readonly tariffId: string;
  /** No reminder before this (ms); with null, as before. */
  readonly wish: number | "stopped" | null;
  /** What the link is called that it was said by; null where by none of ours. */
  readonly link: string | null;
}

/** Takes a case out of what is not out yet. Nobody was told of it then: where the stop is taken back, its reminder is still owed. */
function takeOut(turn: Turn, it: Case): void {
  const isUntold = turn.state.notifications.some(
    (n) => n.kind === "notify" && isUnsent(n) && n.mayHaveArrivedAt === null && n.caseNos.includes(it.no),
  );
  if (isUntold) turn.putCase(oweAgain(it, turn.now));
  withdrawCase(turn, it.no, "tariff_stopped");
}

/** Notes the wish, which holds from this moment on. The same again changes nothing, and says nothing. */
export function quietTariff(turn: Turn, { tariffId, wish, link }: QuietWish): void {
  const { state } = turn;
  const tariff = tariffOf(state, tariffId);
  const before = tariff.quiet === null || tariff.quiet === "stopped" ? tariff.quiet : tariff.quiet.until;
  if (before === wish) return;
  const quiet = typeof wish === "number" ? { until: wish, day: wallClock(wish, homeZone(state)).date } : wish;
  turn.putTariff({ ...tariff, quiet });
  const until = wish === "stopped" ? null : wish;
  if (wish === null) turn.note("tariff_heard_again", { tariff: tariffId, link });
  else turn.note("tariff_quieted", { tariff: tariffId, until, link });
  const own = state.cases.filter((it) => isOpen(it) && it.tariffId === tariffId);
  // Their lines in the fleet's index say whether anybody wants to hear of them.
  turn.putCases(own.map((it) => ({ ...it })));
  if (wish === "stopped") for (const it of own) takeOut(turn, it);
}

/** FlatPeak has another tariff in the place of one that a case is about: what was asked for about it holds for that one. */
export function passQuietOn(turn: Turn, from: string, to: string | null): void {
  const { quiet } = tariffOf(turn.state, from);
  if (quiet === null || to === null || to === from) return;
  const tariff = tariffOf(turn.state, to);
  if (tariff.quiet === null) turn.putTariff({ ...tariff, quiet });
}
