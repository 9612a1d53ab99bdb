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
