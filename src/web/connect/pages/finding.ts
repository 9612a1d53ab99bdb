// Finding a name in a long list, as a person types it: without accents, with a slip of the finger, by a part of it.

/** What is typed beyond so many letters is not looked at. */
const MAX_TYPED = 40;

/** Letters and digits alone, small, without accents. */
export function folded(text: string): string {
  // Most names have no accents, and a list may have ten thousand.
  const isPlain = /^[ -~]*$/.test(text);
  return isPlain ? wordsOf(text.toLowerCase()) : wordsOf(withoutAccents(text));
}

const withoutAccents = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("æ", "ae")
    .replaceAll("œ", "oe")
    .replaceAll("ł", "l");

const wordsOf = (text: string): string =>
  text
    .replace(/&/g, " and ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** How many slips a word may have: a short one and a number none, since with one they would be another. */
const slipsIn = (word: string): number => (word.length < 4 || /^\d+$/.test(word) ? 0 : word.length < 8 ? 1 : 2);

/** True unless the first letters differ in a way that no slip explains. Cheap, so that long lists are mostly spared the rest. */
const mayBegin = (typed: string, word: string): boolean =>
  typed[0] === word[0] || typed[0] === word[1] || typed[1] === word[0] || typed[1] === word[1];

/**
 * True where `typed` begins `word` but for so many slips: a letter wrong, missing, too many, or two in the wrong order (the
 * optimal string alignment distance, of which the least over all beginnings counts).
 */
function isNearly(typed: string, word: string, slips: number): boolean {
  if (slips === 0 || word.length < typed.length - slips || !mayBegin(typed, word)) return false;
  const reach = Math.min(word.length, typed.length + slips);
  const far = slips + 1;
  const fresh = (): number[] => Array.from({ length: reach + 1 }, () => far);
  let [older, before, row] = [fresh(), Array.from({ length: reach + 1 }, (_, index) => index), fresh()];
  for (let i = 1; i <= typed.length; i += 1) {
    row.fill(far);
    let least = i;
    row[0] = i;
    // Further off the diagonal there are more slips than that in any case.
    for (let j = Math.max(1, i - slips); j <= Math.min(reach, i + slips); j += 1) {
      const isSame = typed[i - 1] === word[j - 1];
      let cost = Math.min((before[j] ?? far) + 1, (row[j - 1] ?? far) + 1, (before[j - 1] ?? far) + (isSame ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1];
      if (isSwapped) cost = Math.min(cost, (older[j - 2] ?? far) + 1);
      row[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > slips) return false;
    [older, before, row] = [before, row, older];
  }
  return Math.min(...before) <= slips;
}

/** How well a name answers to what was typed: 0 the same, then by its beginning, a word's, a part; null not at all. */
function rank(typed: string, name: string): number | null {
  if (name === typed) return 0;
  if (name.startsWith(typed)) return 1;
  if (` ${name}`.includes(` ${typed}`)) return 2;
  if (name.replaceAll(" ", "").includes(typed.replaceAll(" ", ""))) return 3;
  const words = name.split(" ");
  return typed.split(" ").every((part) => words.some((word) => word.startsWith(part))) ? 4 : null;
}

/** The same with slips of the finger: in how many words there is one, null where it is another name. */
function rankWithSlips(typed: string, name: string): number | null {
  const words = name.split(" ");
  const parts = typed.split(" ");
  const wrong = parts.filter((part) => !words.some((word) => word.startsWith(part)));
  if (wrong.every((part) => words.some((word) => isNearly(part, word, slipsIn(part))))) return wrong.length;
  const together = parts.join("");
  return isNearly(together, words.join(""), slipsIn(together)) ? parts.length : null;
}

/** The items whose name answers to `typed`, the best first; all of them, as they stand, where nothing was typed. */
export function found<Item>(items: readonly Item[], nameOf: (item: Item) => string, typed: string): readonly Item[] {
  const wanted = folded(typed).slice(0, MAX_TYPED);
  if (wanted === "") return items;
  const named = items.map((item, index) => ({ item, index, name: folded(nameOf(item)) }));
  const ranked = (rankOf: typeof rank): readonly Item[] =>
    named
      .flatMap(({ item, index, name }) => {
        const place = rankOf(wanted, name);
        return place === null ? [] : { item, index, place };
      })
      .sort((a, b) => a.place - b.place || a.index - b.index)
      .map(({ item }) => item);
  const hits = ranked(rank);
  // Who types a name that is there has made no slip.
  return hits.length > 0 ? hits : ranked(rankWithSlips);
}
