// Runs an effect of the core, and feeds what came of it back in.

import { judgeOutcome } from "./late-words.ts";
import { askTruth, reportUnanswered } from "./probe.ts";
import { INVITATION } from "../rows/keys.ts";
import { isInvitationId } from "../../rooms.ts";
import { newOwnerIn } from "../../../core/case/home.ts";
import { noteNumber } from "../rows/acquainted.ts";
import type { CustomerStore } from "../rows/store.ts";
import { claimHome } from "./claim.ts";
import type { CustomerState } from "../../../core/state.ts";
import type { Turns, Workplace } from "../workplace.ts";
import type { AnnounceEffect, ProbeEffect, DeliverEffect, IndexEffect } from "../../../core/effect.ts";
import type { ProbeAnswer } from "../../../core/case/truth.ts";

/** Asks FlatPeak about a home, and lets the core hear what it says. Gives the answer. */
export async function runProbe(
  place: Workplace,
  store: CustomerStore,
  turns: Turns,
  effect: ProbeEffect,
): Promise<ProbeAnswer> {
  const { locationId, attempt } = effect;
  const now = turns.now(place.deps);
  const ask = isInvitationId(locationId)
    ? async () => (await import("../invitation/truth.ts")).askSessions(place, store, now)
    : undefined;
  let answer = await askTruth(place, store.load(place.customerId), effect, now, ask);
  // Who was erased meanwhile has no home to be claimed or to be passed on.
  if (store.document === null) return answer;
  const owner = newOwnerIn(place.customerId, answer);
  if ("owner" in answer && answer.owner === null) await claimHome(place, locationId);
  try {
    if (owner !== null) await (await import("./moving.ts")).passHomeOn(place, store, locationId, owner);
  } catch (error) {
    place.deps.log.error("home_not_passed_on", error);
    answer = { kind: "unavailable", why: "the home's new owner was not reached", retryAfter: null };
  }
  const { journal } = await turns.apply(place, { type: "probe_answered", locationId, attempt, answer });
  for (const it of journal) if (it.what === "home_unanswered") await reportUnanswered(place, it.detail);
  return answer;
}

/** Makes one attempt at a delivery, and lets the core hear what came of it. */
async function runDelivery(
  place: Workplace,
  store: CustomerStore,
  turns: Turns,
  { no, attempt }: DeliverEffect,
): Promise<void> {
  const armed: Promise<void>[] = [];
  const stored = (): CustomerState => store.load(place.customerId);
  const before = stored().contact;
  // Loaded with the first message: no webhook and no tap has any use for it.
  const { deliver } = await import("./deliver.ts");
  const outcome = await deliver(place, {
    no,
    attempt,
    state: stored,
    invitation: { read: () => store.keys.get(INVITATION), keep: (it) => store.keys.put(INVITATION, it) },
    caseOf: (caseNo) => store.past.caseOf(caseNo),
    now: () => turns.now(place.deps),
    noteNumber: (name) => noteNumber(store, name),
    hasArrived: (channel, digests) => store.past.hasArrived(channel, digests),
    turn: (input) => {
      const turn = turns.turn(place, input);
      armed.push(turn.armed);
      return turn.step.state;
    },
  });
  await Promise.all(armed);
  if (outcome === null) return;
  const judged = await judgeOutcome(place, store, no, outcome, before);
  await turns.apply(place, { type: "delivery_settled", no, attempt, ...judged });
}

/** Runs what is no probe. */
export async function runOther(
  place: Workplace,
  store: CustomerStore,
  turns: Turns,
  effect: DeliverEffect | IndexEffect | AnnounceEffect,
): Promise<void> {
  switch (effect.type) {
    case "deliver":
      return runDelivery(place, store, turns, effect);
    case "index": {
      const { runIndex } = await import("./index-write.ts");
      return runIndex(place, store, turns, effect);
    }
    case "announce": {
      const { runAnnounce } = await import("./announce.ts");
      return runAnnounce(place, store, turns);
    }
  }
}
