// An alert as chats take it: `{"text": ...}` by POST, as Slack's incoming webhooks have it (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks),
// and with them Mattermost's, and Discord's with `/slack` at the end.

import { call, isAddressOrKeyWrong, isOk } from "../../platform/http.ts";
import type { CallDeps, HttpAnswer, Lost } from "../../platform/http.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { AlertWords } from "./words.ts";

const LIMITS = { ms: 10_000, bytes: 0 };

/**
 * The three characters by which Slack calls people and makes links (its documentation: Formatting message text), and the one by which
 * Mattermost and Discord call everybody in a channel: what a supplier or a provider is called wakes nobody.
 */
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("@", "@\u200b");

/** Posts a text to a chat. The address is a secret and stands in no error. */
export function postText(deps: CallDeps, url: string, text: string): Promise<HttpAnswer | Lost> {
  const headers = { "Content-Type": "application/json" };
  return call(deps, url, { method: "POST", headers, body: JSON.stringify({ text: escaped(text) }) }, LIMITS);
}

/** What became of an alert. A chat knows no repeat, so one whose answer was lost may be read twice, rather than never. */
export async function postAlert(deps: CallDeps, url: string, { subject, text }: AlertWords): Promise<DeliveryOutcome> {
  const answer = await postText(deps, url, `${subject}\n${text}`);
  if (answer.kind === "lost") return { kind: "retry", why: `ALERT_URL was ${answer.why}`, retryAfter: null };
  const { status, retryAfter } = answer;
  const why = `ALERT_URL answered ${status}`;
  if (isOk(status)) return { kind: "sent" };
  return isAddressOrKeyWrong(status) || status === 410
    ? { kind: "misconfigured", why, scope: "account" }
    : { kind: "retry", why, retryAfter };
}
