// The documented event bodies, and what a test-mode deployment of their account does with each.

import anodeExpired from "../fixtures/anode.tariff.expired.json?raw";
import anodeUpdate from "../fixtures/anode.location.update.json?raw";
import broken from "../fixtures/broken.trailing-comma.txt?raw";
import later1 from "../fixtures/zero-later-1.tariff.expiring.json?raw";
import later2 from "../fixtures/zero-later-2.tariff.expiring.json?raw";
import seedExpired from "../fixtures/zero-seed.tariff.expired.json?raw";
import seedExpiring from "../fixtures/zero-seed.tariff.expiring.json?raw";
import seedFailed from "../fixtures/zero-seed.tariff.fetch.failed.json?raw";
import customerCreate from "../fixtures/zero.customer.create.json?raw";

export const bodies = {
  anodeExpired,
  anodeUpdate,
  broken,
  later1,
  later2,
  seedExpired,
  seedExpiring,
  seedFailed,
  customerCreate,
};

/** Name, body, and the status of the answer. */
export const documented: readonly [string, string, string][] = [
  ["zero-seed expiring", seedExpiring, "stored"],
  ["zero-seed expired", seedExpired, "stored"],
  ["zero-seed fetch failed", seedFailed, "stored"],
  ["zero-later-1 expiring, which names no customer", later1, "stored"],
  ["zero-later-2 expiring, which names no account", later2, "stored"],
  ["customer create", customerCreate, "ignored"],
  ["anode expired, of another account", anodeExpired, "quarantined"],
  ["anode location update, of the other mode", anodeUpdate, "quarantined"],
  ["a body that is not JSON", broken, "quarantined"],
];
