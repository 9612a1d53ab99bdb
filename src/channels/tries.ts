// How often a refusal is worth another try.

/** A refusal that no table of its provider knows is tried so often in all, and then taken for permanent. */
export const UNKNOWN_TRIES = 3;
