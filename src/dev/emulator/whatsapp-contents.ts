// The wordings that the emulated account at Twilio has: all there are, each approved, under ids that are always the same.
import { LANGUAGES } from "../../text/language.ts";
import { sampleOf } from "../messages/all.ts";
import { templatesOf } from "../messages/templates.ts";
import type { Content, TemplateFile } from "../messages/templates.ts";

/** `HX` and 32 digits, as Twilio's ids of contents have them: two for a language, the rest for its place in the list. */
const idOf = (language: number, place: number): string =>
  `HX${String(language).padStart(2, "0")}${String(place).padStart(30, "0")}`;

const listed = (brand: string): readonly (TemplateFile & { readonly sid: string })[] =>
  LANGUAGES.flatMap((language, index) =>
    templatesOf(language, sampleOf(brand, "https://go.example.com")).map((it, place) => ({
      ...it,
      sid: idOf(index, place),
    })),
  );

/** The value of `WHATSAPP_TEMPLATES` for this account. */
export function emulatedIds(): Record<string, Record<string, string>> {
  const ids: Record<string, Record<string, string>> = {};
  for (const { language, name, sid } of listed("Example Energy")) (ids[language] ??= {})[name] = sid;
  return ids;
}

/** The wordings by their ids, with a brand in place. */
export const emulatedContents = (brand: string): ReadonlyMap<string, Content> =>
  new Map(listed(brand).map(({ sid, content }) => [sid, content]));

/** A wording with its variables in place, as a phone shows it; null where a value is missing or one is left over. */
export function filled({ types }: Content, variables: Record<string, unknown>): string | null {
  const used = new Set<string>();
  const text = types["twilio/quick-reply"].body.replace(/\{\{(\d+)\}\}/g, (whole, number: string) => {
    used.add(number);
    const value = variables[number];
    return typeof value === "string" && value !== "" ? value : whole;
  });
  return text.includes("{{") || Object.keys(variables).some((it) => !used.has(it)) ? null : text;
}
