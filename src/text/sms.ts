// How many text messages a text costs, and how to write it in the alphabet that costs least.
// Alphabet and lengths: 3GPP TS 23.038 (6.2.1) and 23.040 (9.2.3.24.1).

export interface Segments {
  readonly encoding: "GSM-7" | "UCS-2";
  /** Septets in GSM-7, UTF-16 units in UCS-2. */
  readonly units: number;
  /** 0 for an empty text. */
  readonly segments: number;
}

const GSM_BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
/** Written as an escape and a character: two septets. */
const GSM_EXTENDED = new Set("\f^{}\\[~]|€");

const ONE = { "GSM-7": 160, "UCS-2": 70 } as const;
/** A part of several gives six bytes to the header that puts them together again. */
const PART = { "GSM-7": 153, "UCS-2": 67 } as const;

/** Septets of a character, or null where the alphabet has none for it. */
function septetsOf(char: string): number | null {
  if (GSM_BASIC.has(char)) return 1;
  return GSM_EXTENDED.has(char) ? 2 : null;
}

/** Parts of `room` units; what belongs together (an escape and its character, a surrogate pair) stays together. */
function partsOf(sizes: readonly number[], room: number): number {
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > room) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return parts;
}

/** What `text` costs as an SMS, exactly as it stands. */
export function segmentsOf(text: string): Segments {
  const chars = Array.from(text);
  const septets = chars.map(septetsOf);
  const encoding = septets.includes(null) ? "UCS-2" : "GSM-7";
  const sizes = encoding === "GSM-7" ? septets.map((it) => it ?? 0) : chars.map((it) => it.length);
  const units = sizes.reduce((sum, size) => sum + size, 0);
  if (units === 0) return { encoding, units, segments: 0 };
  return { encoding, units, segments: units <= ONE[encoding] ? 1 : partsOf(sizes, PART[encoding]) };
}

/** Likenesses that Unicode's own decomposition does not know. */
const LIKE: Readonly<Record<string, string>> = {
  "‘": "'",
  "’": "'",
  "‚": "'",
  "‛": "'",
  "′": "'",
  "`": "'",
  "´": "'",
  "‹": "<",
  "›": ">",
  "“": '"',
  "”": '"',
  "„": '"',
  "‟": '"',
  "″": '"',
  "«": '"',
  "»": '"',
  "‐": "-",
  "‑": "-",
  "‒": "-",
  "–": "-",
  "—": "-",
  "―": "-",
  "−": "-",
  "•": "-",
  "·": "-",
  "…": "...",
  "×": "x",
  "÷": "/",
  "⁄": "/",
  "©": "(c)",
  "®": "(R)",
  ẞ: "SS",
  Œ: "OE",
  œ: "oe",
  Ð: "D",
  ð: "d",
  Đ: "D",
  đ: "d",
  Þ: "Th",
  þ: "th",
  Ł: "L",
  ł: "l",
  ı: "i",
};

/** The character itself, its likeness, or nothing. */
function inGsm7(char: string): string {
  return septetsOf(char) === null ? (LIKE[char] ?? "") : char;
}

function likenessOf(char: string): string {
  return inGsm7(char) || Array.from(char.normalize("NFKD"), inGsm7).join("");
}

/** Control, bidi, zero-width and other characters that are not seen, and every kind of line end. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const LINE_END = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/** `text` on one line, without a character that is not seen. Everything that can be seen stays. */
export function onOneLine(text: string): string {
  return text
    .replace(LINE_END, " ")
    .replace(new RegExp(UNSEEN, "gu"), "")
    .replace(/\p{Zs}+/gu, (spaces) => (spaces.includes(" ") ? " " : spaces))
    .trim();
}

/** True where `text` has a line end, or a control, bidi or zero-width character. */
export function hasUnseen(text: string): boolean {
  return UNSEEN.test(text);
}

/** `text` on one line in the GSM alphabet: accents it lacks are dropped, and so is what has no likeness. */
export function toGsm7(text: string): string {
  const likened = Array.from(onOneLine(text.normalize("NFC")), likenessOf).join("");
  return likened.replace(/ +/g, " ").trim();
}
