// The addresses, tags and names of the real world are read; what could never work is refused at the door, with an example.

import { describe, expect, it } from "vitest";
import { e164Shape, emailShape, localeShape, phoneShape } from "../../src/channels/contact-fields.ts";
import { nameComplaint } from "../../src/core/legible.ts";

describe("an email address (row 72)", () => {
  it.each([
    ["info@müller-energie.de", "info@xn--mller-energie-wob.de"],
    ["user@xn--e1afmkfd.xn--p1ai", "user@xn--e1afmkfd.xn--p1ai"],
    ["user@пример.рф", "user@xn--e1afmkfd.xn--p1ai"],
    ["Jo.O'Neil+energy=1@Mail.Example.CO.UK", "Jo.O'Neil+energy=1@mail.example.co.uk"],
    ["a@b.co", "a@b.co"],
    ["jo@example.versicherung", "jo@example.versicherung"],
    ["jo@123.example.com", "jo@123.example.com"],
  ])("%s is written to as %s", (given, written) => {
    expect(emailShape.safeParse(given).data).toBe(written);
  });

  it.each([
    "jo",
    "@example.com",
    "jo@",
    "jo@localhost",
    "jo@127.0.0.1",
    "jo@[127.0.0.1]",
    "jo@example.com:25",
    "jo@example.com/x",
    "jo@user@example.com",
    "jo@example..com",
    "jo@-example.com",
    "jo@example.c",
    "jo@example.com.",
    ".jo@example.com",
    "jo.@example.com",
    "jo..o@example.com",
    "jörg@example.com",
    '"jo"@example.com',
    "jo @example.com",
    " jo@example.com",
    "jo@exam ple.com",
    "jo@example.com\r\nBcc: al@example.com",
    `${"j".repeat(65)}@example.com`,
    `jo@${"a.".repeat(130)}com`,
  ])("%j is none, and the complaint shows one", (given) => {
    expect(emailShape.safeParse(given).error?.issues[0]?.message).toContain("like jo@example.com");
  });
});

describe("a language tag (row 72)", () => {
  it.each([
    ["en", "en"],
    ["EN", "en"],
    ["en-GB", "en-GB"],
    ["en_GB", "en-GB"],
    ["de-de", "de-DE"],
    ["de_DE", "de-DE"],
    ["de_DE.UTF-8", "de-DE"],
    ["ca_ES@valencia", "ca-ES"],
    ["es-419", "es-419"],
    ["zh-hans-cn", "zh-Hans-CN"],
    ["en-US-u-hc-h12", "en-US-u-hc-h12"],
    ["gsw-CH", "gsw-CH"],
  ])("%s is %s", (given, written) => {
    expect(localeShape.safeParse(given).data).toBe(written);
  });

  it.each(["", "english", "e", "C", "de-", "de--DE", "de DE", "de-DE-", "-", "en-GB,de", "x".repeat(99)])(
    "%j is none",
    (given) => {
      expect(localeShape.safeParse(given).error?.issues[0]?.message).toContain("like en, en-GB or es-419");
    },
  );
});

describe("a phone number (row 76)", () => {
  it.each(["+4407700900123", "+49015112345678", "+330612345678", "+340612345678", "+35308512345"])(
    "%s is refused for the zero behind its country code, with an example",
    (given) => {
      expect(phoneShape.safeParse(given).error?.issues[0]?.message).toContain("+447700900123 for 07700 900123");
      // A provider that names such a number has dialled it.
      expect(e164Shape.safeParse(given).success).toBe(true);
    },
  );

  it.each([
    "+447700900123",
    "+390612345678",
    "+3780549882345",
    "+2250707123456",
    "+12025550123",
    "+4930123456",
    "+353851234567",
    "+4915112345670",
  ])("%s is taken", (given) => {
    expect(phoneShape.safeParse(given).success).toBe(true);
  });
});

describe("the name of a home (row 48)", () => {
  it.each([
    " ",
    "\u00a0",
    "\u3000",
    "\u3164",
    "\u2800",
    "\u115f\u1160",
    "\uffa0",
    "\u200d",
    "\u{e0041}",
    "...",
    "\ufe0f",
    "https://evil.test/login",
    "evil.test",
    "log in at evil.test now",
    "www.evil",
    "ｅｖｉｌ．ｔｅｓｔ",
    "evil。test",
    "10.0.0.1/login",
    "jo@evil.test",
    "Beach\u202ehouse",
    "Beach\nhouse",
  ])("%j is refused", (name) => {
    expect(nameComplaint(name)).toMatch(/^must /);
  });

  it.each([
    "Beach house",
    "Wohnung 1.OG",
    "St. Mary’s Rd. 4",
    "4",
    "🏖️",
    "Büro E.ON",
    "家",
    "بيت",
    "Flat 2b / garden",
    "한옥",
  ])("%j is a name", (name) => {
    expect(nameComplaint(name)).toBeNull();
  });
});
