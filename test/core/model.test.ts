import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standingOf } from "../../src/core/experiment/arm.ts";
import { isOpen } from "../../src/core/read.ts";
import { addDays, DAY, HOUR, MINUTE, wallClock } from "../../src/core/time.ts";
import { ModelCustomer, SUPPLIER } from "../support/model.ts";
import { runsFrom } from "../support/runs.ts";
import { change, LONDON, MONDAY_10, problem, slot } from "../support/virtual.ts";
import type { ProbeMode } from "../support/model.ts";
import type { ProviderMode, Word } from "../support/provider-modes.ts";
import type { Reason } from "../../src/core/case/reason.ts";
import type { ChannelName, Policy } from "../../src/core/policy.ts";
import type { PricesTold, SlotFacts } from "../../src/core/case/truth.ts";

const HOMES: Readonly<Record<string, string>> = { trf_1: "loc_1", trf_2: "loc_2", trf_3: "loc_2" };
const TARIFFS = ["trf_1", "trf_2", "trf_3"] as const;
type TariffId = (typeof TARIFFS)[number];
type Condition = "broken" | "healthy" | "manual" | "ends_soon" | "ended" | "removed" | "renewed";

/** What the test itself knows: the truth it made up. What the product made of it is read from the product. */
interface Model {
  /** What holds without an experiment. */
  readonly settings: Policy;
  /** The arm of each case as it was first seen. */
  readonly arms: Map<number, string | undefined>;
  readonly truth: Map<TariffId, Condition>;
}
type Command = fc.Command<Model, ModelCustomer>;

const today = (customer: ModelCustomer): string => wallClock(customer.now, LONDON).date;

function tell(model: Model, customer: ModelCustomer): void {
  for (const locationId of ["loc_1", "loc_2"]) {
    const slots = TARIFFS.filter((it) => HOMES[it] === locationId).map((tariffId): SlotFacts => {
      const own = slot({ tariffId, slot: tariffId === "trf_3" ? "commodity_export" : "commodity_import" });
      switch (model.truth.get(tariffId) ?? "healthy") {
        case "broken":
          return { ...own, status: "ERROR", supplier: SUPPLIER };
        case "healthy":
          return { ...own, contractEndDate: addDays(today(customer), 300) };
        case "manual":
          return { ...own, connectionType: "MANUAL" };
        case "ends_soon":
          return { ...own, contractEndDate: addDays(today(customer), 8) };
        case "ended":
          return { ...own, contractEndDate: addDays(today(customer), -1) };
        case "removed":
          return { ...own, status: "NOT_CONNECTED", tariffId: null };
        case "renewed":
          return { ...own, tariffId: `${tariffId}_next`, contractEndDate: addDays(today(customer), 300) };
      }
    });
    customer.truth.set(locationId, slots);
  }
}

/** A command that is checked after it ran. */
function command(name: string, run: (customer: ModelCustomer, model: Model) => void): Command {
  return {
    check: () => true,
    run(model, customer) {
      run(customer, model);
      customer.check();
    },
    toString: () => name,
  };
}

const tariffs = fc.constantFrom<TariffId[]>(...TARIFFS);
const locations = fc.constantFrom("loc_1", "loc_2");
const reasons = fc.constantFrom<Reason[]>("expiring", "expired", "fetch_failed", "upgrade");
const spans = fc.oneof(
  fc.integer({ min: 1, max: 20 }).map((minutes) => minutes * MINUTE),
  fc.integer({ min: 1, max: 30 }).map((hours) => hours * HOUR),
  fc.integer({ min: 2, max: 12 }).map((days) => days * DAY),
  fc.integer({ min: 1, max: 90_000 }),
);
const span = (ms: number): string => `${ms / MINUTE} min`;

const events = fc
  .record({
    reason: reasons,
    tariffId: tariffs,
    endsIn: fc.option(fc.integer({ min: -2, max: 12 })),
    age: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: spans }),
  })
  .map(({ reason, tariffId, endsIn, age }) =>
    command(`event(${reason}, ${tariffId}, end ${endsIn ?? "unknown"}, late by ${span(age)})`, (customer) => {
      const contractEndDate = endsIn === null ? null : addDays(today(customer), endsIn);
      const locationId = HOMES[tariffId] ?? "loc_1";
      const occurredAt = customer.now - age;
      customer.event(problem({ reason, tariffId, locationId, contractEndDate, occurredAt, late: age > 5 * MINUTE }));
    }),
  );

const changes = fc
  .tuple(fc.constantFrom<("session_complete" | "location_update")[]>("session_complete", "location_update"), locations)
  .map(([kind, id]) => command(`${kind}(${id})`, (customer) => customer.event(change(kind, id))));

const truths = fc
  .tuple(
    tariffs,
    fc.constantFrom<Condition[]>(
      "broken",
      "broken",
      "healthy",
      "healthy",
      "manual",
      "ends_soon",
      "ended",
      "removed",
      "renewed",
    ),
  )
  .map(([tariffId, condition]) =>
    command(`truth(${tariffId} ${condition})`, (customer, model) => {
      model.truth.set(tariffId, condition);
      tell(model, customer);
    }),
  );

const repairs = tariffs.map((tariffId) =>
  command(`repaired(${tariffId})`, (customer, model) => {
    model.truth.set(tariffId, "healthy");
    tell(model, customer);
    customer.event(change("session_complete", HOMES[tariffId]));
  }),
);

const time = [
  spans.map((ms) => command(`tick(${span(ms)})`, (customer) => customer.advance(ms))),
  fc.constant(command("alarm", (customer) => customer.toNextAlarm())),
  fc.constant(command("alarm again at once", (customer) => customer.work())),
];

const outages = [
  fc
    .constantFrom<ProviderMode[]>(
      "sent",
      "sent",
      "accepted",
      "accepted",
      "retry",
      "retry_after",
      "failed",
      "uncertain",
      "timeout",
      "put_off",
      "misconfigured",
      "no_address",
      "dead",
      "not_wanted",
      "filtered",
      "unproven",
      "wrong_sender",
    )
    .map((mode) => command(`provider(${mode})`, (customer) => void (customer.provider = mode))),
  fc
    .constantFrom<Word[]>(
      "arrived",
      "dead",
      "former",
      "phone_off",
      "opted_out",
      "own_stop",
      "complained",
      "filtered",
      "wrong_sender",
    )
    .map((word) => command(`word(${word})`, (customer) => customer.report(word))),
  fc
    .constantFrom<(PricesTold | null)[]>(
      { kind: "lacking", why: "missing" },
      { kind: "lacking", why: "pending" },
      { kind: "there", estimatedFrom: null },
      { kind: "there", estimatedFrom: MONDAY_10 },
      null,
    )
    .map((told) => command(`prices(${JSON.stringify(told)})`, (customer) => void (customer.prices = told))),
  fc.boolean().map((on) => command(`outage(${on ? "begins" : "ends"})`, (customer) => void (customer.isOut = on))),
  tariffs.map((tariffId) =>
    command(`supplier of ${tariffId} is down`, (customer, model) => {
      customer.isOut = true;
      model.truth.set(tariffId, "broken");
      tell(model, customer);
      const locationId = HOMES[tariffId] ?? "loc_1";
      customer.event(problem({ reason: "fetch_failed", tariffId, locationId, occurredAt: customer.now }));
      customer.advance(3 * HOUR);
    }),
  ),
  fc
    .constantFrom<ProbeMode[]>("truth", "truth", "unavailable", "unavailable_after", "refuses_us", "untold", "gone")
    .map((mode) => command(`probes(${mode})`, (customer) => void (customer.probeMode = mode))),
];

const isolates = [
  fc.constant(command("isolate dies at the next alarm", (customer) => customer.dieAtNextAlarm())),
  fc.boolean().map((begun) =>
    command(`isolate dies with the next delivery ${begun ? "handed out" : "leased"}`, (customer) => {
      customer.dieWithDelivery();
      if (begun) customer.resume(0);
    }),
  ),
  fc.nat({ max: 3 }).map((index) => command(`loose effect goes on(${index})`, (customer) => customer.resume(index))),
];

const people = [
  locations.map((id) =>
    command(`look again(${id})`, (customer) => {
      customer.input({ type: "probe_wanted", locationId: id });
    }),
  ),
  fc.nat({ max: 5 }).map((index) =>
    command(`tap(open case ${index})`, (customer) => {
      const open = customer.state.cases.filter(isOpen);
      customer.input({ type: "link_opened", caseNo: open[index % Math.max(1, open.length)]?.no ?? 99 });
    }),
  ),
  fc.option(fc.integer({ min: 1, max: 20 })).map((days) =>
    command(`snooze(${days ?? "undone"})`, (customer) => {
      const until = days === null ? null : customer.now + days * DAY;
      customer.input({ type: "snoozed", until });
    }),
  ),
  fc.nat({ max: 3 }).map((index) =>
    command(`tap in vain(${index})`, (customer) => {
      customer.input({ type: "tap_failed", caseNo: customer.state.cases[index]?.no ?? 99 });
    }),
  ),
  fc.boolean().map((out) =>
    command(out ? "opts out" : "opts in", (customer) => {
      customer.input(out ? { type: "opted_out", by: "page" } : { type: "opted_in", by: "page" });
    }),
  ),
  fc.constantFrom(true, false, null).map((own) =>
    command(
      `replies ${own === null ? "START" : `STOP, ${own ? "their own" : "of whoever had the number before"}`}`,
      (customer) => {
        if (own === null) customer.input({ type: "opted_in", by: "reply" });
        else customer.input({ type: "opted_out", by: "reply", ...(own ? {} : { only: "sms" }) });
      },
    ),
  ),
  fc.nat({ max: 3 }).map((last) =>
    command(`number(${last})`, (customer) => {
      customer.input({ type: "contact_changed", contact: { phone: `+4477009001${last}` } });
    }),
  ),
];

// Seldom, or few of the lives would be long enough for messages.
const moves = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(locations, fc.constantFrom("cus_1", "cus_1", "cus_1", "cus_2"))
      .map(([id, owner]) => command(`owner(${id} ${owner})`, (customer) => void customer.owners.set(id, owner))),
  },
  {
    weight: 1,
    arbitrary: locations.map((id) =>
      command(`home left(${id})`, (customer) => {
        customer.owners.set(id, "cus_2");
        customer.input({ type: "location_left", locationId: id });
      }),
    ),
  },
);

const operators = [
  fc.constant(command("replies ended", (it) => void it.input({ type: "replies_ended", heardAt: it.now }))),
  fc.constant(command("messages held", (customer) => void customer.input({ type: "messages_held" }))),
  fc.constant(command("messages released", (customer) => void customer.input({ type: "messages_released" }))),
];

/** What the arms of an experiment differ in, each from the settings and from the other. */
const ARMS: Readonly<Record<string, (policy: Policy) => Policy>> = {
  control: (policy) => policy,
  eager: (policy) => ({
    ...policy,
    groupWait: 0,
    smsMax: 4,
    ladders: { ...policy.ladders, expired: [0, DAY, 2 * DAY, 3 * DAY, 4 * DAY], fetch_failed: [0, DAY] },
  }),
  patient: (policy) => ({
    ...policy,
    smsMax: 1,
    caps: [{ count: 1, within: 7 * DAY }],
    channels: policy.channels.toReversed(),
    ladders: { ...policy.ladders, expired: [2 * DAY], expiring: ["end"], fetch_failed: [] },
    handoverAfter: 2 * DAY,
  }),
};

/** Has the customer treated as an experiment says, with these weights; null ends it without a word of what follows. */
function split(customer: ModelCustomer, settings: Policy, weights: readonly number[] | null, isOn: boolean): void {
  const arms = Object.keys(ARMS).map((name, index) => ({ name, weight: weights?.[index] ?? 0 }));
  customer.policyOf = (state) => {
    const standing = weights === null ? null : standingOf(state, { name: "try", isOn, arms });
    if (standing === null || standing.kind === "settings") return settings;
    const name = standing.kind === "arm" ? standing.name : "patient";
    const policy = ARMS[name]?.(settings) ?? settings;
    return standing.kind === "arm" ? { ...policy, arm: { experiment: "try", name } } : policy;
  };
}

const experiments = fc
  .tuple(fc.constantFrom(null, [1, 1, 1], [0, 1, 0], [0, 0, 1], [5, 0, 1]), fc.boolean())
  .map(([weights, isOn]) =>
    command(`experiment(${weights?.join() ?? "none"} ${isOn ? "on" : "off"})`, (customer, { settings, arms }) => {
      split(customer, settings, weights, isOn);
      // Nobody changes arms in mid-case.
      for (const it of customer.state.cases) {
        if (!arms.has(it.no)) arms.set(it.no, it.arm?.name);
        expect(it.arm?.name).toBe(arms.get(it.no));
      }
    }),
  );

const channels: readonly (readonly ChannelName[])[] = [
  ["handoff"],
  ["handoff"],
  ["sms"],
  ["sms", "email", "handoff"],
  ["push", "sms"],
];

const lives = fc.record({
  channels: fc.constantFrom(...channels),
  upgrades: fc.boolean(),
  hasIndex: fc.boolean(),
  confirmsRepair: fc.boolean(),
  start: fc.constantFrom(MONDAY_10, Date.UTC(2026, 2, 27, 22), Date.UTC(2026, 9, 24, 6)),
  timezones: fc.constantFrom([LONDON, LONDON], [LONDON, "America/New_York"], [null, "Asia/Kolkata"]),
  commands: fc.commands(
    [
      events,
      events,
      changes,
      truths,
      repairs,
      ...time,
      ...time,
      ...outages,
      ...isolates,
      ...isolates,
      ...isolates,
      ...people,
      moves,
      ...operators,
      experiments,
    ],
    {
      maxCommands: 80,
      size: "max",
    },
  ),
});

type Life = typeof lives extends fc.Arbitrary<infer T> ? T : never;

function born({ channels, upgrades, hasIndex, confirmsRepair, start, timezones }: Life): {
  model: Model;
  real: ModelCustomer;
} {
  const { ladders } = new ModelCustomer().settings;
  const upgrade = upgrades ? [0, 5 * DAY] : [];
  const real = new ModelCustomer({ channels, hasIndex, confirmsRepair, ladders: { ...ladders, upgrade } }, start);
  // The fleet's index cannot be reached now and then.
  let writes = 0;
  real.writeIndex = () => (writes += 1) % 3 !== 0;
  for (const [index, timezone] of timezones.entries()) {
    if (timezone !== null) real.zones.set(`loc_${index + 1}`, timezone);
  }
  const { settings } = real;
  const model: Model = { settings, arms: new Map(), truth: new Map(TARIFFS.map((it) => [it, "broken"])) };
  tell(model, real);
  return { model, real };
}

const runs = runsFrom("MODEL_RUNS", 100);

describe("any life of a customer", () => {
  it("keeps every rule after every command, and ends in silence once all is well", { timeout: 3_600_000 }, () => {
    const seen = { accepted: 0, lost: 0, refused: 0, left: 0 };
    fc.assert(
      fc.property(lives, (life) => {
        const { model, real } = born(life);
        fc.modelRun(() => ({ model, real }), life.commands);
        // Whatever happened, a world that works again brings every case to its end.
        real.provider = "sent";
        real.probeMode = "truth";
        real.isOut = false;
        real.prices = null;
        real.input({ type: "messages_released" });
        real.advance(200 * DAY);
        real.check();
        expect(real.openCases).toEqual([]);
        expect(real.alarm).toBeNull();
        seen.accepted += real.accepted.length;
        seen.refused += real.refusals;
        seen.left += real.whats().filter((what) => what === "case_moved").length;
        seen.lost += real.whats().filter((what) => what === "delivery_lease_lost").length;
      }),
      { numRuns: runs },
    );
    expect(seen.accepted).toBeGreaterThan(runs / 2);
    expect(seen.lost).toBeGreaterThan(runs / 50);
    expect(seen.refused).toBeGreaterThan(runs / 50);
    expect(seen.left).toBeGreaterThan(runs / 50);
  });
});
