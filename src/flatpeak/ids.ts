// FlatPeak's ids, read in one way wherever one stands: in an event, a location, a list. What is empty or blank was left
// out; what has another form is no id, and nothing may be named by it.

/** What stands before the underscore: account, batch, Connect token, customer, device, event, location, tariff. */
export type IdPrefix = "acc" | "bat" | "cot" | "cus" | "dev" | "evt" | "loc" | "trf";

export type ReadId =
  | { readonly kind: "id"; readonly id: string }
  /** Left out: missing, null, empty or blank. */
  | { readonly kind: "absent" }
  /** Something stands there that names nothing of this kind. */
  | { readonly kind: "unreadable" };

/** Opaque, and never of a fixed length: FlatPeak's documentation has 24 and 32 digits. Bounded, since ids name objects. */
const FORM = /^([a-z]{3})_[A-Za-z0-9_-]{1,120}$/;

const ABSENT: ReadId = { kind: "absent" };
const UNREADABLE: ReadId = { kind: "unreadable" };

/** True for an id of one of these kinds, exactly as it stands. */
export function isIdOf(value: string, ...prefixes: readonly IdPrefix[]): boolean {
  const found = FORM.exec(value)?.[1];
  return prefixes.some((prefix) => prefix === found);
}

/** Reads an id. Blanks around it are cut: FlatPeak's examples print values with a blank at their end. */
export function readId(value: unknown, prefix: IdPrefix): ReadId {
  if (value === undefined || value === null) return ABSENT;
  if (typeof value !== "string") return UNREADABLE;
  const id = value.trim();
  if (id === "") return ABSENT;
  return isIdOf(id, prefix) ? { kind: "id", id } : UNREADABLE;
}

/** What stands for something by its id: the id, or the thing itself, which has one. */
const idIn = (value: unknown, prefix: IdPrefix): string | null =>
  idOrNull(typeof value === "object" && value !== null && "id" in value ? value.id : value, prefix);

/** Whose something is, as FlatPeak writes it in events and locations: by id, or with the customer in place of the id. */
export function readCustomer(fields: Readonly<Record<string, unknown>>): ReadId {
  const named = readId(fields["customer_id"], "cus");
  if (named.kind !== "absent") return named;
  const id = idIn(fields["customer"], "cus");
  return id === null ? ABSENT : { kind: "id", id };
}

/** Which account something says it belongs to: of each way to say it what stands there, another's writing of ids included. */
export function readAccounts(fields: Readonly<Record<string, unknown>>): readonly ReadId[] {
  const { account_id: named } = fields;
  const text = typeof named === "string" ? named.trim() : null;
  const id = idIn(fields["account"], "acc");
  return [
    text === null || text === "" ? readId(named, "acc") : { kind: "id", id: text },
    id === null ? ABSENT : { kind: "id", id },
  ];
}

/** The id, or null where none is given or what is given is none. */
export function idOrNull(value: unknown, prefix: IdPrefix): string | null {
  const read = readId(value, prefix);
  return read.kind === "id" ? read.id : null;
}
