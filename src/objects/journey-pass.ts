// What a browser shows to go on with its way through Connect: names with a code of authenticity, so that nobody can name another's.
// The token itself is in none of them.

import { ADDABLE } from "../core/link/overview.ts";
import { digestOf, keyedDigestOf } from "../platform/digest.ts";
import type { TariffWish } from "../core/link/overview.ts";

/** `journey`: the way itself. `link`: the short link it began by, so that an expired token can be renewed. */
export type PassKind = "journey" | "link";

/** 128 bits in hex. */
const MAC_LENGTH = 32;
/** A link's code, a tariff's id and a digest are shorter by far. */
const MAX_LENGTH = 1_000;
const encoder = new TextEncoder();

/** What a token's journey is called: a digest tells nobody the token. */
export const journeyName = (token: string): Promise<string> => digestOf(Uint8Array.from(encoder.encode(token)));

const macOf = async (kind: PassKind, text: string, key: string): Promise<string> =>
  (await keyedDigestOf(`${kind}:${text}`, `journey:${key}`)).slice(0, MAC_LENGTH);

/** A pass, sealed by the first of the link keys. `text` holds letters, digits, `-`, `_` and `~`, as a cookie takes them. */
export async function sealPass(kind: PassKind, text: string, linkKeys: readonly string[]): Promise<string> {
  const [first] = linkKeys;
  if (first === undefined) throw new TypeError("no link key");
  return `${text}.${await macOf(kind, text, first)}`;
}

/** What a pass says, whichever of the link keys has sealed it for this kind; null where none has. */
export async function openPass(kind: PassKind, pass: string, linkKeys: readonly string[]): Promise<string | null> {
  if (pass.length > MAX_LENGTH) return null;
  const at = pass.lastIndexOf(".");
  const [text, given] = [pass.slice(0, Math.max(at, 0)), encoder.encode(pass.slice(at + 1))];
  if (given.length !== MAC_LENGTH) return null;
  for (const key of linkKeys) {
    const mac = encoder.encode(await macOf(kind, text, key));
    if (crypto.subtle.timingSafeEqual(mac, given)) return text;
  }
  return null;
}

/** The short link a way through Connect began by. */
export interface LinkPass {
  readonly code: string;
  /** What was wanted of a tariff of the overview; null where it is what the link stands on. */
  readonly wish: TariffWish | null;
}

/** A wish in three words, none of which holds a `~`. */
const wordsOf = (wish: TariffWish | null): readonly [string, string, string] => {
  if (wish === null) return ["", "", ""];
  return wish.errand === "add" ? ["add", wish.homeKey, wish.slot] : [wish.errand, wish.tariffId, ""];
};

/** The same read back. */
export function wishOf(errand: string, id: string, slot: string): TariffWish | null {
  if (errand === "open" || errand === "change" || errand === "disconnect") return { errand, tariffId: id };
  const kind = ADDABLE.find((it) => it === slot);
  return errand === "add" && kind !== undefined ? { errand, homeKey: id, slot: kind } : null;
}

/** The pass of a link that led to this token: the two belong together. */
export const sealLink = async ({ code, wish }: LinkPass, token: string, keys: readonly string[]): Promise<string> =>
  sealPass("link", [code, ...wordsOf(wish), await journeyName(token)].join("~"), keys);

/** The link that led to the token of this journey; null where the pass is of another. */
export async function openLinkPass(pass: string, name: string, keys: readonly string[]): Promise<LinkPass | null> {
  const text = await openPass("link", pass, keys);
  const [code, errand = "", id = "", slot = "", of] = text?.split("~") ?? [];
  return code === undefined || of !== name ? null : { code, wish: wishOf(errand, id, slot) };
}
