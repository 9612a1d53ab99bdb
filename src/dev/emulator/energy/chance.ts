// What looks like chance and is none: the same words give the same number, in every run.

/** A number from 0 up to but not 1 (FNV-1a, its bits stirred so that words that differ little give numbers that differ much). */
export function chanceOf(...words: readonly (string | number)[]): number {
  return hashOf(words.join("|")) / 2 ** 32;
}

function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** An id in FlatPeak's form that belongs to these words: the prefix and 24 hex digits. */
export function idFrom(prefix: string, ...words: readonly (string | number)[]): string {
  const digits = [0, 1, 2].map((no) =>
    hashOf([no, ...words].join("|"))
      .toString(16)
      .padStart(8, "0"),
  );
  return `${prefix}_${digits.join("")}`;
}
