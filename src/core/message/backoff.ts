// How long to wait before trying again. Full jitter without a random source: the spread comes from the name of the work.

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/** A number in [0, 1) that is the same for the same text. Spreads, does not hide. */
export const spread = (text: string): number => hashOf(text) / 0x1_0000_0000;

/** The same, evenly over many names that are nearly alike: of ids that count up, the last digits reach only some bits of the hash. */
export function spreadEvenly(name: string): number {
  // As MurmurHash3 ends.
  let hash = hashOf(name);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}

/** How long to wait at first, and at most (ms). */
export interface Backoff {
  readonly base: number;
  readonly cap: number;
  /** At most at present, where that is less; a server that asks for more is heeded all the same. */
  readonly most?: number;
}

/**
 * The same for what has waited so long already (ms): no longer again, so that what was in the way for a minute holds nothing up
 * for more than one more.
 */
export const asLongAgain = (it: Backoff, waited: number): Backoff => ({ ...it, most: Math.max(it.base, waited) });

/**
 * How long an outside wants to be left alone (ms); null where it does not say. Until when nobody tries whether it takes our account again
 * is no such wait: all are told the same instant, and would come in one moment.
 */
export const waitAskedBy = (it: { readonly retryAfter: number | null; readonly refusesUs?: boolean }): number | null =>
  it.refusesUs === true ? null : it.retryAfter;

/**
 * Milliseconds to wait before the try after `attempt` (counts from 1): somewhere up to `base * 2^(attempt-1)`, at most
 * `cap`, never under a second and never before `floor`, which a server may have asked for; of that, four times `cap` is
 * heeded, so that a slip of its pen does not park the work.
 */
export function backoff(
  name: string,
  attempt: number,
  { base, cap, most = cap }: Backoff,
  floor: number | null,
): number {
  const ceiling = Math.min(cap, most, base * 2 ** Math.min(attempt - 1, 30));
  return Math.max(1_000, Math.round(ceiling * spread(`${name}#${attempt}`)), Math.min(floor ?? 0, 4 * cap));
}
