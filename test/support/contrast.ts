// What can be read on what: colours out of CSS, and how far two of them are apart.

/** Custom properties by their names, as `#rgb` or `#rrggbb`. */
export type Names = Readonly<Record<string, string>>;

/** The custom properties of the light and of the dark half of some CSS. */
export function halves(css: string): readonly [Names, Names] {
  const read = (part: string): Names =>
    Object.fromEntries(
      [...part.matchAll(/--([\w-]+):(#[0-9a-f]{3,6})\b/g)].map(([, name = "", value = ""]) => [name, value]),
    );
  const at = css.indexOf("@media(prefers-color-scheme:dark)");
  const end = css.indexOf("}}", at);
  return [read(css.slice(0, at)), read(css.slice(at, end))];
}

function luminance(colour: string): number {
  const digits = colour.length === 4 ? colour.replaceAll(/[0-9a-f]/g, "$&$&") : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(digits.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours as WCAG 2.2 reckons it, from 1 to 21. */
export function contrast(one = "", other = ""): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
