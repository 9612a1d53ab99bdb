// What is said of forgetting somebody: where it is done, and how much of it. The API tells it by the same names.

/** Where something of a customer may be kept outside of their own object. `deliveries`: calls that were out when they were erased. */
export const PLACES = [
  "deliveries",
  "homes",
  "stand_ins",
  "invitations",
  "numbers",
  "journeys",
  "suppliers",
  "gates",
  "quarantine",
  "put_aside",
  "index",
  "desks",
] as const;
export type Place = (typeof PLACES)[number];

/** How much was forgotten in each place. */
export type Counted = Readonly<Partial<Record<Place, number>>>;

/** Whose objects have names of their own, in the order in which they are asked. */
export const NAMED = ["homes", "invitations", "numbers", "journeys", "suppliers"] as const;
export type Named = (typeof NAMED)[number];

/** The names of objects that may know somebody. */
export type Names = Readonly<Record<Named, readonly string[]>>;

/**
 * Of these so many are asked in one go, and the rest in another: each takes two calls at most, each of which may be tried three
 * times, and one invocation may make 1,000 in the smallest plan (Cloudflare's documentation: "Workers limits").
 */
export const NAMES_AT_ONCE = 120;

/** An object by its kind and name. */
export type NamedObject = readonly [kind: Named, name: string];

/** All of them, in the order in which they are asked. */
export const allNamed = (names: Names): readonly NamedObject[] =>
  NAMED.flatMap((kind) => names[kind].map((name): NamedObject => [kind, name]));
