// One field of a question or an answer, in Zero's form and in Anode's. A list of these is all there is to say about a call: it
// is read in both directions, and the guide to the migration is written from it.

import type { Kind } from "./kinds.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** What a missing field can be made of. */
export interface Known {
  /** What stands around the field, in the form it comes from. */
  readonly beside: Fields;
  /** All that was asked, in Zero's form: path, query and body in one. */
  readonly question: Fields;
  /** The whole answer, in Anode's form; empty while there is none. */
  readonly answer: Fields;
  /** Milliseconds. */
  readonly now: number;
}

/** The same value under another name. What is none of the known ones stays as it is. */
export interface Values {
  /** In words, for the guide. */
  readonly says: string;
  readonly toAnode: (value: unknown) => unknown;
  readonly toZero: (value: unknown) => unknown;
}

export interface Field {
  /** Null where Zero never had it. */
  readonly zero: string | null;
  /** Null where Anode has it no more, or elsewhere. */
  readonly anode: string | null;
  readonly kind: Kind | null;
  /** The fields of an object, or of each object in a list. */
  readonly fields: readonly Field[] | null;
  readonly isList: boolean;
  /** Zero's documentation requires it. */
  readonly required: boolean;
  /** Anode requires what Zero let be left out, and nothing is documented that could stand for it: such a call is refused. */
  readonly anodeNeeds: boolean;
  /** Anode's documentation prints these names for it too. */
  readonly aliases: readonly string[];
  readonly values: Values | null;
  /** What goes out where nothing came in; undefined for nothing. */
  readonly fill: ((known: Known) => unknown) | null;
  /** True where it was not asked for, so that it stays away. */
  readonly without: ((question: Fields) => boolean) | null;
  /** It has no counterpart, and the caller is told so. */
  readonly isGone: boolean;
  /** For the guide. */
  readonly note: string | null;
}

type More = Partial<Omit<Field, "zero" | "anode" | "kind" | "fields" | "isList">>;

const PLAIN: Omit<Field, "zero" | "anode" | "kind" | "fields"> = {
  isList: false,
  required: false,
  anodeNeeds: false,
  aliases: [],
  values: null,
  fill: null,
  without: null,
  isGone: false,
  note: null,
};

export const REQUIRED = { required: true } as const;

/** A field with the same name in both. */
export const same = (name: string, kind: Kind, more: More = {}): Field => ({
  ...PLAIN,
  zero: name,
  anode: name,
  kind,
  fields: null,
  ...more,
});

export const renamed = (zero: string, anode: string, kind: Kind, more: More = {}): Field => ({
  ...same(zero, kind, more),
  anode,
});

/** Zero's, with no counterpart in Anode. */
export const gone = (zero: string, kind: Kind, note: string, more: More = {}): Field => ({
  ...same(zero, kind, { note, isGone: true, ...more }),
  anode: null,
});

/** Zero's, where the bridge itself knows the value or puts it elsewhere. */
export const zeroOnly = (zero: string, kind: Kind, more: More = {}): Field => ({
  ...same(zero, kind, more),
  anode: null,
});

/** New in Anode; whoever speaks Zero never sees it. */
export const anodeOnly = (anode: string, kind: Kind): Field => ({ ...same(anode, kind), zero: null });

/** An object, the same name in both unless a pair is given. */
export const object = (name: string | readonly [string, string], fields: readonly Field[], more: More = {}): Field => {
  const [zero, anode] = typeof name === "string" ? [name, name] : name;
  return { ...PLAIN, zero, anode, kind: null, fields, ...more };
};

/** A list of objects. */
export const list = (name: string, fields: readonly Field[], more: More = {}): Field => ({
  ...object(name, fields, more),
  isList: true,
});

/** Words that were renamed, Zero's first. */
export function words(...pairs: readonly (readonly [string, string])[]): Values {
  const anode = new Map<unknown, string>(pairs);
  const zero = new Map<unknown, string>(pairs.map(([one, other]) => [other, one]));
  return {
    says: pairs.map(([one, other]) => `\`${one}\` is \`${other}\``).join(", "),
    toAnode: (value) => anode.get(value) ?? value,
    toZero: (value) => zero.get(value) ?? value,
  };
}

/** The name of the object that an answer is: there is one in each. */
export const kindOfAnswer = (zero: string, anode: string): Values => ({
  says: zero === anode ? "" : `\`${zero}\` is \`${anode}\``,
  toAnode: () => anode,
  toZero: () => zero,
});

const withPrefix = (value: unknown, prefix: string): unknown =>
  typeof value === "string" ? value.replace(/^[a-z]{2,4}_/, `${prefix}_`) : value;

/** Ids of answers begin with what they are; the rest is the same, so that either finds the other. */
export const prefixes = (zero: string, anode: string): Values => ({
  says: `begins with \`${zero}_\` in Zero and \`${anode}_\` in Anode`,
  toAnode: (value) => withPrefix(value, anode),
  toZero: (value) => withPrefix(value, zero),
});
