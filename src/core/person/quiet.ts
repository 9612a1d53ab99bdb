// What a customer may ask for about one tariff of several: no reminder of it before a day, or none any more. It silences that tariff and
// only that one; of the others they hear as before.

import { oweAgain } from "../case/ladder.ts";
import { isUnsent } from "../message/notification.ts";
import { withdrawCase } from "../message/withdraw.ts";
import { isOpen, tariffOf } from "../read.ts";
import { wallClock } from "../time.ts";
import { homeZone } from "./snooze.ts";
import { nameOf } from "./optout.ts";
import type { Consent } from "./optout.ts";
import type { Case } from "../state.ts";
import type { Turn } from "../turn.ts";

export interface QuietWish {
  readonly tariffId: string;
  /** No reminder before this (ms); with null, as before. */
  readonly wish: number | "stopped" | null;
  /** What the link is called that it was said by; null where the company says it. */
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

/** What the record of consent says of a stop of one tariff, or of its end. */
const consentTo = ({ state, now }: Turn, { tariffId, wish, link }: QuietWish): Consent => ({
  at: now,
  to: wish === "stopped" ? "stopped" : "resumed",
  by: link === null ? "company" : "page",
  door: link === null ? "api" : "link",
  only: null,
  tariff: tariffId,
  address: null,
  link,
  standing: state.contact.stops.map(nameOf),
});

/** Notes the wish, which holds from this moment on. The same again changes nothing, and says nothing. */
export function quietTariff(turn: Turn, { tariffId, wish, link }: QuietWish): void {
  const { state } = turn;
  const tariff = tariffOf(state, tariffId);
  const before = tariff.quiet === null || tariff.quiet === "stopped" ? tariff.quiet : tariff.quiet.until;
  if (before === wish) return;
  const quiet = typeof wish === "number" ? { until: wish, day: wallClock(wish, homeZone(state)).date } : wish;
  turn.putTariff({ ...tariff, quiet });
  const until = wish === "stopped" ? null : wish;
  const consent = wish === "stopped" || before === "stopped" ? consentTo(turn, { tariffId, wish, link }) : undefined;
  if (wish === null) turn.note("tariff_heard_again", { tariff: tariffId, link }, consent);
  else turn.note("tariff_quieted", { tariff: tariffId, until, link }, consent);
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
