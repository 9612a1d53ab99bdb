// Does the company's contact lookup answer? Asked about a customer whom nobody has, by the question that it always gets.

import { broken, doubtful, fine } from "../../platform/finding.ts";
import { createContactLookup } from "./lookup.ts";
import type { Finding } from "../../platform/finding.ts";
import type { BackendDeps } from "../signed-post.ts";

/** No id of FlatPeak's: those are hexadecimal, and have no hyphens. */
const NOBODY = "cus_nobody-this-is-a-check";
const NAME = "contact_lookup";

export async function checkContactLookup(deps: BackendDeps): Promise<readonly Finding[]> {
  const answer = await createContactLookup(deps).lookup(NOBODY);
  if (answer.kind === "unknown") return [fine(NAME, "the contact lookup answers, and knows no customer who is none")];
  if (answer.kind === "unavailable")
    return [
      broken(
        NAME,
        answer.why,
        answer.isRefused
          ? "Look at CONTACT_LOOKUP_URL, and set CONTACT_LOOKUP_SECRET to the one the backend checks signatures with."
          : "Look at CONTACT_LOOKUP_URL, and whether the backend is up: messages that need an address wait for it.",
      ),
    ];
  const { phone, email, pushToken } = answer.contact;
  return phone === null && email === null && pushToken === null
    ? [fine(NAME, "the contact lookup answers, and has no address for a customer who is none")]
    : [
        doubtful(
          NAME,
          "the contact lookup has an address for a customer who is none",
          "Let it answer 404 for an id that it does not know: somebody else could be written to.",
        ),
      ];
}
