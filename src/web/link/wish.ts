// What a request wants of a tariff of the overview: in an address as `/tariffs/<tariff>?do=change`, in a form as fields of the same
// names.

import { wishOf } from "../../objects/journey-pass.ts";
import type { TariffWish } from "../../core/link/overview.ts";

/** What is wanted of what `id` names; null where nobody knows such a wish. `get`: the value of a field. */
export const wishFrom = (id: string, get: (name: string) => string | null | undefined): TariffWish | null =>
  wishOf(get("do") ?? "open", id, get("slot") ?? "");

/** What a wish is about: a tariff, or the home that gets one. */
const idIn = (wish: TariffWish): string => (wish.errand === "add" ? wish.homeKey : wish.tariffId);

/** The fields beside the id. */
const detailsOf = (wish: TariffWish): Readonly<Record<string, string>> => {
  if (wish.errand === "open") return {};
  return { do: wish.errand, ...(wish.errand === "add" ? { slot: wish.slot } : {}) };
};

/** A wish as the fields of a form; none where nothing but the link itself is wanted. */
export const fieldsOfWish = (wish: TariffWish | null): Readonly<Record<string, string>> =>
  wish === null ? {} : { tariff: idIn(wish), ...detailsOf(wish) };

/** The same as the end of an address, behind that of the link. */
export function pathOfWish(wish: TariffWish | null): string {
  if (wish === null) return "";
  const query = new URLSearchParams(detailsOf(wish)).toString();
  return `/tariffs/${encodeURIComponent(idIn(wish))}${query === "" ? "" : `?${query}`}`;
}
