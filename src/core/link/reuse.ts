// When a Connect token is given out again instead of a new one. Times in ms.

/** A minted token is given out again for this long, while it has at least `TOKEN_LEFT_MS` to live. */
export const TOKEN_REUSE_MS = 600_000;
export const TOKEN_LEFT_MS = 3_600_000;
/** Sessions begun anew for one tariff within that time; whoever needs more of them gets the last one again. */
const MAX_MINTS = 3;
/** A tariff without a case has nothing that tells when its session ended, so its token is only for who taps twice. */
export const CASELESS_REUSE_MS = 30_000;

interface Minted {
  readonly mintedAt: number;
  readonly expiresAt: number;
}

const livesLong = ({ expiresAt }: Minted, now: number): boolean => expiresAt - now > TOKEN_LEFT_MS;

/** True for one of late. */
export const isRecent = ({ mintedAt }: Minted, now: number, within = TOKEN_REUSE_MS): boolean =>
  now - mintedAt < within;

/** Whether a tap gets this token again. */
export const mayReuse = (token: Minted, now: number): boolean => isRecent(token, now) && livesLong(token, now);

/** When a token is given out again for the last time. */
export const reusableUntil = ({ mintedAt, expiresAt }: Minted): number =>
  Math.min(mintedAt + TOKEN_REUSE_MS, expiresAt - TOKEN_LEFT_MS);

/** The last of the recently minted, oldest first, where there are so many that it has to do: somebody goes back and forth. */
export function lastResort<T extends Minted>(recent: readonly T[], now: number): T | null {
  const last = recent.at(-1);
  return recent.length >= MAX_MINTS && last !== undefined && livesLong(last, now) ? last : null;
}
