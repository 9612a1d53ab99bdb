// Codes that nobody gave out: they cost their check and nothing else, and all look the same, whatever is wrong with them.

import { listDurableObjectIds } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { encodeLink } from "../../../src/objects/link-code.ts";
import { testSettings } from "../../settings.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import {
  ORIGIN,
  TARIFF,
  codeOf,
  firstLink,
  linkTo,
  setContact,
  story,
  visit,
  withoutNonce,
  seatOf,
} from "../../support/links.ts";
import { bindings } from "../../support/worker.ts";
import { runsFrom } from "../../support/runs.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";
import type { Visit } from "../../support/links.ts";

const total = runsFrom("FORGED_CODES", 3_000);
const AT_ONCE = 50;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const OTHER_KEY = "another-link-key-0123456789abcdef012345";
const PATHS = ["", "/tariffs", `/tariffs/${TARIFF}`, "/snooze", "/stop", "/done"];
const PRESENT: readonly (readonly [string, Visit])[] = [
  ...PATHS.map((path) => [path, {}] as const),
  ["", { form: {} }],
  ["", { form: { tariff: TARIFF } }],
  ["/snooze", { form: { until: "2030-01-01" } }],
  ["/stop", { form: { "List-Unsubscribe": "One-Click" } }],
  ["/stop", { form: { undo: "1" } }],
];

let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
});

const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));
const letters = (count: number): string => Array.from(randomBytes(count), (byte) => ALPHABET[byte % 64]).join("");

/** `code` with one of its bits turned over. */
function flipped(code: string): string {
  const [where = 0, bit = 0] = randomBytes(2);
  const at = where % code.length;
  // The last character carries unused bits; turned over there, the code is another spelling of the same, and refused.
  const turned = ALPHABET[ALPHABET.indexOf(code[at] ?? "A") ^ (1 << (bit % 6))] ?? "A";
  return `${code.slice(0, at)}${turned}${code.slice(at + 1)}`;
}

/** The address of one code with the MAC of another: another customer's, or another number of the same one. */
const spliced = (address: string, genuine: string): string => address.slice(0, -11) + genuine.slice(-11);

describe("forged codes", () => {
  it("touch no object, ask FlatPeak nothing, and are all answered alike", { timeout: 1_800_000 }, async () => {
    const genuine = codeOf(await firstLink(flatpeak));
    const stranger = await encodeLink({ customerId: "cus_0123456789abcdef01234567", ...seatOf(1) }, [OTHER_KEY]);
    const namesakes = [
      stranger,
      codeOf(await linkTo(1, OTHER_KEY)),
      await encodeLink({ customerId: "loc_661677cdc31d91695fd8f33d", ...seatOf(0) }, [OTHER_KEY]),
    ];
    const forge = [
      () => letters(genuine.length),
      () => letters(1 + ((randomBytes(1)[0] ?? 0) % 60)),
      () => flipped(genuine),
      () => flipped(flipped(flipped(genuine))),
      () => spliced(flipped(genuine), genuine),
      () => spliced(namesakes[(randomBytes(1)[0] ?? 0) % namesakes.length] ?? stranger, genuine),
    ];
    const objects = async (): Promise<readonly string[]> => {
      const ids = await Promise.all([
        listDurableObjectIds(bindings.CUSTOMER),
        listDurableObjectIds(bindings.LOCATION),
        listDurableObjectIds(bindings.QUARANTINE),
        listDurableObjectIds(bindings.PHONE),
      ]);
      return ids.flat().map(String).toSorted();
    };
    const before = await objects();
    const calls = flatpeak.calls.length;
    const told = await story();
    const statuses = new Set<number>();
    const bodies = new Set<string>();
    const headers = new Set<string>();
    for (let done = 0; done < total; done += AT_ONCE) {
      const knocks = Array.from({ length: AT_ONCE }, async (_, index) => {
        const code = forge[(done + index) % forge.length]?.() ?? "";
        if (code === genuine) return;
        const [path, how] = PRESENT[(done + index) % PRESENT.length] ?? ["", {}];
        const answer = await visit(`${ORIGIN}/c/${code}${path}`, how);
        statuses.add(answer.status);
        bodies.add(withoutNonce(await answer.text()));
        headers.add(withoutNonce(JSON.stringify([...answer.headers]).replaceAll(/'nonce-[^']*'/g, "")));
      });
      // In their midst the genuine one is answered as ever.
      const asked = done % 1_000 > 0 ? null : visit(`${ORIGIN}/c/${genuine}`, { method: "HEAD" });
      await Promise.all(knocks);
      expect((await asked)?.status ?? 200).toBe(200);
    }
    expect([...statuses]).toEqual([404]);
    expect(bodies.size).toBe(1);
    expect(headers.size).toBe(1);
    expect(await objects()).toEqual(before);
    expect(flatpeak.calls).toHaveLength(calls);
    expect((await story()).cases).toEqual(told.cases);
  });

  it("are answered like a link that ended and one that was never sent, in the language of the browser", async () => {
    await firstLink(flatpeak);
    await setContact({ locale: "it" });
    const language = { headers: { "Accept-Language": "de" } };
    const forged = await visit(`${ORIGIN}/c/${"A".repeat(30)}`, language);
    const expected = withoutNonce(await forged.text());
    expect(expected).toContain('lang="de"');
    const elsewhere = `${ORIGIN}/c/${await encodeLink({ customerId: "cus_nobody", ...seatOf(0) }, [testSettings.LINK_KEYS])}`;
    const never = await linkTo(99);
    for (const url of [
      never,
      `${never}/done`,
      ...["", "/tariffs", `/tariffs/${TARIFF}`, "/done"].map((it) => elsewhere + it),
    ]) {
      const answer = await visit(url, language);
      expect(answer.status).toBe(404);
      expect(answer.headers.get("Content-Language")).toBe("de");
      expect(withoutNonce(await answer.text())).toBe(expected);
    }
    expect((await visit(`${elsewhere}/stop`, { ...language, form: {} })).status).toBe(404);
  });
});

describe("keys", () => {
  it("yesterday's links open after a new key was put in front, and end when theirs is taken away", async () => {
    const link = await firstLink(flatpeak);
    const rotated = { LINK_KEYS: `${OTHER_KEY},${testSettings.LINK_KEYS}` };
    expect((await visit(link, { settings: rotated })).status).toBe(302);
    expect((await visit(await linkTo(1, OTHER_KEY), { settings: rotated })).status).toBe(302);

    const calls = flatpeak.calls.length;
    const revoked = { LINK_KEYS: OTHER_KEY };
    const expected = withoutNonce(await (await visit(`${ORIGIN}/c/${"A".repeat(30)}`)).text());
    for (const [path, how] of PRESENT) {
      const answer = await visit(link + path, { ...how, settings: revoked });
      expect(answer.status).toBe(404);
      expect(withoutNonce(await answer.text())).toBe(expected);
    }
    expect(flatpeak.calls).toHaveLength(calls);
    expect((await story()).contact).toMatchObject({ opted_out: false });
  });
});
