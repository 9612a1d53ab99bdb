// Colours of a page from the one colour of a brand: whatever it is, text on it and text made of it can be read (WCAG 2.2,
// 4.5 to 1), in light and in dark.

type Rgb = readonly [red: number, green: number, blue: number];

const DEFAULT_COLOUR: Rgb = [11, 107, 75];
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
interface Scheme {
  readonly paper: Rgb;
  readonly card: Rgb;
  /** The way a colour goes that is too close to the ground, ending where it is far enough in any case. */
  readonly away: (colour: Rgb) => readonly [halfway: Rgb, end: Rgb];
  /** The contrast a text of it has at least: WCAG 1.4.3 asks for 4.5, and thin light letters on dark for a little more. */
  readonly legible: number;
  /** How much of the brand a tinted ground takes, 0 to 1. */
  readonly share: number;
}
function parse(colour: string | null): Rgb | null {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour?.trim() ?? "")?.[1];
  if (digits === undefined) return null;
  const step = digits.length / 3;
  const channel = (at: number): number =>
    parseInt(digits.slice(at * step, (at + 1) * step).repeat(step === 1 ? 2 : 1), 16);
  return [channel(0), channel(1), channel(2)];
}

const hex = (colour: Rgb): string =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((it) => {
    const share = it / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const channel = (at: 0 | 1 | 2): number => Math.round(from[at] + (to[at] - from[at]) * share);
  return [channel(0), channel(1), channel(2)];
}

/** The same hue at its brightest, so that a dark brand stays a colour on a dark ground. */
function vivid(colour: Rgb): Rgb {
  const most = Math.max(...colour);
  return most === 0 ? WHITE : mix(BLACK, colour, 225 / most);
}

/** The grounds that style.ts paints with. */
const LIGHT: Scheme = {
  paper: [245, 246, 247],
  card: WHITE,
  away: (colour) => [mix(colour, BLACK, 0.5), BLACK],
  legible: 4.6,
  share: 0.1,
};
const DARK: Scheme = {
  paper: [16, 18, 20],
  card: [25, 28, 32],
  away: (colour) => [vivid(colour), WHITE],
  legible: 6,
  share: 0.2,
};

/** The nearest colour to `colour` that can be read on all of `grounds`. */
function legible(colour: Rgb, { away, legible: enough }: Scheme, grounds: readonly Rgb[]): Rgb {
  const [halfway, end] = away(colour);
  for (let step = 0; step < 2; step += 0.05) {
    const candidate = step < 1 ? mix(colour, halfway, step) : mix(halfway, end, step - 1);
    if (grounds.every((ground) => contrast(candidate, ground) >= enough)) return candidate;
  }
  return end;
}

function variables(colour: Rgb, scheme: Scheme): string {
  const { paper, card, share } = scheme;
  const tint = mix(card, colour, share);
  const onAccent = contrast(colour, WHITE) >= contrast(colour, BLACK) ? WHITE : BLACK;
  const link = legible(colour, scheme, [paper, card, tint]);
  return `--accent:${hex(colour)};--on-accent:${hex(onAccent)};--link:${hex(link)};--tint:${hex(tint)}`;
}

/** The brand colour as `#rrggbb`, or the project's where there is none. */
export const brandColour = (colour: string | null): string => hex(parse(colour) ?? DEFAULT_COLOUR);

/** The custom properties that depend on the brand, as CSS. Holds nothing of the setting but six hexadecimal digits. */
export function themeOf(colour: string | null): string {
  const brand = parse(colour) ?? DEFAULT_COLOUR;
  return `:root{${variables(brand, LIGHT)}}@media(prefers-color-scheme:dark){:root{${variables(brand, DARK)}}}`;
}
