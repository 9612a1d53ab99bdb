import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { MONDAY_10, REACHABLE, VirtualCustomer, change, problem, slot } from "../../support/virtual.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { Contact } from "../../../src/core/state.ts";

const ORDER: Partial<Policy> = { channels: ["push", "email", "sms", "handoff"] };

function customerWith(settings: Partial<Policy> = {}, contact: Partial<Contact> = {}): VirtualCustomer {
  const customer = new VirtualCustomer({ ...ORDER, ...settings });
  customer.state = { ...customer.state, contact: { ...REACHABLE, ...contact } };
  return customer;
}

const channels = (customer: VirtualCustomer): readonly string[] => customer.told.map((it) => it.channel);

/** Tells the core what a provider says of the newest message, as a callback would. */
function late(customer: VirtualCustomer, outcome: DeliveryOutcome, attempt: number | null = null): void {
  customer.input({ type: "delivery_settled", no: customer.state.lastNotificationNo, attempt, outcome });
}

describe("the order of channels", () => {
  it("goes on to the next channel with each reminder that brought no tap", () => {
    const customer = customerWith();
    customer.event(problem());
    customer.advance(30 * DAY);
    expect(channels(customer)).toEqual(["push", "email", "sms", "handoff"]);
  });

  it("stays with the channel that brought the tap", () => {
    const customer = customerWith();
    customer.event(problem());
    customer.advance(HOUR);
    customer.input({ type: "link_opened", caseNo: 1 });
    customer.advance(30 * DAY);
    expect(channels(customer)).toEqual(["push", "push", "push", "push"]);
  });

  it("leaves out what the customer has no address for, does not want, or what is dead", () => {
    const none = customerWith({}, { pushToken: null });
    const unwanted = customerWith({}, { preferred: ["email"] });
    const dead = customerWith({}, { dead: ["push", "email"] });
    for (const customer of [none, unwanted, dead]) {
      customer.event(problem());
      customer.advance(30 * DAY);
    }
    expect(channels(none)).toEqual(["email", "sms", "handoff", "handoff"]);
    expect(channels(unwanted)).toEqual(["email", "handoff", "handoff", "handoff"]);
    expect(channels(dead)).toEqual(["sms", "handoff", "handoff", "handoff"]);
  });

  it("sends at most so many text messages about a case", () => {
    const customer = customerWith({ channels: ["sms", "email"], smsMax: 1 });
    customer.event(problem());
    customer.input({ type: "link_opened", caseNo: 1 });
    customer.advance(30 * DAY);
    expect(channels(customer)).toEqual(["sms", "email", "email", "email"]);

    const only = customerWith({ channels: ["sms"], smsMax: 2 });
    only.event(problem());
    only.advance(40 * DAY);
    expect(channels(only)).toEqual(["sms", "sms"]);
    expect(only.silences()).toEqual(["sms_limit", "sms_limit"]);
    expect(only.published).toHaveLength(1);
  });

  it("says in the journal that a customer cannot be reached, and still hands the case over", () => {
    const customer = customerWith({ channels: ["push", "sms"] }, { pushToken: null, phone: null });
    customer.event(problem());
    customer.advance(40 * DAY);
    expect(customer.told).toEqual([]);
    expect(new Set(customer.silences())).toEqual(new Set(["cannot_be_reached"]));
    expect(customer.published).toHaveLength(1);
  });

  it("tries a channel whose address is looked up, and goes on when there is none", () => {
    const customer = customerWith({ contactLookup: true }, { pushToken: null, email: null, phone: null });
    customer.deliver = (it) => (it.channel === "sms" ? { kind: "sent" } : { kind: "no_address" });
    customer.event(problem());
    customer.advance(HOUR);
    expect(channels(customer)).toEqual(["sms"]);
    expect(customer.journal.filter((it) => it.what === "channel_changed").map((it) => it.detail["to"])).toEqual([
      "email",
      "sms",
    ]);
  });

  it("says that it was the limit of text messages where nothing else that is looked up was there", () => {
    const facts = { pushToken: null, email: null, phone: null };
    const customer = customerWith({ contactLookup: true, channels: ["sms", "email"], smsMax: 2 }, facts);
    customer.deliver = (it) => (it.channel === "sms" ? { kind: "sent" } : { kind: "no_address" });
    customer.event(problem());
    customer.advance(40 * DAY);
    const failed = () => customer.journal.filter((it) => it.what === "message_failed").map((it) => it.detail["why"]);
    expect(failed()).toEqual(["sms_limit", "sms_limit"]);
    const nobody = customerWith({ contactLookup: true, channels: ["sms", "email"] }, facts);
    nobody.deliver = () => ({ kind: "no_address" });
    nobody.event(problem());
    nobody.advance(HOUR);
    expect(nobody.journal.find((it) => it.what === "message_failed")?.detail["why"]).toBe("cannot_be_reached");
  });

  it("sends nothing when the company says at that moment that the customer wants nothing", () => {
    const customer = customerWith();
    customer.deliver = () => ({ kind: "not_wanted" });
    customer.event(problem());
    customer.advance(HOUR);
    expect(customer.told).toEqual([]);
    expect(customer.whats()).toContain("message_cancelled");
    expect(customer.state.contact.stops).toEqual([]);
  });
});

describe("an address that fails", () => {
  it("is remembered as dead, and the next channel brings the message at once", () => {
    const customer = customerWith();
    customer.deliver = (it) =>
      it.channel === "push" ? { kind: "failed", why: "gone", scope: "recipient", address: "dead" } : { kind: "sent" };
    customer.event(problem());
    customer.advance(30 * DAY);
    expect(channels(customer)).toEqual(["email", "sms", "handoff", "handoff"]);
    expect(customer.told[0]?.at).toBe(MONDAY_10 + 5 * MINUTE);
    expect(customer.state.contact.dead).toEqual(["push"]);
    customer.input({ type: "contact_changed", contact: { pushToken: "a new one" } });
    expect(customer.state.contact.dead).toEqual([]);
  });

  const optedOut = { kind: "failed", why: "21610", scope: "recipient", address: "opted_out", cause: "stop" } as const;

  it("silences the customer when it is they who opted out at the provider", () => {
    const customer = customerWith({ channels: ["sms", "email"] });
    customer.deliver = () => ({ ...optedOut, isOwn: true });
    customer.event(problem());
    customer.advance(30 * DAY);
    expect(customer.told).toEqual([]);
    expect(customer.state.contact.stops).toEqual([{ by: "provider", at: MONDAY_10 + 5 * MINUTE }]);
  });

  it("closes the number alone when nobody knows whose STOP the provider heard: email brings the message (row 104)", () => {
    const customer = customerWith({ channels: ["sms", "email"] });
    customer.deliver = (it) => (it.channel === "sms" ? optedOut : { kind: "sent" });
    customer.event(problem());
    customer.advance(30 * DAY);
    expect(new Set(channels(customer))).toEqual(new Set(["email"]));
    expect(customer.told[0]?.at).toBe(MONDAY_10 + 5 * MINUTE);
    expect(customer.state.contact.stops).toEqual([{ by: "provider", at: MONDAY_10 + 5 * MINUTE, only: "sms" }]);
  });

  it("fails for good when no channel is left", () => {
    const customer = customerWith({ channels: ["push", "email"] });
    customer.deliver = () => ({ kind: "failed", why: "refused", scope: "recipient" });
    customer.event(problem());
    customer.advance(HOUR);
    expect(customer.whats().filter((it) => it === "channel_changed")).toHaveLength(1);
    expect(customer.whats()).toContain("message_failed");
    expect(customer.state.sentAt).toEqual([]);
  });

  it("makes trouble that no one can name permanent after so many tries", () => {
    const customer = customerWith({ channels: ["sms", "email"] });
    let calls = 0;
    customer.deliver = (it) => {
      if (it.channel === "email") return { kind: "sent" };
      calls += 1;
      return { kind: "retry", why: "twilio 12345", retryAfter: null, tries: 3 };
    };
    customer.event(problem());
    customer.advance(DAY);
    expect(calls).toBe(3);
    expect(channels(customer)).toEqual(["email"]);
  });

  it("does not fall back from a message that may have arrived", () => {
    const customer = customerWith({ channels: ["email", "sms"] });
    customer.deliver = (it) =>
      it.attempt === 1
        ? { kind: "retry", why: "cut off", retryAfter: null, maybeArrived: true }
        : { kind: "failed", why: "refused", scope: "recipient" };
    customer.event(problem());
    customer.advance(DAY);
    expect(customer.whats()).not.toContain("channel_changed");
    expect(customer.state.sentAt).toHaveLength(1);
  });
});

describe("a message the provider took", () => {
  const taken = (): VirtualCustomer => {
    const customer = customerWith({ channels: ["sms", "email"] });
    customer.deliver = () => ({ kind: "accepted" });
    customer.event(problem());
    customer.advance(10 * MINUTE);
    expect(customer.state.notifications).toMatchObject([{ status: "accepted", settledAt: null }]);
    expect(customer.state.sentAt).toHaveLength(1);
    return customer;
  };

  it("counts once, whatever is said of it how often", () => {
    const customer = taken();
    late(customer, { kind: "sent" }, 1);
    late(customer, { kind: "sent" }, 1);
    late(customer, { kind: "failed", why: "30005", scope: "recipient" }, 1);
    expect(customer.state.sentAt).toHaveLength(1);
    expect(customer.whats().filter((it) => it === "message_delivered")).toHaveLength(1);
    expect(customer.whats()).not.toContain("message_failed");
  });

  it("is left at that when nobody says for a day whether it arrived", () => {
    const customer = taken();
    customer.advance(DAY);
    expect(customer.whats()).toContain("message_unconfirmed");
    expect(customer.state.notifications).toEqual([]);
    expect(customer.told).toHaveLength(1);
  });

  it("gives its place under the caps back when it never arrived, and the next channel brings it", () => {
    const customer = taken();
    late(customer, { kind: "failed", why: "30006", scope: "recipient", address: "dead" }, 1);
    expect(customer.state.sentAt).toEqual([]);
    customer.advance(MINUTE);
    expect(channels(customer)).toEqual(["sms", "email"]);
    expect(customer.state.sentAt).toHaveLength(1);
    expect(customer.state.cases[0]?.toldBySms).toBe(0);
  });

  it("is sent again later when the phone was off, three times, and then by the next channel", () => {
    const customer = taken();
    for (let round = 1; round <= 3; round++) {
      late(customer, { kind: "retry", why: "30003", retryAfter: null }, round);
      customer.advance(5 * HOUR);
    }
    expect(channels(customer)).toEqual(["sms", "sms", "sms", "email"]);
  });

  it("is not brought by another channel once the tariff is repaired, or a later reminder is out", () => {
    const repaired = taken();
    repaired.truth.set("loc_1", [slot({ contractEndDate: "2027-02-01" })]);
    repaired.event(change("session_complete"));
    repaired.advance(MINUTE);
    late(repaired, { kind: "failed", why: "30005", scope: "recipient", address: "dead" }, 1);
    repaired.advance(DAY);
    expect(repaired.told).toHaveLength(1);

    const reminded = taken();
    reminded.state = { ...reminded.state, sentAt: [...reminded.state.sentAt, reminded.now + MINUTE] };
    reminded.input({
      type: "delivery_settled",
      no: 1,
      attempt: 1,
      outcome: { kind: "failed", why: "30005", scope: "recipient", address: "dead" },
    });
    expect(reminded.whats()).toContain("message_failed");
    expect(reminded.whats()).not.toContain("channel_changed");
  });

  it("hears nothing of an attempt that is past", () => {
    const customer = taken();
    late(customer, { kind: "retry", why: "30003", retryAfter: null }, 1);
    customer.advance(5 * HOUR);
    const before = customer.state;
    late(customer, { kind: "failed", why: "30005", scope: "recipient", address: "dead" }, 1);
    expect(customer.state).toEqual(before);
  });
});

describe("a channel that is closed for all", () => {
  it("keeps the message, blames no address, and sends it when the key is put right", () => {
    const customer = customerWith({ channels: ["sms", "email"] });
    let mended = false;
    customer.deliver = () =>
      mended ? { kind: "sent" } : { kind: "misconfigured", why: "twilio 20003", scope: "account" };
    customer.event(problem());
    customer.advance(2 * HOUR);
    expect(customer.told).toEqual([]);
    expect(customer.state.contact.dead).toEqual([]);
    // Nothing went anywhere, so that it is rendered anew and is not given up by the clock of a provider's keys.
    expect(customer.state.notifications).toMatchObject([{ status: "due", payload: null }]);
    mended = true;
    customer.advance(2 * HOUR);
    expect(channels(customer)).toEqual(["sms"]);
  });

  it("keeps an email that was refused for a day and more", () => {
    const customer = customerWith({
      channels: ["email"],
      ladders: { ...customerWith().settings.ladders, expired: [0] },
    });
    const mendedAt = MONDAY_10 + 5 * DAY;
    customer.deliver = () =>
      customer.now < mendedAt ? { kind: "misconfigured", why: "401", scope: "account" } : { kind: "sent" };
    customer.event(problem());
    customer.advance(7 * DAY);
    expect(customer.told).toHaveLength(1);
  });

  it("is not waited for longer than a day where another channel reaches the customer", () => {
    const customer = customerWith({ channels: ["sms", "email"] });
    customer.deliver = (it) =>
      it.channel === "sms" ? { kind: "put_off", why: "the channel is closed", wait: HOUR } : { kind: "sent" };
    customer.event(problem());
    customer.advance(2 * DAY);
    expect(channels(customer)).toEqual(["email"]);
  });

  it("keeps a publication for as long as it takes", () => {
    const customer = customerWith({ channels: ["email", "handoff"] });
    let mended = false;
    customer.deliver = (it) =>
      it.kind === "publish" && !mended
        ? { kind: "misconfigured", why: "backend answered 401", scope: "account" }
        : { kind: "sent" };
    customer.event(problem());
    customer.advance(35 * DAY);
    expect(customer.published).toEqual([]);
    mended = true;
    customer.advance(2 * DAY);
    expect(customer.published).toHaveLength(1);
    expect(customer.whats()).not.toContain("publication_failed");
  });

  it("waits as long as the gate says, and is taken back when it stops being true", () => {
    const customer = customerWith({ channels: ["sms"] });
    customer.deliver = () => ({ kind: "put_off", why: "the channel is closed", wait: HOUR });
    customer.event(problem());
    customer.advance(10 * MINUTE);
    customer.truth.set("loc_1", [slot({ contractEndDate: "2027-02-01" })]);
    customer.deliver = () => ({ kind: "sent" });
    customer.advance(DAY);
    expect(customer.told).toEqual([]);
    expect(customer.whats()).toContain("case_repaired");
  });
});

describe("WhatsApp", () => {
  const order: Partial<Policy> = { channels: ["whatsapp", "sms"] };

  it("goes to nobody who did not agree to it, and to whoever did first", () => {
    const agreed = customerWith(order, { whatsapp: true });
    const silent = customerWith(order);
    for (const customer of [agreed, silent]) {
      customer.event(problem());
      customer.advance(HOUR);
    }
    expect([channels(agreed), channels(silent)]).toEqual([["whatsapp"], ["sms"]]);
  });

  it("ends with the number it was agreed to at, unless the company says it again", () => {
    const customer = customerWith(order, { whatsapp: true });
    const say = (contact: Partial<Contact>): void => {
      customer.input({ type: "contact_changed", contact, heardAt: customer.now });
    };
    say({ email: "other@example.com" });
    expect(customer.state.contact.whatsapp).toBe(true);
    say({ phone: "+447700900555" });
    expect(customer.state.contact.whatsapp).toBe(false);
    say({ phone: "+447700900556", whatsapp: true });
    expect(customer.state.contact.whatsapp).toBe(true);
  });

  it("that is refused goes on by SMS, once, and later messages do not try the number by WhatsApp again", () => {
    const customer = customerWith(order, { whatsapp: true });
    customer.deliver = ({ channel }) =>
      channel === "whatsapp" ? { kind: "failed", why: "63024", scope: "recipient", address: "dead" } : { kind: "sent" };
    customer.event(problem());
    customer.advance(HOUR);
    expect(channels(customer)).toEqual(["sms"]);
    expect(customer.state.contact.dead).toEqual(["whatsapp"]);
    customer.advance(4 * DAY);
    expect(channels(customer)).toEqual(["sms", "sms"]);
  });

  describe("that no phone shows", () => {
    const waits: Partial<Policy> = { ...order, whatsappUndeliveredAfter: 4 * HOUR };
    const accepted = (settings: Partial<Policy>): VirtualCustomer => {
      const customer = customerWith(settings, { whatsapp: true });
      customer.deliver = ({ channel }) => (channel === "whatsapp" ? { kind: "accepted" } : { kind: "sent" });
      customer.event(problem());
      customer.advance(HOUR);
      return customer;
    };

    it("goes by SMS once where the policy says so, though it counts as told where not", () => {
      const waiting = accepted(waits);
      const patient = accepted(order);
      for (const customer of [waiting, patient]) customer.advance(2 * DAY);
      expect(channels(waiting)).toEqual(["whatsapp", "sms"]);
      expect(channels(patient)).toEqual(["whatsapp"]);
      expect(new Set(waiting.told.map(({ id }) => id)).size).toBe(1);
    });

    it("stays where it is once a phone has shown it, also when that is told late", () => {
      const shown = accepted(waits);
      late(shown, { kind: "sent" }, 1);
      shown.advance(2 * DAY);
      expect(channels(shown)).toEqual(["whatsapp"]);
      const tooLate = accepted(waits);
      tooLate.advance(2 * DAY);
      tooLate.input({ type: "delivery_settled", no: 1, attempt: 1, channel: "whatsapp", outcome: { kind: "sent" } });
      tooLate.advance(HOUR);
      expect(channels(tooLate)).toEqual(["whatsapp", "sms"]);
    });

    it("and is shown before the SMS has left needs no SMS", () => {
      const customer = accepted(waits);
      customer.deliver = ({ channel }) =>
        channel === "whatsapp" ? { kind: "accepted" } : { kind: "put_off", why: "the channel is busy", wait: HOUR };
      customer.advance(4 * HOUR);
      expect(customer.state.notifications).toMatchObject([{ channel: "sms", status: "due" }]);
      customer.input({ type: "delivery_settled", no: 1, attempt: 1, channel: "whatsapp", outcome: { kind: "sent" } });
      expect(customer.state.notifications).toEqual([]);
      expect(customer.state.sentAt).toHaveLength(1);
      customer.advance(DAY);
      expect(channels(customer).filter((it) => it === "sms").length).toBeLessThanOrEqual(1);
    });

    it("waits where nobody else could bring it, and does not wake for nothing", () => {
      const alone = accepted({ ...waits, channels: ["whatsapp"] });
      alone.advance(2 * DAY);
      expect(channels(alone)).toEqual(["whatsapp"]);
    });
  });
});
