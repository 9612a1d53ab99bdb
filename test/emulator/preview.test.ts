// The page with every message: all of them are on it, in the language and for the channel that were asked for.
import { expect, test } from "vitest";
import { LANGUAGES } from "../../src/core/language.ts";
import { messagesPage } from "../../src/emulator/preview.tsx";
import { allWordings, CHANNELS } from "../../src/words/all.ts";

const channels = CHANNELS.filter((it) => it !== "log");
const shown = (page: string): number => page.split('data-testid="message"').length - 1;

test.each(LANGUAGES.flatMap((language) => channels.map((channel) => [language, channel] as const)))(
  "%s by %s",
  async (language, channel) => {
    const page = String(await messagesPage("Example Energy", { language, channel }));
    const wordings = allWordings(language).filter((it) => it.channel === channel);
    expect(shown(page)).toBe(wordings.length);
    expect(page.split(`<article class=`).length - 1).toBe(wordings.length);
    expect(page).toContain(`lang="${language}"`);
    expect(page.includes("1 segment, ")).toBe(channel === "sms");
    expect(page.includes("<iframe")).toBe(channel === "email");
  },
);

test("what is not there is English SMS", async () => {
  const page = await messagesPage("Example Energy", { language: "tlh", channel: "pigeon" });
  expect(String(page)).toBe(String(await messagesPage("Example Energy", { language: "en", channel: "sms" })));
});
