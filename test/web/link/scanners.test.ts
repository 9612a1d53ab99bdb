// Whoever looks ahead never uses a link up, never counts as a tap, never stops a reminder; and people are not kept out.

import { beforeEach, describe, expect, it } from "vitest";
import { repairTariff } from "../../../src/dev/emulator/tariffs.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import {
  CUSTOMER,
  DESK,
  PHONE,
  TARIFF,
  customer,
  firstLink,
  minted,
  mints,
  story,
  tariffIn,
  visit,
} from "../../support/links.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";
import type { Visit } from "../../support/links.ts";

const HEADLESS =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.6478.55 Safari/537.36";
const CHROME =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";

/** Previewers and scanners by the names their makers publish. */
const BOTS = {
  Slack: "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
  Facebook: "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
  WhatsApp: "WhatsApp/2.23.20.0",
  Meta: "meta-externalfetcher/1.1",
  iMessage:
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
  Twitter: "Twitterbot/1.0",
  LinkedIn: "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
  Telegram: "TelegramBot (like TwitterBot)",
  Discord: "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
  Teams: "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
  Outlook: "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.12026; Pro)",
  "Gmail's images": "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
  "Yahoo Mail": "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
  Barracuda: "Barracuda Sentinel (EE)",
  ClamAV: "ClamAV/0.101.5 (OS: linux-gnu, ARCH: x86_64, CPU: x86_64)",
  VirusTotal: "AppEngine-Google; (+http://code.google.com/appengine; appid: s~virustotalcloud)",
  Bing: "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b",
  Google: "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  Apple:
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.1 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)",
  Snapchat: "Mozilla/5.0 (compatible; Snap URL Preview Service; bot; snapchat; https://developers.snap.com/robots)",
  Embedly: "Mozilla/5.0 (compatible; Embedly/0.2; +http://support.embed.ly/)",
  Mastodon: "Mastodon/4.3.0 (http.rb/5.2.0; +https://mastodon.social/) Bot",
  Matrix: "Synapse (bot; +https://github.com/matrix-org/synapse)",
  LINE: "facebookexternalhit/1.1;line-poker/1.0",
};

const PEOPLE = {
  "Safari on an iPhone": PHONE,
  "Chrome on Android": CHROME,
  "Firefox at a desk": DESK,
  "Facebook's app on iOS":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 13_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBDV/iPhone11,8;FBMD/iPhone;FBSN/iOS;FBSV/13.3.1;FBSS/2;FBID/phone;FBLC/en_US;FBOP/5;FBCR/]",
  "Facebook's app on Android":
    "Mozilla/5.0 (Linux; Android 9; SM-G950U Build/PPR1.180610.011; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/80.0.3987.149 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/263.0.0.46.121;]",
  "Instagram's app":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 13_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 123.1.0.26.115 (iPhone11,8; iOS 13_3; en_US; en-US; scale=2.00; 828x1792; 190542906)",
  "Google's app, where Gmail opens links":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 13_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/102.0.304944559 Mobile/15E148 Safari/604.1",
  "a web view, as Outlook's app has it on Android":
    "Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0.6367.82 Mobile Safari/537.36",
  "a web view, as Outlook's app has it on iOS":
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
  "a phone whose maker has bot in its name":
    "Mozilla/5.0 (Linux; Android 6.0; CUBOT MAX) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/72.0.3626.121 Mobile Safari/537.36",
};
const CLIENTS = ["curl/8.9.1", "Wget/1.21.4", "python-requests/2.32.3", "node", "okhttp/4.12.0", ""];

let flatpeak: FakeFlatPeak;
let link: string;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
  link = await firstLink(flatpeak);
});

const times = (count: number, how: Visit): readonly Visit[] => Array.from({ length: count }, () => how);
const AHEAD: readonly Visit[] = [
  ...times(5, { method: "HEAD" }),
  ...times(3, { agent: HEADLESS }),
  { headers: { "Sec-Purpose": "prefetch" } },
  { headers: { "Sec-Purpose": "prefetch;prerender" } },
  { headers: { Purpose: "prefetch" } },
  { headers: { "X-Moz": "prefetch" } },
  ...Object.values(BOTS).map((agent) => ({ agent })),
];

describe("on one fresh link", () => {
  it("everything that looks ahead mints nothing and leaves the case as it was; then a person gets through", async () => {
    const before = await story();
    const calls = flatpeak.calls.length;
    for (const how of AHEAD) {
      for (const path of ["", "/tariffs", `/tariffs/${TARIFF}`, "/done", "/snooze", "/stop"]) {
        if (path !== "" && how.agent === HEADLESS) continue;
        const answer = await visit(`${link}${path}`, how);
        expect({ how, path, status: answer.status, location: answer.headers.get("Location") }).toEqual({
          how,
          path,
          status: 200,
          location: null,
        });
      }
    }
    expect(flatpeak.calls).toHaveLength(calls);
    const after = await story();
    expect(after.cases).toEqual(before.cases);
    expect(after.cases).toMatchObject([{ state: "open", tapped_at: null }]);
    expect(after.journal).toEqual(before.journal);
    expect(after.next_wake_at).toBe(before.next_wake_at);

    expect((await visit(link)).status).toBe(302);
    expect(minted(flatpeak)).toEqual([TARIFF]);
    expect((await story()).cases).toMatchObject([{ state: "open", tapped_at: expect.any(String) as string }]);
    // The ladder goes on: nothing was repaired.
    await customer().advanceClock(4 * 86_400_000);
    expect(flatpeak.handoffs).toHaveLength(2);
  });

  it("a scanner that follows every link of the overview in a driven browser mints nothing either", async () => {
    expect((await visit(`${link}/tariffs/${TARIFF}`, { agent: HEADLESS })).status).toBe(200);
    expect((await visit(`${link}/tariffs/trf_6597ef46529ab4467502af3e`, { agent: HEADLESS })).status).toBe(200);
    expect(mints(flatpeak)).toBe(0);
    expect((await story()).cases).toMatchObject([{ tapped_at: null }]);
  });

  it("who takes it for a page finds what it is, and a button that leads on", async () => {
    const answer = await visit(link, { agent: BOTS.Slack });
    const html = await answer.text();
    expect(html).toContain("<title>Your energy tariff · Example Energy</title>");
    expect(html).toMatch(/<meta name="description" content="[^"]{20,}"/);
    expect(html).toMatch(/<meta property="og:title" content="[^"]+"/);
    expect(html).toMatch(/<meta property="og:description" content="[^"]{20,}"/);
    expect(html).toContain('<meta property="og:site_name" content="Example Energy"/>');
    expect(html).not.toContain(CUSTOMER);
    const [, action] = /<form method="post" action="(\/c\/[^"]+)"/.exec(html) ?? [];
    expect(action).toBe(new URL(link).pathname);
    expect((await visit(link, { agent: BOTS.Slack, form: {} })).status).toBe(303);
  });
});

describe("people and plain HTTP clients", () => {
  it.each(Object.entries(PEOPLE))("%s is led on at once", async (_, agent) => {
    expect((await visit(link, { agent })).status).toBe(302);
  });

  it.each(CLIENTS)("the client '%s' is led on at once", async (agent) => {
    expect((await visit(link, { agent })).status).toBe(302);
  });
});

describe("somebody who is back from Connect, in an app whose name stands on a list of bots", () => {
  const agent = BOTS.WhatsApp;

  it("after a tap sees how it went, and no scanner's page (row 47)", async () => {
    expect((await visit(link, { form: {}, agent })).status).toBe(303);
    repairTariff(tariffIn(flatpeak, TARIFF), Date.now());
    const answer = await visit(`${link}/done`, { agent });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("Connected. Thank you!");
    expect((await story()).cases).toMatchObject([{ state: "repaired" }]);
  });

  it("with the token that Connect named sees it too, and the overview by the same way (row 47)", async () => {
    const { pathname } = new URL(link);
    for (const [path, said] of [
      ["done", "Not connected yet"],
      ["tariffs", "Your energy tariffs"],
    ] as const) {
      const back = await visit(`${link}/${path}?fp_cot=cot_whatever`, { agent });
      expect(back.headers.get("Location")).toBe(`${pathname}/${path}?back`);
      const html = await (await visit(`${link}/${path}?back`, { agent })).text();
      expect(html).toContain(said);
      expect(html).not.toContain("Continue to reconnect");
    }
  });

  it("before any tap finds a page that looks again by itself; whoever follows that is a person (row 47)", async () => {
    const before = flatpeak.calls.length;
    const answer = await visit(`${link}/done`, { agent });
    const html = await answer.text();
    expect(html).toContain("Checking your tariff");
    expect(html).not.toContain("Continue to reconnect");
    expect(flatpeak.calls).toHaveLength(before);
    expect(answer.headers.get("Refresh")).toMatch(/url=\?look=1$/);
    expect(await (await visit(`${link}/done?look=1`, { agent })).text()).toContain("Not connected yet");
  });

  it.each([{ method: "HEAD" }, { headers: { "Sec-Purpose": "prefetch" } }])(
    "is not looked ahead for, tap or not: %j",
    async (how) => {
      await visit(link, { form: {} });
      const before = flatpeak.calls.length;
      for (const path of ["done", "done?back", "tariffs?back"]) await visit(`${link}/${path}`, how);
      expect(flatpeak.calls).toHaveLength(before);
    },
  );
});

describe("LINK_CONFIRM", () => {
  it("=always: nobody is led on without the button, not even from the overview", async () => {
    const settings = { LINK_CONFIRM: "always" };
    const other = "trf_6597ef46529ab4467502af3e";
    for (const url of [link, `${link}/tariffs/${TARIFF}`, `${link}/tariffs/${other}`]) {
      const page = await visit(url, { settings });
      expect(page.status).toBe(200);
      expect(await page.text()).toContain("Continue to reconnect");
    }
    expect(mints(flatpeak)).toBe(0);
    expect((await story()).cases).toMatchObject([{ tapped_at: null }]);

    const taps = await Promise.all(times(20, { settings, form: {} }).map((how) => visit(link, how)));
    expect(new Set(taps.map((it) => it.status))).toEqual(new Set([303]));
    expect(new Set(taps.map((it) => it.headers.get("Location"))).size).toBe(1);
    expect(minted(flatpeak)).toEqual([TARIFF]);
    expect((await story()).cases).toMatchObject([{ tapped_at: expect.any(String) as string }]);
  });

  it("=always: the button of a tariff of the overview leads to that tariff", async () => {
    const settings = { LINK_CONFIRM: "always" };
    const other = "trf_6597ef46529ab4467502af3e";
    const html = await (await visit(`${link}/tariffs/${other}`, { settings })).text();
    expect(html).toContain(`<input type="hidden" name="tariff" value="${other}"/>`);
    expect((await visit(link, { settings, form: { tariff: other } })).status).toBe(303);
    expect(minted(flatpeak)).toEqual([other]);
  });

  it("=suspicious: a driven browser finds the button, and it leads on", async () => {
    expect((await visit(link, { agent: HEADLESS })).status).toBe(200);
    expect(mints(flatpeak)).toBe(0);
    expect((await visit(link, { agent: HEADLESS, form: {} })).status).toBe(303);
  });

  it("=never: a driven browser is led on; what is listed or looks ahead still is not", async () => {
    const settings = { LINK_CONFIRM: "never" };
    expect((await visit(link, { settings, agent: HEADLESS })).status).toBe(302);
    expect((await visit(link, { settings, agent: BOTS.Slack })).status).toBe(200);
    expect((await visit(link, { settings, headers: { "Sec-Purpose": "prefetch" } })).status).toBe(200);
    expect((await visit(link, { settings, method: "HEAD" })).status).toBe(200);
  });
});
