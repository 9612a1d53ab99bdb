// JSON that somebody else wrote.

/** What a text holds as JSON; undefined, which JSON cannot say, where it holds none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
