// The one clock: nothing else asks the runtime what time it is.

/** The time (ms since 1970). In a Worker it stands still between two waits for something outside. */
export const currentTime = (): number => Date.now();
