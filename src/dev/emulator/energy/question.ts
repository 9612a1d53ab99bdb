// A question to the energy API as it is read: value by value, and what is wrong with it. In a query all values are text.
import type { WireError } from "../wire-error.ts";
import type { Direction } from "./records.ts";
import { dayMs, hourMs, readInstant } from "./zone.ts";

export type Generation = "zero" | "anode";
export type Fields = Readonly<Record<string, unknown>>;

const maxWindowMs = 90 * dayMs;

/** The time a question is about, and how its instants are written in the answer: as the last of them in the question. */
export interface Window {
  from: number;
  to: number;
  offset: number;
}

/** What an answer's direction is called. */
export function directionName(generation: Generation): "direction" | "tariff_direction" {
  return generation === "zero" ? "direction" : "tariff_direction";
}

export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** A refusal in FlatPeak's form. */
export function refusal(code: string, message: string, status: WireError["status"] = 400): WireError {
  return { status, context: "api", code, message };
}

/**
 * Reads the fields of a question. Where one is wrong the reader gives something in its place and goes on, so `wrong` has to be
 * looked at before anything is done with what was read: it is the first complaint.
 */
export class Question {
  wrong: WireError | null = null;
  readonly fields: Fields;
  readonly generation: Generation;

  constructor(fields: Fields, generation: Generation) {
    this.fields = fields;
    this.generation = generation;
  }

  refuse(code: string, message: string, status: WireError["status"] = 400): void {
    this.wrong ??= refusal(code, message, status);
  }

  /** The fields of an object in the question, whose complaints are the question's own. */
  within<T>(value: unknown, read: (part: Question) => T): T {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    const part = new Question(isObject ? { ...value } : {}, this.generation);
    const result = read(part);
    this.wrong ??= part.wrong;
    return result;
  }

  /** `start_time` (the running hour where it may be left out and is) and `end_time`: 90 days at most. */
  window(now: number, isStartNeeded: boolean): Window {
    const isStarted = isStartNeeded || isGiven(this.fields["start_time"]);
    const from = isStarted ? this.instant("start_time").at : Math.floor(now / hourMs) * hourMs;
    const { at: to, offset } = this.instant("end_time");
    if (to <= from) this.refuse("end_time_invalid", "end_time must be after start_time");
    if (to - from > maxWindowMs) this.refuse("end_time_invalid", "The period must not exceed 90 days");
    return { from, to, offset };
  }

  instant(name: string): { at: number; offset: number } {
    const value = this.fields[name];
    const instant = readInstant(value);
    if (!isGiven(value)) this.refuse(`${name}_missing`, `${name} is required`);
    else if (instant === null) this.refuse(`${name}_invalid`, `${name} must be RFC 3339 with its zone`);
    return instant ?? { at: 0, offset: 0 };
  }

  /** The direction of a question in its generation's name, IMPORT where there is none. Zero has no LOCAL here. */
  direction(): Direction {
    const known: readonly Direction[] = ["IMPORT", "EXPORT", "LOCAL"];
    return this.word(
      directionName(this.generation),
      this.generation === "zero" ? known.slice(0, 2) : known,
      "IMPORT",
      "optional",
    );
  }

  /** One of a few words; `otherwise` where there is none, which is wrong unless it is optional. */
  word<Word extends string>(
    name: string,
    words: readonly Word[],
    otherwise: Word,
    need: "optional" | "needed" = "needed",
  ): Word {
    const value = this.fields[name];
    const word = words.find((it) => it === value);
    if (word !== undefined) return word;
    if (isGiven(value)) this.refuse(`${name}_invalid`, `${name} must be one of ${words.join(", ")}`);
    else if (need === "needed") this.refuse(`${name}_missing`, `${name} is required`);
    return otherwise;
  }

  /** A number within bounds, also as text; null where there is none. */
  number(name: string, from: number, to: number): number | null {
    const value = this.fields[name];
    if (!isGiven(value)) return null;
    const number = typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && number >= from && number <= to) return number;
    this.refuse(`${name}_invalid`, `${name} must be a number from ${from} to ${to}`);
    return null;
  }

  /** The same, of a number that has to be there. */
  neededNumber(name: string, from: number, to: number): number {
    if (!isGiven(this.fields[name])) this.refuse(`${name}_missing`, `${name} is required`);
    return this.number(name, from, to) ?? 0;
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.fields[name];
    if (!isGiven(value)) return otherwise;
    if (value === true || value === "true") return true;
    if (value !== false && value !== "false") this.refuse(`${name}_invalid`, `${name} must be true or false`);
    return false;
  }
}
