// /v1/alerts/test: an alert that is none, so that somebody sees it arrive. Objects keep their troubles, and none is asked here.

import { alertPlace, alertSenders } from "../../channels/alert/senders.ts";
import { testWords } from "../../channels/alert/words.ts";
import { broken, doubtful, fine } from "../../platform/finding.ts";
import { orLate } from "../../platform/within.ts";
import { MEND_URL, NOWHERE } from "./checks/alerts.ts";
import { problemOf, route } from "./route.ts";
import { sendTestAlert } from "./shapes/alerts.ts";
import { iso } from "./shapes/ids.ts";
import { LIMIT_RETRY_S, isOverLimit } from "./who.ts";
import type { AlertDeps, AlertWay } from "../../channels/alert/senders.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { Finding } from "../../platform/finding.ts";

const LIMIT_MS = 20_000;
const LATE: DeliveryOutcome = { kind: "retry", why: "it did not answer in time", retryAfter: null, maybeArrived: true };

const WAYS = {
  url: { name: "alerts.url", whose: "the chat", remedy: MEND_URL },
  email: {
    name: "alerts.email",
    whose: "the email channel",
    remedy: "Look at ALERT_EMAIL, and at the email channel by POST /v1/checks.",
  },
} as const;

function findingOf(to: AlertWay, outcome: DeliveryOutcome): Finding {
  const { name, whose, remedy } = WAYS[to];
  if (outcome.kind === "sent" || outcome.kind === "accepted") return fine(name, `${whose} took it`);
  const why = "why" in outcome ? outcome.why : outcome.kind;
  if (outcome.kind !== "retry") return broken(name, `${whose} did not take it: ${why}`, remedy);
  return outcome.maybeArrived === true
    ? doubtful(name, `nobody knows whether ${whose} took it: ${why}`, "See whether it is there.")
    : broken(name, `${whose} did not take it: ${why}`, "Try again in some minutes; then look at the setting.");
}

/** Sends one everywhere, side by side. */
async function tellTest(deps: AlertDeps): Promise<readonly Finding[]> {
  const senders = [...alertSenders(deps)];
  if (senders.length === 0) return [NOWHERE];
  const words = testWords(alertPlace(deps));
  const key = `test_${crypto.randomUUID()}`;
  return Promise.all(senders.map(async ([to, send]) => findingOf(to, await orLate(send(key, words), LIMIT_MS, LATE))));
}

export const ALERT_ROUTES = [
  route(sendTestAlert, async ({ c, deps }) => {
    if (await isOverLimit(c, "test alerts")) {
      c.header("Retry-After", String(LIMIT_RETRY_S));
      return problemOf("too_many_requests", "too many test alerts; please wait a minute");
    }
    const data = await tellTest(deps);
    const has = (...results: readonly Finding["result"][]): boolean =>
      data.some(({ result }) => results.includes(result));
    const status = has("failed") ? "failed" : has("warn", "skipped") ? "warn" : "ok";
    return { sent_at: iso(deps.now()), status, data };
  }),
];
