// The same fields in the other form. What nobody declared goes along as it is; what is declared is renamed, value by value, and
// nothing else about it changes: no unit, no rounding, no order.

import { heard } from "./kinds.ts";
import type { Field, Fields, Known } from "./field.ts";

/** The form that comes out. */
export type Form = "zero" | "anode";

/** What stands around a translation, and what it finds out. */
export interface Translation {
  readonly to: Form;
  /** All that was asked, in Zero's form. */
  readonly question: Fields;
  /** The whole answer, in Anode's form; empty while there is none. */
  readonly answer: Fields;
  /** Milliseconds. */
  readonly now: number;
  /** What the other form has not: names of Zero. */
  readonly gone: Set<string>;
  /** What the answer should hold and does not, by its path in Zero's form. */
  readonly missing: string[];
}

/** One field, for one direction. */
interface Step {
  readonly field: Field;
  /** Null where it ends here. */
  readonly target: string | null;
  /** Of several names the one that counts. */
  readonly isFirst: boolean;
}

/** The fields of one object, for one direction. */
interface Plan {
  readonly bySource: ReadonlyMap<string, Step>;
  readonly byTarget: ReadonlyMap<string, Field>;
  /** What may have to be added, or missed. */
  readonly wanted: readonly (readonly [target: string, field: Field])[];
}

const targetOf = (field: Field, to: Form): string | null => (to === "zero" ? field.zero : field.anode);

function sourcesOf(field: Field, to: Form): readonly string[] {
  const source = to === "zero" ? field.anode : field.zero;
  if (source === null) return [];
  return to === "zero" ? [source, ...field.aliases] : [source];
}

function makePlan(fields: readonly Field[], to: Form): Plan {
  const bySource = new Map<string, Step>();
  const byTarget = new Map<string, Field>();
  const wanted: [string, Field][] = [];
  for (const field of fields) {
    const target = targetOf(field, to);
    for (const [no, name] of sourcesOf(field, to).entries()) bySource.set(name, { field, target, isFirst: no === 0 });
    if (target === null) continue;
    byTarget.set(target, field);
    if (field.fill !== null || (to === "zero" && field.required)) wanted.push([target, field]);
  }
  return { bySource, byTarget, wanted };
}

// Made once for each list of fields: an answer may hold thousands of the same.
const plans: Readonly<Record<Form, WeakMap<readonly Field[], Plan>>> = { zero: new WeakMap(), anode: new WeakMap() };

function planOf(fields: readonly Field[], to: Form): Plan {
  const plan = plans[to].get(fields) ?? makePlan(fields, to);
  plans[to].set(fields, plan);
  return plan;
}

/** True for what JSON calls an object. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where something is missing is told to whoever knows the way there. */
function located(how: Translation, before: number, place: string): void {
  for (let no = before; no < how.missing.length; no++) how.missing[no] = `${place}${how.missing[no]}`;
}

function translateList(fields: readonly Field[], items: readonly unknown[], how: Translation): readonly unknown[] {
  return items.map((item, no) => {
    if (!isFields(item)) {
      if (how.to === "zero") how.missing.push(`[${no}]`);
      return item;
    }
    const before = how.missing.length;
    const out = translate(fields, item, how);
    if (how.missing.length > before) located(how, before, `[${no}].`);
    return out;
  });
}

/** What FlatPeak says in a field; undefined for what is of another kind, which is as good as not there. */
function heardIn({ fields, isList, kind }: Field, value: unknown): unknown {
  if (fields === null) return kind === null ? value : heard(kind, value);
  // A list of nothing is null to some; Zero's documentation has lists only.
  if (isList && value === null) return [];
  return (isList ? Array.isArray(value) : isFields(value)) ? value : undefined;
}

function translateValue({ fields, isList, values }: Field, value: unknown, how: Translation): unknown {
  if (fields !== null) {
    if (isList) return Array.isArray(value) ? translateList(fields, value, how) : value;
    return isFields(value) ? translate(fields, value, how) : value;
  }
  if (values === null) return value;
  return how.to === "zero" ? values.toZero(value) : values.toAnode(value);
}

/** Another field brings what goes by this name, so that one of no meaning there must not take its place. */
const isTaken = (name: string, source: Fields, plan: Plan, to: Form): boolean => {
  const field = plan.byTarget.get(name);
  return field !== undefined && sourcesOf(field, to).some((it) => source[it] !== undefined);
};

/** What can be said of a field that did not come; undefined for nothing. */
function fillIn({ fields, isList, fill }: Field, source: Fields, how: Translation): unknown {
  if (fill === null) return undefined;
  if (fields !== null && !isList) return translate(fields, {}, how);
  const { question, answer, now } = how;
  const known: Known = { beside: source, question, answer, now };
  return fill(known);
}

/** One object in the other form. */
export function translate(fields: readonly Field[], source: Fields, how: Translation): Fields {
  const plan = planOf(fields, how.to);
  const out: Record<string, unknown> = {};
  for (const name of Object.keys(source)) {
    const step = plan.bySource.get(name);
    const value = source[name];
    if (step === undefined) {
      // Never a name that means something to the language.
      if (name !== "__proto__" && !isTaken(name, source, plan, how.to)) out[name] = value;
      continue;
    }
    const { field, target, isFirst } = step;
    if (target === null) {
      if (field.isGone && how.to === "anode" && value !== false && value !== null) how.gone.add(name);
      continue;
    }
    if (!isFirst && source[field.anode ?? ""] !== undefined) continue;
    if (field.without !== null && field.without(how.question)) continue;
    const read = how.to === "zero" ? heardIn(field, value) : value;
    if (read === undefined) continue;
    const before = how.missing.length;
    out[target] = translateValue(field, read, how);
    if (how.missing.length > before) located(how, before, field.isList ? target : `${target}.`);
  }
  for (const [target, field] of plan.wanted) {
    if (out[target] !== undefined || field.without?.(how.question) === true) continue;
    const before = how.missing.length;
    const filled = fillIn(field, source, how);
    if (how.missing.length > before) located(how, before, `${target}.`);
    if (filled === undefined && field.required && how.to === "zero") how.missing.push(target);
    if (filled === undefined) continue;
    out[target] = filled;
    if (field.isGone && how.to === "zero") how.gone.add(target);
  }
  return out;
}
