// What came of trying one thing outside, in words for whoever set it up. Nothing of a setting's value stands in it but what is no
// secret: names of accounts, domains and addresses.

/** `warn`: it works, or cannot be seen to fail, and somebody should look. `skipped`: it is not there, or could not be tried. */
export type Verdict = "ok" | "warn" | "failed" | "skipped";

export interface Finding {
  /** Stable, and the same whatever came of it. */
  readonly name: string;
  readonly result: Verdict;
  readonly found: string;
  /** What to do about it; null where nothing is to be done. */
  readonly remedy: string | null;
}

export const fine = (name: string, found: string): Finding => ({ name, result: "ok", found, remedy: null });

export const doubtful = (name: string, found: string, remedy: string): Finding => ({
  name,
  result: "warn",
  found,
  remedy,
});

export const broken = (name: string, found: string, remedy: string): Finding => ({
  name,
  result: "failed",
  found,
  remedy,
});

export const untried = (name: string, found: string, remedy: string | null = null): Finding => ({
  name,
  result: "skipped",
  found,
  remedy,
});
