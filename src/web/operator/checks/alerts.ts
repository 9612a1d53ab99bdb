// Would somebody be told of trouble? The chat is asked to take a text that is empty, which it refuses: nobody reads anything, and an
// address that leads nowhere is found out.

import { postText } from "../../../channels/alert/post.ts";
import { broken, doubtful, fine, untried } from "../../../platform/finding.ts";
import { isAddressOrKeyWrong, isOk } from "../../../platform/http.ts";
import type { Finding } from "../../../platform/finding.ts";
import type { CallDeps } from "../../../platform/http.ts";
import type { AlertConfig } from "../../../setup/alerts.ts";

export const NOWHERE = untried(
  "alerts",
  "nobody is told of trouble: it stands in the log and on the dashboard alone",
  "Set ALERT_URL to an incoming webhook of Slack, Mattermost or Discord (with /slack at its end), or ALERT_EMAIL.",
);
export const MEND_URL = "Make a new incoming webhook in your chat, and set ALERT_URL to its address.";

async function checkUrl(deps: CallDeps, url: string): Promise<Finding> {
  const name = "alerts.url";
  const answer = await postText(deps, url, "");
  if (answer.kind === "lost") return broken(name, `the chat was ${answer.why}`, "Look at ALERT_URL.");
  const { status } = answer;
  const found = `the chat answered ${status} to an empty text`;
  if (isAddressOrKeyWrong(status) || status === 410) return broken(name, found, MEND_URL);
  if (status === 429 || status >= 500) return doubtful(name, found, "Check again in some minutes.");
  return fine(name, isOk(status) ? found : `${found}, as chats do`);
}

/** `carriesEmail`: a channel of this deployment carries emails; the settings are refused where none does. */
export async function checkAlerts(
  deps: CallDeps,
  alerts: AlertConfig | null,
  carriesEmail: boolean,
): Promise<readonly Finding[]> {
  if (alerts === null) return [NOWHERE];
  const email = "alerts.email";
  return [
    ...(alerts.url === null ? [] : [await checkUrl(deps, alerts.url)]),
    ...(alerts.email === null
      ? []
      : [
          carriesEmail
            ? fine(email, "alerts go by the email channel")
            : broken(email, "nothing carries emails here", "Configure an email channel."),
        ]),
  ];
}
