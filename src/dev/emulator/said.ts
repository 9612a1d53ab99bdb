// What a script or the page says in a body of its own. Every field is either understood or named: one that is misspelt would
// otherwise be one that was left out, and something else would happen than was meant.
import type * as z from "zod";

export type Said<T> = { readonly ok: true; readonly said: T } | { readonly ok: false; readonly problem: string };

function problemIn(issue: z.core.$ZodIssue, known: readonly string[]): string {
  if (issue.code !== "unrecognized_keys") return [...issue.path, issue.message].join(": ");
  const strange = issue.keys.map((it) => JSON.stringify(it)).join(", ");
  return `${strange} ${issue.keys.length === 1 ? "is no field" : "are no fields"} here; known: ${known.join(", ")}`;
}

/** Reads the JSON of a request by its shape. `otherwise` is what no JSON at all stands for. A shape refuses fields it does not know. */
export async function readSaid<T extends z.ZodObject>(
  request: Pick<Request, "json">,
  shape: T,
  otherwise: unknown = null,
): Promise<Said<z.output<T>>> {
  const body: unknown = await request.json().catch((error: unknown) => {
    if (error instanceof SyntaxError) return otherwise;
    throw error;
  });
  const read = shape.strict().safeParse(body);
  if (read.success) return { ok: true, said: read.data as z.output<T> };
  const known = Object.keys(shape.shape);
  return { ok: false, problem: read.error.issues.map((it) => problemIn(it, known)).join("; ") };
}
