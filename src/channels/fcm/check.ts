// Is Firebase set up right? Asks Google for a bearer, and FCM to look at a message without sending it
// (firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send, `validate_only`).

import { broken, fine, untried } from "../../platform/finding.ts";
import { call, isOk } from "../../platform/http.ts";
import { createGoogleBearer } from "./bearer.ts";
import { SCOPE } from "./send.ts";
import type { ServiceAccount } from "./bearer.ts";
import type { Finding } from "../../platform/finding.ts";
import type { CallDeps } from "../../platform/http.ts";

/** To nobody: a topic that no app subscribes to, and a message that is only looked at. */
const BODY = JSON.stringify({ validate_only: true, message: { topic: "reconnect-check", data: { check: "1" } } });

const ACCOUNT =
  "Set FCM_SERVICE_ACCOUNT to a new key of the service account (Google Cloud console, IAM, Service accounts).";
const PROJECT =
  "Let the service account send messages (role Firebase Cloud Messaging API Admin), and switch the API on in its project.";

/** The account's key, and whether its project lets it send. */
export async function checkFcm(
  deps: CallDeps,
  { account, apiUrl }: { readonly account: ServiceAccount; readonly apiUrl: string },
): Promise<readonly Finding[]> {
  const bearer = await createGoogleBearer({ account, scope: SCOPE, fetch: deps.fetch, now: deps.now }).bearer();
  if (bearer.kind !== "bearer") {
    const remedy = bearer.kind === "refused" ? ACCOUNT : "Google could not be asked: check again later.";
    return [broken("fcm_token", bearer.why, remedy), untried("fcm_project", "not tried: no token")];
  }
  const token = fine("fcm_token", `Google takes ${account.client_email}`);
  const answer = await call(deps, `${apiUrl}/v1/projects/${account.project_id}/messages:send`, {
    method: "POST",
    headers: { Authorization: `Bearer ${bearer.token}`, "Content-Type": "application/json" },
    body: BODY,
  });
  if (answer.kind === "lost")
    return [token, broken("fcm_project", `FCM was ${answer.why}`, "Look at FCM_API_URL, then check again later.")];
  if (isOk(answer.status)) return [token, fine("fcm_project", `${account.project_id} takes messages`)];
  const isPassing = answer.status === 429 || answer.status >= 500;
  const remedy = isPassing ? "FCM has trouble: look at Firebase's status page, and check again." : PROJECT;
  return [token, broken("fcm_project", `FCM answered ${answer.status} for ${account.project_id}`, remedy)];
}
