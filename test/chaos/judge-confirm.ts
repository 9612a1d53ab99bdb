// Judges the word that a repair was seen. It is said of tariffs that were mended, after that, to who was told of the problem, and once. Until
// an event says that a tariff broke again, what FlatPeak showed some minutes ago has to do; not a moment after the event is stored with
// its customer.

import { FRESH_MS, ON_THE_LINE_MS } from "./judge-hands.ts";
import type { CustomerOnDisk } from "./disk.ts";
import type { HostileFlatPeak } from "./hostile-flatpeak.ts";
import type { Letter } from "./hostile-provider.ts";
import type { Ledger } from "./ledger.ts";
import type { Plan, Trouble } from "./plan.ts";
import type { MessageName } from "./reference.ts";

/** What is judged. */
export interface ConfirmationsSeen {
  readonly plan: Pick<Plan, "troubles">;
  readonly ledger: Pick<Ledger, "entries">;
  readonly flatpeak: Pick<HostileFlatPeak, "looks">;
  /** The company's and the customers'. */
  readonly letters: ReadonlyMap<string, Letter>;
  /** Which message each email is, by its key. */
  readonly names: ReadonlyMap<string, MessageName>;
  readonly customers: readonly Pick<CustomerOnDisk, "customerId" | "events" | "notifications">[];
  /** How long the rig itself was kept waiting by a busy machine (ms). */
  readonly stalledMs: number;
}

/** One email. */
interface Confirmation {
  readonly letter: Letter;
  /** When events were stored with the customer (ms). */
  readonly received: ReadonlyMap<string, number>;
}

/** What is wrong with the time at which a repair was confirmed; empty where nothing is. */
function untimely({ letter, received }: Confirmation, it: Trouble, { ledger, flatpeak, stalledMs }: ConfirmationsSeen) {
  const { calledAt, id } = letter;
  const postedAt = (eventId: string | null): number => ledger.entries.get(eventId ?? "")?.postedAt ?? Infinity;
  const mendedAt = postedAt(it.mendedBy);
  // One that broke again before it was mended, by the order in which posts went out, stays mended.
  const isBroken = postedAt(it.brokenAgainBy) >= mendedAt;
  const brokenAt = isBroken ? (received.get(it.brokenAgainBy ?? "") ?? Infinity) : Infinity;
  const early = calledAt.filter((at) => at < mendedAt);
  const looks = [it.tariff.id, it.locationId].flatMap((id) => flatpeak.looks.get(id) ?? []);
  const isSeen = (at: number): boolean => looks.some((look) => at - FRESH_MS - stalledMs <= look && look <= at);
  const late = calledAt.filter((at) => at > brokenAt + ON_THE_LINE_MS + stalledMs);
  return [
    ...calledAt
      .filter((at) => !isSeen(at))
      .map(() => `${id} says that ${it.tariff.id} is repaired, and nobody had looked lately`),
    ...early.map(() => `${id} says that ${it.tariff.id} is repaired, and it was not yet`),
    ...late.map(
      (at) => `${id} says that ${it.tariff.id} is repaired ${Math.round(at - brokenAt)} ms after it broke again`,
    ),
  ];
}

/** Whether the customer was told of a tariff before it was confirmed, as far as anybody can know. */
const wasTold = (tariffId: string, before: number, letters: readonly Letter[]): boolean =>
  letters.some(
    ({ type, cases, about, calledAt }) =>
      type === "notification.requested" &&
      (about ?? cases.map((it) => it.tariffId)).includes(tariffId) &&
      Math.min(...calledAt) <= before,
  );

/** Each entry is one line about one violation. */
export function judgeConfirmations(seen: ConfirmationsSeen): readonly string[] {
  const { plan, letters, names, customers } = seen;
  const all = [...letters.values()];
  const troubles = new Map(plan.troubles.map((it) => [it.tariff.id, it]));
  const byTariff = new Map<string, readonly string[]>();
  const wrong: string[] = [];
  for (const [key, { customerId, no }] of names) {
    const letter = letters.get(key);
    const on = customers.find((it) => it.customerId === customerId);
    // Of whom was erased nothing is left to be compared.
    if (letter === undefined || on === undefined) continue;
    const confirms = on.notifications.find((it) => it.no === no)?.confirms ?? [];
    for (const it of confirms.flatMap(({ tariffId }) => troubles.get(tariffId) ?? [])) {
      const { id } = it.tariff;
      wrong.push(...untimely({ letter, received: on.events }, it, seen));
      if (!wasTold(id, Math.min(...letter.calledAt), all))
        wrong.push(`${key} confirms ${id}, of which nobody was told`);
      if (letter.accepted > 0) byTariff.set(id, [...(byTariff.get(id) ?? []), key]);
    }
  }
  const twice = [...byTariff].filter(([, keys]) => keys.length > 1);
  return [...wrong, ...twice.map(([id, keys]) => `the repair of ${id} was confirmed by ${keys.join(", ")}`)];
}
