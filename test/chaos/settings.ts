// What the product is set to under fire.

import { testSettings } from "../settings.ts";
import { byMail } from "./hostile-mail.ts";

const SETTINGS = {
  GROUP_WAIT: "1s",
  GROUP_WAIT_MAX: "2s",
  // One message for each need: the next rung is months away.
  LADDER_EXPIRING: "0,100d",
  LADDER_EXPIRED: "0,100d",
  LADDER_FETCH_FAILED: "0,100d",
  CAPS: "99/1s",
  EVENTS_OUT: "all",
  // All these homes have one supplier; that so many of its tariffs cannot be read is no outage here.
  OUTAGE_AT: "100000/1h",
};

/** Where nothing may leave before somebody is ready for it: only a test clock that is moved gets there. */
const UNHURRIED = { GROUP_WAIT: "5m", GROUP_WAIT_MAX: "5m" };

/** Where the outside listens. */
export interface Outsides {
  readonly flatpeak: string;
  readonly backend: string;
  readonly mail: string;
}

/** All settings of a run. `isHurried`: what is owed may leave at once. */
export const settingsOf = (
  { flatpeak, backend, mail }: Outsides,
  isHurried: boolean,
): Readonly<Record<string, string>> => ({
  ...testSettings,
  ...SETTINGS,
  ...(isHurried ? {} : UNHURRIED),
  ...byMail(mail),
  FLATPEAK_API_URL: flatpeak,
  HANDOFF_URL: `${backend}/hooks`,
});
