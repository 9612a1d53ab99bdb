// How many runs a generated test makes: a number from the environment, else the test's own. Node hands the variable over by
// its name; into workerd only those that begin with VITE_ are let through.

interface Surroundings {
  readonly process?: { readonly env: Readonly<Record<string, string | undefined>> };
}

/** The count set by `name`, or by `VITE_name`, in the environment; `usual` when neither is a positive whole number. */
export function runsFrom(name: string, usual: number): number {
  const inNode = (globalThis as Surroundings).process?.env[name];
  const { env } = import.meta as unknown as { readonly env: Readonly<Record<string, string | undefined>> };
  const text = inNode ?? env[`VITE_${name}`] ?? "";
  return /^[1-9]\d{0,7}$/.test(text) ? Number(text) : usual;
}
