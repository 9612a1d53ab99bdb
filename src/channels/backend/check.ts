// Does the company's backend take what we post? A `ping`, signed like everything else that goes there; it asks for nothing.

import { broken, doubtful, fine } from "../../platform/finding.ts";
import { isAddressOrKeyWrong, isOk } from "../../platform/http.ts";
import { createSignedPost } from "../signed-post.ts";
import type { Finding } from "../../platform/finding.ts";
import type { BackendDeps } from "../signed-post.ts";

const LIMITS = { ms: 5_000, bytes: 0 };
const NAME = "backend";

export async function checkBackend(deps: BackendDeps): Promise<readonly Finding[]> {
  const timestamp = new Date(deps.now()).toISOString();
  const body = JSON.stringify({ type: "ping", timestamp, data: {} });
  const answer = await createSignedPost(deps, LIMITS)(`ping_${crypto.randomUUID()}`, body);
  if (answer.kind === "lost")
    return [broken(NAME, `the backend was ${answer.why}`, "Look at HANDOFF_URL, and whether the backend is up.")];
  const { status } = answer;
  if (isOk(status)) return [fine(NAME, "the backend took a signed ping")];
  const found = `the backend answered ${status} to a signed ping`;
  if (status === 401 || status === 403)
    return [
      broken(NAME, found, "HANDOFF_SECRET is not the one the backend checks signatures with: set both to the same."),
    ];
  if (isAddressOrKeyWrong(status) || status === 410)
    return [broken(NAME, found, "Look at HANDOFF_URL: nothing takes messages there. A redirect is not followed.")];
  if (status === 429 || status >= 500) return [broken(NAME, found, "The backend has trouble: look at its log.")];
  return [doubtful(NAME, found, "Let the backend answer 2xx to a type that it does not know: new ones may come.")];
}
