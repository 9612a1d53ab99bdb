// How the work of a reader grows with its input, told by processor time: other work on the machine does not count, and of
// several rounds the least disturbed one does.

const ROUNDS = 9;
/** A round shorter than this (µs) says more about the clock than about the reader. */
const LEAST_US = 4_000;

function leastOf(run: () => void, times: number): number {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    for (let no = 0; no < times; no++) run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, user + system);
  }
  return least;
}

/** Measured again at most so often: a reader that is not linear shows itself every time, a machine that was busy does not. */
const MAX_TRIES = 6;
/** Little enough for a linear reader, so that nobody need measure again. */
const CLEARLY_LINEAR = 5;

/** How many times as much work four times the input is; 4 for a linear reader, 16 for a quadratic one. */
export function growthOf(read: (size: number) => () => void, size: number): number {
  const small = read(size);
  const large = read(4 * size);
  small();
  large();
  let times = 1;
  while (leastOf(small, times) < LEAST_US && times < 1 << 16) times *= 2;
  let growth = Infinity;
  for (let tries = 0; tries < MAX_TRIES && growth > CLEARLY_LINEAR; tries++) {
    growth = Math.min(growth, leastOf(large, times) / leastOf(small, times));
  }
  return growth;
}
