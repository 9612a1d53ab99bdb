// The facts of an entry, as its words need them.

import type { Fact } from "../../../objects/customer/contract.ts";

/** An instant as ISO 8601 -> as a person reads it. */
export type Clock = (iso: string) => string;

export interface Told {
  /** A fact as text; empty where there is none. */
  readonly text: (name: string) => string;
  /** A fact that tells of several things; empty where there is none. */
  readonly list: (name: string) => readonly string[];
  /** The fact `until` as a person reads it; null where there is none. */
  readonly until: string | null;
}

type Detail = Readonly<Record<string, Fact>>;

const listOf = (fact: Fact): readonly string[] =>
  fact === null || fact === "" ? [] : typeof fact === "object" ? fact.map(String) : String(fact).split(",");

export function toldOf(detail: Detail, clock: Clock): Told {
  const { until = null } = detail;
  return {
    text: (name) => String(detail[name] ?? ""),
    list: (name) => listOf(detail[name] ?? null),
    until: typeof until === "string" ? clock(until) : null,
  };
}

/** A clock in a zone of the tz database, which is named beside each time; in UTC where none is known. */
export function clockIn(zone: string | null): Clock {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone ?? "UTC",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
  return (iso) => format.format(new Date(iso));
}
