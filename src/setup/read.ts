// Reads settings each by itself, so that all that is wrong is told at once, and what can be read is there for further checks.

import type { Complaint } from "../platform/fields.ts";
import type * as z from "zod/mini";

export interface FieldsRead {
  /** By its name, what could be read. */
  readonly values: Readonly<Record<string, unknown>>;
  /** One for each that could not. */
  readonly complaints: readonly Complaint[];
}

/** An empty string counts as left out: that is what a forgotten secret looks like. */
export function readFields(
  fields: Readonly<Record<string, z.ZodMiniType>>,
  given: Readonly<Record<string, unknown>>,
): FieldsRead {
  const values: Record<string, unknown> = {};
  const complaints: Complaint[] = [];
  for (const [setting, field] of Object.entries(fields)) {
    const present = given[setting] === "" ? undefined : given[setting];
    const parsed = field.safeParse(present);
    if (parsed.success) values[setting] = parsed.data;
    else {
      const [issue] = parsed.error.issues;
      complaints.push({
        setting,
        problem: present === undefined ? "is missing" : (issue?.message ?? "cannot be read"),
      });
    }
  }
  return { values, complaints };
}
