// One question to the energy API: read first, so that what can be refused here never goes out; asked when FlatPeak may be asked;
// and its answer read.

import * as z from "zod/mini";
import { createMemory, createPatience } from "./patience.ts";
import { noPricesIn, readShape } from "./result.ts";
import type { Answer, Client } from "../client.ts";
import type { PatienceDeps, Remembered, Request } from "./patience.ts";
import type { EnergyResult } from "./result.ts";

type Shapes = Readonly<Record<string, z.core.$ZodType>>;
type Read<S extends Shapes> = z.core.output<z.ZodMiniObject<S>>;

/** A call of the API: what it is given, how that is asked, and what is answered. */
export interface Call<S extends Shapes, A> {
  /** The arguments of the caller by name, as they came; objections name fields by it. */
  readonly given: Readonly<Record<keyof S & string, unknown>>;
  readonly shapes: S;
  readonly request: (given: Read<S>) => Request;
  /**
   * What prices the call needs, besides what its path names: tariff directions, where they are left out IMPORT. Left out
   * where it needs none.
   */
  readonly about?: (given: Read<S>) => readonly (string | undefined)[];
  readonly answer: z.core.$ZodType<A>;
}

export type Asker = <S extends Shapes, A>(call: Call<S, A>) => Promise<EnergyResult<A>>;

const pathOnly = ({ path }: Request): string => path.split("?")[0] ?? path;

const keyOf = (request: Request, about: readonly (string | undefined)[]): string =>
  [pathOnly(request), ...new Set(about.map((it) => it ?? "IMPORT").toSorted())].join(" ");

const noPrices = <A>({ code, until }: Remembered, isRemembered: boolean): EnergyResult<A> => ({
  kind: "no_prices",
  code,
  askAgainAt: until,
  isRemembered,
});

function failureOf(answer: Exclude<Answer, { kind: "ok" }>, isRead: boolean): EnergyResult<never> {
  switch (answer.kind) {
    case "not_found":
      return { kind: "not_found" };
    case "refused":
      return { kind: "refused", status: answer.status, code: answer.code };
    case "unavailable": {
      const { why, retryAfter, isTooMuch = false, refusesUs = false } = answer;
      return { kind: "unavailable", why, retryAfter, mayHaveCounted: !isRead && !isTooMuch && !refusesUs };
    }
  }
}

/** What asks, over one client. It remembers where FlatPeak has no prices, so there is one per client. */
export function createAsker(client: Client, deps: PatienceDeps): Asker {
  const patience = createPatience(client, deps);
  const memory = createMemory(deps.now);

  return async ({ given, shapes, request, about, answer: shape }) => {
    const question = readShape(z.object(shapes), given);
    if (question.kind === "wrong") return { kind: "invalid", objections: question.objections };
    const asked = request(question.value);
    const key = about === undefined ? null : keyOf(asked, about(question.value));
    const known = key === null ? null : memory.recall(key);
    if (known !== null) return noPrices(known, true);
    const answer = await patience.call(asked);
    const code = noPricesIn(answer);
    if (code === "account_disabled") return { kind: "no_prices", code, askAgainAt: null, isRemembered: false };
    if (code !== null && key !== null) return noPrices(memory.remember(key, code), false);
    if (answer.kind !== "ok") return failureOf(answer, asked.isRead);
    const read = readShape(shape, answer.body);
    return read.kind === "ok" ? read : { kind: "unreadable", objections: read.objections };
  };
}
