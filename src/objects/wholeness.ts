// What keeps all of a deployment from working, requests and objects that wake by themselves alike: a message must not leave
// while the address that its link leads to refuses.

import { compose } from "./deps.ts";
import { placeComplaint } from "./place.ts";
import { wordComplaints } from "../setup/experiment/experiment.ts";
import type { Complaint } from "../platform/fields.ts";
import type { Env } from "../setup/env.ts";

/** What is wrong with settings, bindings, the words of an experiment's arms, or where objects are; nothing where work may be done. Throws as `placeComplaint` does. */
export async function complaintsOf(env: Env): Promise<readonly Complaint[]> {
  const composed = compose(env);
  if (!composed.ok) return composed.complaints;
  const misplaced = await placeComplaint(env);
  if (misplaced !== null) return [misplaced];
  const { experiment } = composed.deps.config;
  return experiment === null ? [] : wordComplaints(experiment);
}
