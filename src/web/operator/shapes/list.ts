// What lists have in common: pages of a bounded length, and a cursor to the next.

import * as z from "zod/mini";
import { textAs } from "../../../platform/fields.ts";
import type { Shape } from "./call.ts";

const MAX_PAGE = 200;
const limitForm = `must be a whole number from 1 to ${MAX_PAGE}`;

const readLimit = (given: string): number | null => {
  const read = /^\d{1,3}$/.test(given) ? Number(given) : 0;
  return read >= 1 && read <= MAX_PAGE ? read : null;
};

/** The fields of a query for a page. */
export const pageQuery = {
  limit: z.optional(
    textAs(readLimit, limitForm, limitForm).check(
      z.describe(`How many at most, from 1 to ${MAX_PAGE}; 50 where left out.`),
    ),
  ),
  cursor: z.optional(
    z
      .string()
      .check(
        z.regex(/^[\w-]{1,1200}$/, "must be the next_cursor of a page"),
        z.describe("`next_cursor` of the page before."),
      ),
  ),
};

export const PAGE_LENGTH = 50;

/** A page of a list. */
export const pageOf = <S extends Shape>(shape: S) =>
  z.object({
    data: z.array(shape),
    /** Null on the last page. */
    next_cursor: z.nullable(z.string()),
  });
