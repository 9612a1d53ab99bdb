// What a tap on a link leads to.

import { needsCustomer } from "../read.ts";
import type { Case, CustomerState } from "../state.ts";
import type { LinkPurpose } from "./links.ts";

export type TapLead =
  | { readonly kind: "expired" }
  /** The message covered several tariffs that need the customer. */
  | { readonly kind: "overview" }
  | { readonly kind: "all_good" }
  | { readonly kind: "connect"; readonly it: Case };

/** What a link leads to behind which `it` is by now; null once the link has ended. */
export function leadOf(it: Case | null, purpose: LinkPurpose, { cases }: CustomerState): TapLead {
  if (it === null) return { kind: "expired" };
  if (purpose === "overview" && cases.filter(needsCustomer).length > 1) return { kind: "overview" };
  // Somebody else's home: nothing of it is shown, and no session opened into it.
  if (it.end?.how === "moved") return { kind: "expired" };
  return it.end?.how === "repaired" ? { kind: "all_good" } : { kind: "connect", it };
}
