// What the pages behind a link may say of its tariff: the supplier the customer has, and what the trouble is.

import { tariffOf, zoneOf } from "../read.ts";
import { wallClock } from "../time.ts";
import type { Case, CustomerState } from "../state.ts";
import type { Reason } from "../case/reason.ts";
import type { CivilDate } from "../time.ts";
import type { OverviewHome, OverviewTariff } from "./overview.ts";

/** The tariff a link leads to, as far as we know it. */
export interface LinkAbout {
  readonly timeZone: string;
  /** FlatPeak's id of the supplier; null where it is not known. */
  readonly supplierId: string | null;
  readonly contractEnd: CivilDate | null;
  /** The day the trouble began; null where there is no case. */
  readonly since: CivilDate | null;
  readonly cause: Exclude<Reason, "invitation"> | null;
}

/** What is known of the tariff of a case. */
export function aboutCase(state: CustomerState, it: Case): LinkAbout {
  const facts = tariffOf(state, it.tariffId).verified?.facts ?? null;
  const timeZone = zoneOf(state, it.locationId);
  return {
    timeZone,
    supplierId: facts?.supplier ?? null,
    contractEnd: it.contractEndDate,
    since: wallClock(it.occurredAt, timeZone).date,
    cause: it.reason === "invitation" ? null : it.reason,
  };
}

/** The same of a tariff that no case is about. */
export const aboutTariff = ({ timezone }: OverviewHome, { endDate }: Pick<OverviewTariff, "endDate">): LinkAbout => ({
  timeZone: timezone,
  supplierId: null,
  contractEnd: endDate,
  since: null,
  cause: null,
});
