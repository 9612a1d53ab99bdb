// The answer to whoever asks whether a message of an invitation may go to this customer now.

import { admissionOf } from "../../../core/message/others.ts";
import { policyFor } from "../../../setup/experiment/experiment.ts";
import type { Tools } from "../erasure/erase.ts";
import type { Workplace } from "../workplace.ts";
import type { Admitted } from "./contract.ts";

/** Counts the message where it may go and was not counted before; on disk when this resolves. */
export async function admit(
  place: Workplace,
  { store, engine }: Pick<Tools, "store" | "engine">,
  countedAt: number | null,
  ahead: number,
): Promise<Admitted> {
  const { deps, customerId } = place;
  const now = Math.max(engine.now(deps), deps.now() + ahead);
  const state = store.load(customerId);
  const admission = admissionOf({ state, now, policy: policyFor(deps.config, state) }, countedAt);
  if (admission.kind !== "go") return admission;
  if (countedAt !== null) return { kind: "go", at: countedAt };
  await engine.apply(place, { type: "other_message_sent", at: now });
  return { kind: "go", at: now };
}
