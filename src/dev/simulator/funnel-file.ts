// A funnel out of a file: what a deployment answered at GET /v1/fleet/funnel, one answer or a list of them.

import { readFileSync } from "node:fs";
import * as z from "zod/mini";
import { STEPS } from "./funnel.ts";
import type { Funnel } from "./funnel.ts";

/** What is wrong with a funnel's file, for the person who exported it. */
export class BadFunnel extends Error {}

/** How many messages were sent and opt-outs came, of which no funnel tells. */
export interface OptOuts {
  readonly messages: number;
  readonly opt_outs: number;
}

export interface Export {
  readonly funnels: readonly Funnel[];
  readonly optOuts: OptOuts | null;
}

const whole = z.number().check(z.int(), z.minimum(0));
const step = z.object({
  key: z.nullable(z.union([z.string(), z.number()])),
  ...(Object.fromEntries(STEPS.map((it) => [it, whole])) as Record<(typeof STEPS)[number], typeof whole>),
});
const funnel = z.object({ by: z.string(), data: z.array(step) });
const optOuts = z.object({ messages: whole, opt_outs: whole });
const file = z.array(z.union([funnel, optOuts]));

function parsed(name: string): unknown {
  try {
    return JSON.parse(readFileSync(name, "utf8"));
  } catch (error) {
    throw new BadFunnel(`${name} cannot be read as JSON`, { cause: error });
  }
}

/** Reads an export; throws BadFunnel. */
export function exportFrom(name: string): Export {
  const content = parsed(name);
  const read = file.safeParse(Array.isArray(content) ? content : [content]);
  if (!read.success)
    throw new BadFunnel(
      `${name} is no answer of GET /v1/fleet/funnel, nor a list of them: ${read.error.issues[0]?.path.join(".") ?? ""}`,
    );
  const funnels = read.data.flatMap((it) => ("by" in it ? [it] : []));
  const found = read.data.find((it) => "opt_outs" in it);
  if (funnels.every((it) => it.data.length === 0)) throw new BadFunnel(`${name} has no cases`);
  return { funnels, optOuts: found !== undefined && "opt_outs" in found ? found : null };
}
