// Seeded chance: many small streams under one seed, each named by numbers, so that what one draws changes no other.

/** Chance that is the same for the same seed. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** True with this probability. */
  is(probability: number): boolean;
  /** A whole number from 0 to `below`, that one excluded. */
  whole(below: number): number;
  /** A gap of a process that happens `rate` times in a unit of time on average, in that unit. */
  gap(rate: number): number;
  /** Around `median`, mostly within a third and three times of it: the shape of delays of people and of outages. */
  around(median: number): number;
}

/** Half of all lognormal values lie within e^(+-0.67 sigma) of the median. */
const SIGMA = 1;

function mix(hash: number, value: number): number {
  let h = Math.imul(hash ^ value, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The stream of this name. The first number is the seed of the run, or a number drawn from it. */
export function chanceOf(...name: readonly number[]): Chance {
  let state = name.reduce(mix, 0x9e3779b9);
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return {
    next,
    is: (probability) => next() < probability,
    whole: (below) => Math.floor(next() * below),
    gap: (rate) => (rate > 0 ? -Math.log(1 - next()) / rate : Infinity),
    around: (median) => {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return median * Math.exp(SIGMA * normal);
    },
  };
}
