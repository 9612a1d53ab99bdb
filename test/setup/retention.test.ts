// How long what is kept: settings with safe defaults, and what the product needs as their least.

import { env } from "cloudflare:workers";
import { runDurableObjectAlarm } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { readConfig } from "../../src/setup/config.ts";
import { DAY } from "../../src/core/time.ts";
import { quarantineFor } from "../../src/objects/rooms.ts";
import { testSettings } from "../settings.ts";
import { installFlatPeak } from "../support/flatpeak.ts";
import { customer, firstLink, setContact } from "../support/links.ts";
import { diskOf } from "../support/providers.ts";
import { quarantineStub } from "../support/stubs.ts";
import { bindings } from "../support/worker.ts";
import { repairTariff } from "../../src/dev/emulator/tariffs.ts";
import { LOCATION, TARIFF, happen, tariffIn } from "../support/links.ts";

const read = (settings: Readonly<Record<string, string>>) => readConfig({ ...testSettings, ...settings });

describe("the settings of retention", () => {
  it("are safe where they are left out", () => {
    const result = read({});
    expect(result.ok && result.config.kept).toEqual({
      contact: 400 * DAY,
      history: 400 * DAY,
      events: 45 * DAY,
      words: 30 * DAY,
      quarantine: 400 * DAY,
      phone: 400 * DAY,
    });
  });

  it.each([
    ["HISTORY_KEPT", "99d", "from 100d to 3650d"],
    ["EVENTS_KEPT", "1h", "from 1d to 3650d"],
    ["WORDS_KEPT", "forever", "from 1d to 3650d"],
    ["QUARANTINE_KEPT", "0", "from 1d to 3650d"],
    ["PHONE_KEPT", "4000d", "from 30d to 3650d"],
    ["EVENTS_KEPT", "2d", "must not be shorter than SIGNATURE_MAX_AGE"],
    ["WORDS_KEPT", "500d", "must not be longer than HISTORY_KEPT"],
  ])("complain about %s=%s", (setting, value, problem) => {
    const result = read({ [setting]: value });
    expect(result.ok ? [] : result.complaints).toMatchObject([{ setting, problem: expect.stringContaining(problem) }]);
  });
});

describe("what is kept", () => {
  beforeEach(() => {
    Object.assign(env, {
      EVENTS_KEPT: "8d",
      WORDS_KEPT: "3d",
      HISTORY_KEPT: "100d",
      CONTACT_KEPT: "120d",
      QUARANTINE_KEPT: "5d",
    });
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.spyOn(console, "log").mockImplementation(() => undefined);
  });

  it("of a customer is forgotten when the settings say", async () => {
    const flatpeak = await installFlatPeak();
    await setContact({ phone: "+447700900123" });
    await firstLink(flatpeak);
    repairTariff(tariffIn(flatpeak, TARIFF), Date.now());
    await happen(flatpeak, "location.update", TARIFF, { object: "location", id: LOCATION });
    await customer().advanceClock(10 * 60_000);
    const kept = async (days: number, text: string): Promise<boolean> => {
      await customer().advanceClock(days * DAY);
      return (await diskOf(customer())).includes(text);
    };
    expect([2, "/c/", await kept(2, "/c/")]).toEqual([2, "/c/", true]);
    expect([2, "/c/", await kept(2, "/c/")]).toEqual([2, "/c/", false]);
    expect([3, "account_id", await kept(3, "account_id")]).toEqual([3, "account_id", true]);
    // A real day passes for events, which are kept by the real clock.
    vi.setSystemTime(Date.now() + 9 * DAY);
    expect([1, "account_id", await kept(1, "account_id")]).toEqual([1, "account_id", false]);
    expect([80, "case_opened", await kept(80, "case_opened")]).toEqual([80, "case_opened", true]);
    expect([12, "case_opened", await kept(12, "case_opened")]).toEqual([12, "case_opened", false]);
    expect([0, "+447700900123", await kept(0, "+447700900123")]).toEqual([0, "+447700900123", true]);
    expect([20, "+447700900123", await kept(20, "+447700900123")]).toEqual([20, "+447700900123", false]);
  });

  it("in quarantine is forgotten when the settings say", async () => {
    const digest = "a".repeat(64);
    const body = new TextEncoder().encode("{}");
    await quarantineFor(bindings, digest).put({ digest, reason: "not_json", receivedAt: Date.now(), body });
    vi.setSystemTime(Date.now() + 4 * DAY);
    await runDurableObjectAlarm(quarantineStub("a"));
    expect(await quarantineFor(bindings, digest).entryOf(digest)).not.toBeNull();
    vi.setSystemTime(Date.now() + 2 * DAY);
    await runDurableObjectAlarm(quarantineStub("a"));
    expect(await quarantineFor(bindings, digest).entryOf(digest)).toBeNull();
  });
});
