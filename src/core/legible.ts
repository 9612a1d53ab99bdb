// Whether people can read a name that is shown to them, and whether it could pass for a link.

/** Letters and digits that are drawn. Some that Unicode counts among the letters are blank, such as the Hangul filler. */
const DRAWN = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u;
const PICTURE = /\p{Extended_Pictographic}/u;
/** Nothing that is unseen, breaks the line or turns the text around. */
const PLAIN = /^[^\p{C}\p{Zl}\p{Zp}]+$/u;

/** What phones and mail programs underline: a scheme, an address, a dot with a word behind it, an IP address. */
const LIKE_AN_ADDRESS = /:\/|@|www\.|[\p{L}\p{N}-][.。][\p{L}]{2}|[.。]xn--|\d[.。]\d+[.。]\d/iu;
/** As in E.ON: single capitals with dots, two at the end at most. */
const ABBREVIATION = /^(?:\p{Lu}\.)+\p{Lu}{1,2}\.?$/u;
/** As in 1.OG: a floor. */
const ORDINAL = /^\d{1,2}\.\p{L}+$/u;

/** True where at least one letter or digit can be seen. */
export const isReadable = (text: string): boolean => DRAWN.test(text);

/** True for one word that a phone or mail program would make a link of. */
export function isLikeAddress(word: string): boolean {
  const folded = word.normalize("NFKC");
  return !ABBREVIATION.test(folded) && LIKE_AN_ADDRESS.test(folded);
}

/** What is wrong with a name that somebody gave and pages show, such as that of a home; null where nothing is. */
export function nameComplaint(name: string): string | null {
  if (!PLAIN.test(name)) return "must not have characters that cannot be seen";
  if (!isReadable(name) && !PICTURE.test(name)) return "must have a letter, a digit or a picture";
  return name.split(/\s+/u).some((word) => !ORDINAL.test(word) && isLikeAddress(word))
    ? "must not look like a link"
    : null;
}
