// What the pages of Connect say. Their texts are files of their own, which nobody loads but who shows such a page.

import da from "./da/connect.json" with { type: "json" };
import de from "./de/connect.json" with { type: "json" };
import en from "./en/connect.json" with { type: "json" };
import es from "./es/connect.json" with { type: "json" };
import fi from "./fi/connect.json" with { type: "json" };
import fr from "./fr/connect.json" with { type: "json" };
import it from "./it/connect.json" with { type: "json" };
import nb from "./nb/connect.json" with { type: "json" };
import nl from "./nl/connect.json" with { type: "json" };
import pl from "./pl/connect.json" with { type: "json" };
import pt from "./pt/connect.json" with { type: "json" };
import sv from "./sv/connect.json" with { type: "json" };
import { customTexts } from "./custom.ts";
import { formOf, withCustom } from "./plural.ts";
import { fill } from "./template.ts";
import { readTexts } from "./tongue.ts";
import type { CustomTexts } from "./custom.ts";
import type { Language } from "./language.ts";
import type { Facts, FactsOf } from "./template.ts";
import type { ConnectKey, TextFile, Texts } from "./tongue.ts";

const FILES: Readonly<Record<Language, TextFile<ConnectKey>>> = { en, de, fr, nl, es, it, sv, da, nb, fi, pt, pl };

/** A text by its name with the facts it tells, to be said later: `{ key: "connect.list.none", facts: { typed: "Oktopus" } }`. */
export type Note = {
  readonly [Key in ConnectKey]: FactsOf<Key> extends readonly []
    ? { readonly key: Key; readonly facts?: undefined }
    : { readonly key: Key; readonly facts: FactsOf<Key>[0] };
}[ConnectKey];

/** How Connect pages speak a language. */
export interface ConnectWords {
  /** The text of that name, with its facts filled in: `say("connect.list.none", { typed: "Oktopus" })`. */
  readonly say: <Key extends ConnectKey>(key: Key, ...facts: FactsOf<Key>) => string;
  /** A note in words. */
  readonly tell: (note: Note) => string;
}

/** The texts of a language as they come with the project. */
export const connectTexts = (language: Language): Texts<ConnectKey> => readTexts(FILES[language]);

/** The words of a language. `custom` are the texts a company put in place of ours, checked before (see lint.ts). */
export function connectWords(language: Language, custom: CustomTexts = customTexts): ConnectWords {
  const texts = withCustom(connectTexts(language), custom[language]);
  const tell = (key: ConnectKey, facts: Facts): string => fill(formOf(language, texts, key, facts["count"]), facts);
  return {
    say: (key, ...[facts]) => tell(key, facts ?? {}),
    tell: ({ key, facts }) => tell(key, facts ?? {}),
  };
}
