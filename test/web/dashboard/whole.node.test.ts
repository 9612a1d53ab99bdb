// An export that comes in parts is one file.

import { expect, it } from "vitest";
import { Problem } from "../../../src/web/operator/route.ts";
import { wholeOf } from "../../../src/web/dashboard/whole.ts";
import type { Part } from "../../../src/web/dashboard/whole.ts";

const partOf = (name: string, next: string | null): Part => ({
  customer_id: "cus_1",
  customer: null,
  stand_ins: [],
  invitations: [],
  homes: [{ location_id: name, told_at: null, held: [name] }],
  numbers: [{ name, since: "2026-01-01T00:00:00.000Z", stopped_at: null }],
  journeys: [{ head: { name }, steps: [] }],
  suppliers: [{ supplier: name, seen_at: "2026-01-01T00:00:00.000Z" }],
  quarantine: [],
  put_aside: [name],
  index: [{ name }],
  next_cursor: next,
});

const PARTS: Readonly<Record<string, Part>> = { "": partOf("a", "b"), b: partOf("b", "c"), c: partOf("c", null) };
const partAt = (cursor: string | null): Part => PARTS[cursor ?? ""] ?? partOf("none", null);

it("holds what each part does, in their order", async () => {
  const whole = await wholeOf((cursor) => Promise.resolve(partAt(cursor)));
  if (whole instanceof Problem) throw new Error(whole.message);
  expect(whole.next_cursor).toBeNull();
  expect(whole.homes.map(({ location_id: id }) => id)).toEqual(["a", "b", "c"]);
  const lists = [whole.numbers, whole.journeys, whole.suppliers, whole.put_aside, whole.index];
  expect(lists.map((list) => list.length)).toEqual([3, 3, 3, 3, 3]);
});

it("is no file where a part of it is missing", async () => {
  const whole = await wholeOf((cursor) =>
    Promise.resolve(cursor === "b" ? new Problem("unavailable", "not now") : partAt(cursor)),
  );
  expect(whole).toMatchObject({ code: "unavailable" });
});
