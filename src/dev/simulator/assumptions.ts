// What the simulation assumes about homes, suppliers and people. Guesses to be replaced by your own numbers; every report
// prints them.

const TABLE = {
  secondHome: [0.12, "customers with a second home"],
  thirdHome: [0.15, "of those, customers with a third home"],
  otherZone: [0.1, "further homes that lie in another time zone"],
  secondTariff: [0.25, "homes with a second tariff"],
  thirdTariff: [0.2, "of those, homes with a third tariff"],
  fixedTerm: [0.7, "tariffs whose contract ends"],
  contractDays: [365, "days a contract lasts"],
  failuresPerYear: [0.25, "failures to read one tariff, per year"],
  failureHeals: [0.25, "of those, failures that heal by themselves"],
  failureHours: [12, "hours such a failure lasts (median)"],
  suppliers: [30, "suppliers in the fleet"],
  outagesPerYear: [4, "outages per supplier and year"],
  outageHours: [5, "hours an outage lasts (median)"],
  outageShare: [0.6, "tariffs of the supplier that an outage hits"],
  outageNoticedHours: [1, "hours until an outage is recognised, and messages held"],
  outageHeldHours: [24, "hours they are held for it at most"],
  hasPush: [0.6, "customers with a push token"],
  hasEmail: [0.95, "customers with an email address"],
  hasPhone: [0.85, "customers with a phone number"],
  tapPush: [0.25, "first messages tapped by push"],
  tapEmail: [0.18, "first messages tapped by email"],
  tapSms: [0.32, "first messages tapped by SMS"],
  tapHandoff: [0.25, "first messages tapped by handoff or log"],
  tapFade: [0.85, "taps on each further rung, times those on the one before"],
  eveningTaps: [1.15, "taps of the other customers on a message that comes after 17:00, times those before"],
  hasHabit: [0.5, "customers who see to messages at a usual hour of the day"],
  habitEvening: [0.7, "of those, whose hour is one from 18:00 to 22:00; else one from 7:00 to 18:00"],
  habitKept: [0.7, "messages to them that are seen to in that hour; the others like anybody's"],
  habitTaps: [1.3, "taps on a message that comes in their hour or two before it, times those at others"],
  tapHours: [1.5, "hours from a message to its tap (median)"],
  nightFrom: [22, "hour from which nobody reads messages"],
  nightTo: [7, "hour from which they do again"],
  fatigueDays: [28, "days for which a message tires"],
  tapFatigue: [0.88, "taps, times this for each other message within them"],
  optOutFatigue: [1.6, "opt-outs, times this for each other message within them"],
  repairAfterTap: [0.7, "taps that lead to a finished Connect session"],
  repairMinutes: [12, "minutes from the tap to its end (median)"],
  endDateTrap: [0.15, "of those before the contract ends, sessions that repeat its end date"],
  endDateTrapWarned: [0.04, "the same, after a message that warned of it"],
  selfRepair: [0.15, "problems the customer repairs untold"],
  selfRepairDays: [6, "days until then (median)"],
  optOut: [0.003, "messages answered with an opt-out"],
  pageBefore: [0, "taps that lead to a page of ours before Connect"],
  pageGoesOn: [0.93, "of those who would repair, who go on from that page"],
  pageSpares: [0.5, "of the other sessions, those the page spares"],
  snooze: [0.03, "taps without a repair after which reminders are put off"],
  snoozeDays: [7, "days until then (median)"],
  deadPush: [0.06, "push messages whose provider knows no such device"],
  deadEmail: [0.02, "emails whose address is refused"],
  deadSms: [0.03, "text messages whose number is refused"],
  providerTrouble: [0.02, "tries at which a provider has to be asked again later"],
  lateWords: [0.02, "words of FlatPeak that come late"],
  lateWordHours: [6, "hours by which they do (median)"],
  smsPrice: [0.06, "price of a text message"],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type AssumptionName = keyof typeof TABLE;

/** Probabilities from 0 to 1, counts and times; the unit is in the description. */
export type Assumptions = Readonly<Record<AssumptionName, number>>;

export const ASSUMPTION_NAMES = Object.keys(TABLE) as readonly AssumptionName[];

export const ASSUMPTIONS = Object.fromEntries(ASSUMPTION_NAMES.map((name) => [name, TABLE[name][0]])) as Assumptions;

/** Every assumption with what it means, in the order of the table. */
export function describe(assumptions: Assumptions): readonly { readonly value: number; readonly meaning: string }[] {
  return ASSUMPTION_NAMES.map((name) => ({ value: assumptions[name], meaning: TABLE[name][1] }));
}
