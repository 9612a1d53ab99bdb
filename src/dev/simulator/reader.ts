// What a message does to the person who gets it: when it is read, whether it is tapped, and what comes of the tap.

import { addDays, DAY, HOUR, instantOf, MINUTE, wallClock } from "../../core/time.ts";
import { chanceOf } from "./chance.ts";
import { leanOf } from "./leans.ts";
import type { ChannelName } from "../../core/policy.ts";
import type { Assumptions } from "./assumptions.ts";
import type { Chance } from "./chance.ts";
import type { Leaning, Leans } from "./leans.ts";

/** How often a message is tapped. By another way, it is tapped as what a company sends itself. */
const TAP_BY: Partial<Readonly<Record<ChannelName, Leaning>>> = {
  push: "tapPush",
  email: "tapEmail",
  sms: "tapSms",
};

/** From this minute of the day on it is evening. */
const EVENING = 17 * 60;
/** A message is fresh for this long before somebody's usual hour. */
const FRESH_MINUTES = 120;
const SNOOZE_MAX = 89 * DAY;

/** A message as it reaches a person. */
export interface Received {
  readonly at: number;
  readonly zone: string;
  /** The hour of the day at which who gets it sees to messages; null where they have none. */
  readonly habit: number | null;
  readonly channel: ChannelName;
  readonly rung: number;
  readonly endDateTrap: boolean;
  /** How many problems it tells of. */
  readonly cases: number;
  /** Other messages that still tire. */
  readonly recent: number;
}

/** What comes of a tap for one of the problems. */
interface Session {
  /** A Connect session is begun. */
  readonly begins: boolean;
  /** When it is finished; null where it is not. */
  readonly doneAt: number | null;
  /** It would be finished, once begun. */
  readonly finishes: boolean;
  /** It repeats the end date the contract had before. */
  readonly repeats: boolean;
}

/** Instants in ms. */
export interface Reaction {
  readonly readAt: number;
  readonly optsOut: boolean;
  readonly taps: boolean;
  /** One for each problem; without meaning where there is no tap. */
  readonly sessions: readonly Session[];
  /** Until when reminders are put off; null where they are not. */
  readonly snoozedUntil: number | null;
  /** How it leans; what is left out was not drawn. */
  readonly leans: Partial<Leans>;
}

/** When somebody reads who would at this instant: in the morning, where that is in the night. */
function awakeAt(instant: number, zone: string, late: number, { nightFrom, nightTo }: Assumptions): number {
  const { date, minuteOfDay: minute } = wallClock(instant, zone);
  if (minute < nightTo * 60) return instantOf(date, nightTo * 60, zone) + late;
  if (minute >= nightFrom * 60) return instantOf(addDays(date, 1), nightTo * 60, zone) + late;
  return instant;
}

/** The hour of the day at which a customer sees to messages; null where they have none. */
export function habitBy(chance: Chance, { hasHabit, habitEvening }: Assumptions): number | null {
  if (!chance.is(hasHabit)) return null;
  return chance.is(habitEvening) ? 18 + chance.whole(4) : 7 + chance.whole(11);
}

/** Some instant of the next such hour of the day; `at` (ms), where that lies in one. `part`: how far into the hour, from 0 to 1. */
function inHabit(at: number, zone: string, habit: number, part: number): number {
  const { date, minuteOfDay } = wallClock(at, zone);
  if (Math.floor(minuteOfDay / 60) === habit) return at;
  const isOver = minuteOfDay > habit * 60;
  return instantOf(isOver ? addDays(date, 1) : date, habit * 60, zone) + part * HOUR;
}

/** By how much the hour at which a message comes raises its taps. */
function tapsByHour({ at, zone, habit }: Received, { eveningTaps, habitTaps }: Assumptions): number {
  const { minuteOfDay } = wallClock(at, zone);
  if (habit === null) return minuteOfDay >= EVENING ? eveningTaps : 1;
  return minuteOfDay >= habit * 60 - FRESH_MINUTES && minuteOfDay < habit * 60 + 60 ? habitTaps : 1;
}

const tapBy = (channel: ChannelName): Leaning => TAP_BY[channel] ?? "tapHandoff";

/** The share of such messages that are tapped. */
function tapShare(message: Received, assumed: Assumptions): number {
  const { channel, rung, recent } = message;
  const base = assumed[tapBy(channel)] * tapsByHour(message, assumed);
  return base * assumed.tapFade ** (rung - 1) * assumed.tapFatigue ** recent;
}

/** When a message is read (ms). */
function readBy({ at, zone, habit }: Received, assumed: Assumptions, chance: Chance, beside: Chance): number {
  const wouldReadAt = at + chance.around(assumed.tapHours) * HOUR;
  const late = beside.next();
  if (habit !== null && beside.is(assumed.habitKept)) return inHabit(at, zone, habit, late);
  return awakeAt(wouldReadAt, zone, late * HOUR, assumed);
}

/** What a person does about a message. `mood` names the chance of it: the same names, the same reaction. */
export function reactionTo(message: Received, assumed: Assumptions, mood: readonly number[]): Reaction {
  const chance = chanceOf(...mood);
  const beside = chanceOf(...mood, 1);
  const readAt = readBy(message, assumed, chance, beside);
  const optOut = assumed.optOut * assumed.optOutFatigue ** message.recent;
  const optsOut = chance.is(optOut);
  const tap = tapShare(message, assumed);
  const taps = chance.is(tap);
  const sessions = Array.from({ length: message.cases }, (): Session => {
    const finishes = chance.is(assumed.repairAfterTap);
    const doneAt = readAt + chance.around(assumed.repairMinutes) * MINUTE;
    const repeats = chance.is(message.endDateTrap ? assumed.endDateTrapWarned : assumed.endDateTrap);
    const begins = !beside.is(assumed.pageBefore) || beside.is(finishes ? assumed.pageGoesOn : 1 - assumed.pageSpares);
    return { begins, finishes, doneAt: begins && finishes ? doneAt : null, repeats };
  });
  const snoozes = beside.is(assumed.snooze) && taps && sessions.every((it) => it.doneAt === null);
  const snoozedFor = Math.min(beside.around(assumed.snoozeDays) * DAY, SNOOZE_MAX);
  const byTap = leanOf(tap, taps);
  const repairs = sessions.reduce((sum, it) => sum + leanOf(assumed.repairAfterTap, it.finishes), 0);
  const leans = {
    [tapBy(message.channel)]: byTap,
    tapFade: byTap * (message.rung - 1),
    repairAfterTap: taps ? repairs : 0,
    optOut: leanOf(optOut, optsOut),
  };
  return { readAt, optsOut, taps, sessions, snoozedUntil: snoozes ? Math.ceil(readAt + snoozedFor) : null, leans };
}
