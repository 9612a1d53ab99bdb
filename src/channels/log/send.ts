// The `log` channel: writes a line for each message instead of sending it, without its words, its links or its recipient.

import type { Channel } from "../channel.ts";
import type { Log } from "../../platform/log.ts";

/** For test mode and for a first look without any provider. */
export function createLogChannel(log: Log): Channel {
  return {
    name: "log",
    send({ notification, attempt }) {
      log.info("notification", {
        notification: notification.id,
        type: notification.type,
        reason: notification.reason,
        rung: notification.rung,
        attempt,
        locale: notification.locale,
        cases: notification.cases.length,
        characters: notification.text.length,
        link: "[redacted]",
      });
      return Promise.resolve({ kind: "sent" });
    },
  };
}
