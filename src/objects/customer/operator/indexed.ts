// What the fleet's index says of a customer whose own storage cannot be read.

import { REASONS } from "../../../core/case/reason.ts";
import { rowsOf } from "../../fleet/replace.ts";
import type { CaseEnd } from "../../../core/case/problem.ts";
import type { Trail } from "../../../core/fleet/facts.ts";
import type { Indexed, Opened, Trodden } from "../../../core/person/indexed.ts";
import type { Workplace } from "../workplace.ts";

type Rows = readonly Readonly<Record<string, unknown>>[];

/** What the index says, for a customer whose own storage cannot; nothing where there is none, or it cannot be read. */
export async function indexedOf({ env, deps, customerId }: Workplace): Promise<Indexed> {
  const nothing = { cases: [], notifications: [] };
  try {
    return indexedIn(env.FLEET === undefined ? nothing : await rowsOf(env.FLEET, customerId));
  } catch (error) {
    deps.log.error("restore_without_since", error);
    return indexedIn(nothing);
  }
}

const numbersIn = (cases: unknown): readonly number[] => String(cases).split(",").filter(Boolean).map(Number);

const DECIDED: readonly unknown[] = ["disconnected", "handed_over", "moved", "withdrawn", "closed"] satisfies CaseEnd[];
const isDecided = (how: unknown): how is CaseEnd => DECIDED.includes(how);

const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** A case that is open by its row; null for one that is over, and for an invitation, of which a row says too little. */
function openedIn(row: Rows[number]): Opened | null {
  const reason = REASONS.find((it) => it === row["reason"]);
  if (row["state"] !== "open" || reason === undefined || reason === "invitation") return null;
  const [experiment, name] = [textOrNull(row["experiment"]), textOrNull(row["arm"])];
  return {
    ...(experiment === null || name === null ? {} : { arm: { experiment, name } }),
    no: Number(row["no"]),
    tariffId: String(row["tariff"]),
    locationId: String(row["location"]),
    reason,
    contractEndDate: textOrNull(row["contract_end"]),
    openedAt: Number(row["opened_at"]),
    dueAt: Number(row["due_at"]),
  };
}

const TRAIL = {
  toldAt: "told_at",
  rung: "rung",
  channel: "channel",
  language: "language",
  pageAt: "page_at",
  onwardAt: "onward_at",
  continuesAt: "continues_at",
  sessionAt: "session_at",
  supplier: "supplier",
} satisfies Readonly<Record<Exclude<keyof Trail, "taps">, string>>;

/** How far a case came. Taps are there without the message that each followed: they are numbered. */
function troddenIn(row: Rows[number]): Trodden {
  const known = Object.entries(TRAIL).flatMap(([name, column]) => {
    const value = row[column] ?? null;
    return value === null ? [] : [[name, value] as const];
  });
  const taps = (textOrNull(row["taps"]) ?? "").split(",").filter(Boolean);
  const trail = Object.fromEntries(known) as Trail;
  const tappedAt = typeof row["tapped_at"] === "number" ? row["tapped_at"] : null;
  if (taps.length === 0) return { trail, tappedAt };
  return { trail: { ...trail, taps: taps.map((at, nth) => ({ told: nth + 1, at: Number(at) })) }, tappedAt };
}

/** The same from the rows of its tables. */
export function indexedIn({ cases, notifications }: { readonly cases: Rows; readonly notifications: Rows }): Indexed {
  const out = notifications.filter((it) => typeof it["called_at"] === "number");
  const told = out.filter((it) => it["kind"] === "notify");
  const rungs: Record<number, number> = {};
  for (const { cases: numbers, rung } of told) {
    for (const no of numbersIn(numbers)) rungs[no] = Math.max(rungs[no] ?? 0, Number(rung));
  }
  const ends: Record<number, { how: CaseEnd; at: number }> = {};
  for (const it of out.filter(({ kind }) => kind === "confirm")) {
    for (const no of numbersIn(it["cases"])) ends[no] = { how: "repaired", at: Number(it["called_at"]) };
  }
  for (const { no, state, ended_at: at } of cases) {
    if (isDecided(state)) ends[Number(no)] = { how: state, at: Number(at) };
  }
  const open = cases.flatMap((it) => openedIn(it) ?? []);
  const trails = Object.fromEntries(cases.map((it) => [Number(it["no"]), troddenIn(it)]));
  return { sentAt: told.map((it) => Number(it["called_at"])), rungs, ends, trails, open };
}
