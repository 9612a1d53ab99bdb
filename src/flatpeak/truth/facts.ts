// What FlatPeak says of a tariff, read field by field: one that is odd or missing takes nothing away from the others. What
// cannot be read is unknown; it is never taken for absent, nor for fine.

import { endDateIn } from "./end-date.ts";
import { instant } from "../time.ts";
import type { SlotFacts, SlotName, SlotStatus } from "../../core/case/truth.ts";

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The fields of an object; none where it is something else. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** A text without blanks around it; null where it is empty, or none. */
export function textOf(value: unknown): string | null {
  const text = typeof value === "string" ? value.trim() : "";
  return text === "" ? null : text;
}

const SLOTS: ReadonlySet<string> = new Set<SlotName>([
  "commodity_import",
  "commodity_export",
  "non_commodity_import",
  "non_commodity_export",
  "local",
]);

const isSlotName = (name: string): name is SlotName => SLOTS.has(name);

const STATUSES: ReadonlySet<string> = new Set<SlotStatus>(["CONNECTED", "NOT_CONNECTED", "ERROR", "NOT_SUPPORTED"]);

const isStatus = (word: string): word is SlotStatus => STATUSES.has(word);

/** FlatPeak's own example prints "CONNECTED " with a blank. No word for a pending connection is documented. */
function statusOf(value: unknown): SlotStatus {
  const word = (textOf(value) ?? "").toUpperCase().replaceAll(/[\s-]+/g, "_");
  if (isStatus(word)) return word;
  return /PENDING|CONNECTING|IN_?PROGRESS/.test(word) ? "PENDING" : "UNKNOWN";
}

/** `true`, and the other ways to write it; null where it is neither true nor false. */
function flagOf(value: unknown): boolean | null {
  if (value === true || value === 1 || value === "true") return true;
  return value === false || value === 0 || value === "false" ? false : null;
}

const kindOf = (value: unknown): string | null => textOf(value)?.toUpperCase() ?? null;

/** The slot of a tariff with this direction and type (FlatPeak's documentation: `COMMODITY` is the default). */
function slotOf({ direction, type }: Fields): SlotName {
  const way = kindOf(direction)?.toLowerCase();
  if (way === "local") return "local";
  const slot = `${(kindOf(type) ?? "COMMODITY").toLowerCase()}_${way ?? ""}`;
  return isSlotName(slot) ? slot : "unknown";
}

/** Something stands there that cannot be read: it may be any tariff. */
const UNREADABLE: SlotFacts = {
  slot: "unknown",
  status: "UNKNOWN",
  connectionType: null,
  tariffId: null,
  contractEndDate: null,
  endDateUnread: true,
};

/** FlatPeak is still connecting, and tells of nothing else until then. */
export const PENDING: SlotFacts = { ...UNREADABLE, status: "PENDING" };

/** One slot of `GET /locations/{id}/status`, or of `tariff_status` on the location, where it is a bare word. */
function readSlot(name: string, given: unknown, zone: string): SlotFacts {
  const slot = isSlotName(name) ? name : "unknown";
  if (!isFields(given)) return { ...UNREADABLE, slot, status: statusOf(given) };
  const tariff = fieldsOf(given["tariff"]);
  const end = endDateIn(tariff["contract_end_date"] ?? given["contract_end_date"], zone);
  return {
    slot,
    status: statusOf(given["status"]),
    connectionType: kindOf(given["connection_type"]),
    tariffId:
      textOf(tariff["id"]) ?? textOf(tariff["tariff_id"]) ?? textOf(given["tariff_id"]) ?? textOf(given["tariff"]),
    contractEndDate: end.date,
    endDateUnread: end.unread || (end.date === null && !isFields(given["tariff"])),
    supplier: textOf(fieldsOf(given["provider"])["id"]),
  };
}

/** The slots of a `tariff_status`; null where there is none. A slot that FlatPeak leaves empty is left out. */
export function readSlots(body: unknown, zone: string): readonly SlotFacts[] | null {
  const given = fieldsOf(body)["tariff_status"];
  if (!isFields(given)) return null;
  return Object.entries(given).flatMap(([name, it]) =>
    it === null || it === undefined ? [] : readSlot(name, it, zone),
  );
}

/** One of a location's `tariff_elements`: an object in the oldest and the newest accounts, a bare id in the others. */
export function readElement(given: unknown, zone: string): SlotFacts {
  if (!isFields(given)) return { ...UNREADABLE, tariffId: textOf(given) };
  const end = endDateIn(given["contract_end_date"], zone);
  const failed = flagOf(given["fetch_failed"]);
  const said = statusOf(given["status"]);
  return {
    slot: slotOf(given),
    status: failed === true ? "ERROR" : said === "UNKNOWN" && failed === false ? "CONNECTED" : said,
    connectionType: kindOf(given["connection_type"]),
    tariffId: textOf(given["tariff_id"]) ?? textOf(given["id"]),
    contractEndDate: end.date,
    endDateUnread: end.unread,
    supplier: textOf(given["provider_id"]),
    readAt: instant(given["last_update_time"]),
  };
}

/** A location's `tariff_elements`; none where it has no such field. */
export function readElements(body: unknown, zone: string): readonly SlotFacts[] {
  const given = fieldsOf(body)["tariff_elements"];
  if (given === undefined || given === null) return [];
  return Array.isArray(given) ? given.map((it: unknown) => readElement(it, zone)) : [UNREADABLE];
}
