// Time for code that waits with a limit: its timers go off twenty times as soon, and a clock of their own says how long they
// would have taken. What a busy machine does to the real clock is not seen on it. Each timer stays a real one, since workerd
// lets nobody go on for another object.

import { vi } from "vitest";

const FASTER = 20;

/** Does `work` with hasty timers, and gives what came of it and how long its timers would have kept it waiting (ms). */
export async function hurried<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const real = globalThis.setTimeout;
  let clock = 0;
  const spy = vi.spyOn(globalThis, "setTimeout").mockImplementation((then: () => void, ms = 0) => {
    const due = clock + ms;
    const goOff = (): void => {
      clock = Math.max(clock, due);
      then();
    };
    return real(goOff, ms / FASTER);
  });
  try {
    return { value: await work(), ms: clock };
  } finally {
    spy.mockRestore();
  }
}
