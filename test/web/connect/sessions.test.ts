// Any conversation that FlatPeak's documentation allows, in any order: every page, every documented error, every list of actions, and
// answers that never come, and that all of them were met is asserted. Nobody ends up at a page without a way on, nothing typed is lost, and nothing is sent twice.
// VITE_CONNECT_SESSIONS=5000 runs as many.

import fc from "fast-check";
import { exports } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { journeyName } from "../../../src/objects/journey-pass.ts";
import { Browser, installConnect, serveConnect, turn, wrong } from "../../support/connect-stand-in.ts";
import { Deck, PAGES } from "../../support/connect-pages.ts";
import { runsFrom } from "../../support/runs.ts";
import { bindings } from "../../support/worker.ts";
import type { Meeting } from "../../support/connect-pages.ts";
import type { Asked, Screen } from "../../support/connect-stand-in.ts";

serveConnect();

/** What a careful person types, by the names of the fields; one who is not leaves them out or types nonsense. */
const TYPED: Readonly<Record<string, string>> = {
  address_line1: "1 High Street",
  city: "Leeds",
  post_code: "LS1 1AA",
  country_code: "GB",
  name: "Meadow",
  price: "27.5",
  fixed: "1.5",
  percentage: "5",
  end: "2028-05-01",
  "from-0": "00:00",
  "to-0": "00:00",
  "price-0": "27.5",
  "from-1": "07:00",
  "to-1": "00:00",
  "price-1": "30",
};

/** Buttons that are pressed in a session, if nothing ends it. */
const STEPS = 20;
/** So many sessions meet every page with each of its errors, and so many each list of its actions as well. */
const FEW = 60;
const MANY = 5_000;

let serial = 0;

class Session {
  readonly #tape: readonly number[];
  readonly #deck: Deck;
  #at = 0;
  readonly token = `cot_session${++serial}`;
  /** The page that FlatPeak is on, and how it is to refuse an answer; null once it has. */
  #meeting: Meeting;
  #error: string | null = null;
  #data: object = {};
  /** How the last question was answered. */
  #last: "page" | "refused" | "lost" | "out" = "page";

  constructor(tape: readonly number[], deck: Deck) {
    this.#tape = tape;
    this.#deck = deck;
    this.#meeting = this.#move();
  }

  pick(of: number): number {
    return (this.#tape[this.#at++ % this.#tape.length] ?? 0) % of;
  }

  one<T>(of: readonly T[]): T {
    return of[this.pick(of.length)] as T;
  }

  hasRefused(): boolean {
    return this.#last === "refused";
  }

  #move(): Meeting {
    this.#meeting = this.#deck.deal((of) => this.pick(of));
    this.#error = this.#meeting.error;
    this.#data = this.one(PAGES[this.#meeting.route]?.data ?? []);
    return this.#meeting;
  }

  #page(): object {
    this.#last = "page";
    const { route, actions } = this.#meeting;
    return { ...turn(route, this.#data, { actions }), connect_token: this.token };
  }

  #redirect(url: string): object {
    this.#last = "out";
    return { connect_token: this.token, route: "session_redirect", live_mode: false, data: { redirect_url: url } };
  }

  answer(asked: Asked): object | Response {
    if (asked.route === "session_start") return this.pick(8) === 0 ? this.#lost() : this.#page();
    if (asked.action === "CLOSE" && this.pick(4) > 0) return this.#redirect("https://go.example.test/c/abc/done");
    if (asked.route === this.#meeting.route && this.#error !== null && this.pick(8) > 0)
      return this.#refuse(this.#error);
    const chance = this.pick(12);
    if (chance === 0) return this.#lost();
    if (chance === 1) return this.#redirect("https://meadow.connect.flatpeak.com/in");
    if (chance === 2) return this.#redirect("https://elsewhere.example/in");
    // Of an older page, as well.
    if (chance <= 5) return this.#refused(this.one(PAGES[asked.route]?.errors ?? ["route_invalid"]));
    this.#move();
    return this.#page();
  }

  #refuse(error: string): Response {
    this.#deck.meet(this.#meeting);
    this.#error = null;
    return this.#refused(error);
  }

  #refused(error: string): Response {
    this.#last = "refused";
    return Response.json(wrong(error), { status: 422 });
  }

  /** No answer, or none that says anything; FlatPeak may have gone on all the same. */
  #lost(): Response {
    this.#last = "lost";
    if (this.pick(2) === 0) this.#move();
    const kind = this.pick(4);
    if (kind === 0) throw new TypeError("the line broke");
    if (kind === 1) return new Response("<html>Bad gateway</html>", { status: 502 });
    if (kind === 2) return Response.json(wrong("busy", "rate_limit"), { status: 429 });
    return Response.json(wrong("internal", "api_error"), { status: 500 });
  }
}

const fetchUs = (request: Request): Promise<Response> => exports.default.fetch(request);

/** The route of the page that a form was drawn for, as FlatPeak wrote it. */
async function routeOf(token: string, screen: Screen): Promise<string> {
  const stub = bindings.JOURNEY.get(bindings.JOURNEY.idFromName(await journeyName(token)));
  const no = screen.fields().get("step") ?? "";
  return runInDurableObject(
    stub,
    (_, { storage }) => storage.kv.get<{ turn: { wireRoute: string } }>(`step:${no}`)?.turn.wireRoute ?? "",
  );
}

const isField = (screen: Screen, name: string): boolean =>
  new RegExp(`<input[^>]* name="${name}"[^>]* type="(?:text|date|time|search)"`).test(screen.html);

describe("any conversation that is documented", () => {
  it("is gone through without a dead end, a lost word or a second sending", { timeout: 3_600_000 }, async () => {
    const connect = installConnect();
    for (const name of ["log", "error"] as const) vi.spyOn(console, name).mockImplementation(() => undefined);
    let now = 1_800_000_000_000;
    vi.useFakeTimers({ toFake: ["Date"], now });

    /** What went wrong in one session; nothing, where nothing did. */
    const run = async (tape: readonly number[]): Promise<readonly string[]> => {
      const breaches: string[] = [];
      const must = (holds: boolean, what: string): void => void (holds ? null : breaches.push(what));
      const session = new Session(tape, deck);
      const browser = new Browser(fetchUs, session.pick(4) > 0);
      connect.answer = (asked) => session.answer(asked);
      const arrival = `/connect?fp_cot=${session.token}`;
      let screen = await browser.open(arrival);
      const older: Screen[] = [];
      for (let step = 0; step < STEPS && browser.left === null; step++) {
        vi.setSystemTime((now += 60_000));
        if (screen.status === 503 || screen.status === 404 || screen.status === 429) {
          screen = await browser.open(arrival);
          continue;
        }
        must(screen.status === 200, `status ${screen.status}`);
        must(screen.heading !== "", "a page without a heading");
        const before = connect.asked.length;
        const kind = session.pick(10);
        if (kind === 0 && browser.cookies.size > 0) {
          screen = await browser.open("/connect");
          must(
            connect.asked.slice(before).every(({ route }) => route === "session_start"),
            "a reload sent something",
          );
          continue;
        }
        const buttons = screen.buttons();
        // A way on, always: a button of the page or a link that leads somewhere.
        must(buttons.length > 0, `no way on from ${screen.heading}`);
        const form = kind === 1 && older.length > 0 ? session.one(older) : screen;
        const route = await routeOf(session.token, form);
        // Whoever leaves sees no more pages: that is one way among many.
        const stays = form.buttons().filter(({ value }) => value !== "CLOSE" || session.pick(4) === 0);
        const button = session.one(stays.length > 0 ? stays : form.buttons());
        const isCareful = session.pick(4) > 0;
        const values: Record<string, string> = {};
        for (const [name] of form.fields()) {
          const value = isCareful ? TYPED[name] : "abc";
          if (value !== undefined && isField(form, name)) values[name] = value;
        }
        const choices = form.choices();
        if (choices.length > 0) {
          const [name, value] = session.one(choices);
          values[name] = value;
        }
        older.push(screen);
        const next = await browser.press(form, button, values);
        const asked = connect.asked.slice(before);
        const sent = asked.filter((it) => it.route !== "session_start");
        must(sent.length <= 1 && asked.length <= 2, `${asked.length} calls, ${sent.length} of them sent something`);
        for (const { route: to, action, data } of sent) {
          must(to === route, `${route} was answered as ${to}`);
          must((action === undefined) === (data !== undefined), "neither data nor action, or both");
          const isMain = data === undefined && ["EDIT", "RECONNECT", "SAVE", "CLOSE"].includes(action ?? "");
          const isData = Object.keys(data ?? {}).every((key) => PAGES[route]?.sends.includes(key) === true);
          const isRight = button.name === "action" ? action === button.value : data === undefined ? isMain : isData;
          must(isRight, `${route} got ${JSON.stringify({ button, action, data })}`);
        }
        if (browser.left !== null) break;
        must(next.status < 500, `status ${next.status}`);
        if (sent.length === 1 && session.hasRefused() && form === screen && sent[0]?.data !== undefined) {
          must(next.alert !== "", "a refusal without a word");
          for (const [name, value] of Object.entries(values)) {
            const stands = next.fields().get(name);
            must(!isField(next, name) || stands === value, `${name}: ${value} became ${stands}`);
          }
        }
        screen = next;
      }
      return breaches;
    };

    const deck = new Deck();
    const sessions = runsFrom("CONNECT_SESSIONS", FEW);
    const tapes = fc.array(fc.nat(9_999), { minLength: 300, maxLength: 300 });
    const found: string[] = [];
    const isWell = async (tape: readonly number[]): Promise<boolean> => {
      const breaches = await run(tape);
      found.push(...breaches);
      return breaches.length === 0;
    };
    const { failed } = await fc.check(fc.asyncProperty(tapes, isWell), {
      numRuns: sessions,
      endOnFailure: true,
    });
    // Chance may leave something out; then a few more are gone through.
    const isWhole = (): boolean => deck.missing[sessions >= MANY ? "meetings" : "pairs"].length === 0;
    for (const tape of fc.sample(tapes, sessions)) if (!failed && !isWhole()) await isWell(tape);
    expect({ failed, found }).toEqual({ failed: false, found: [] });
    const { pairs, meetings } = deck.missing;
    expect(sessions >= FEW ? pairs : []).toEqual([]);
    expect(sessions >= MANY ? meetings : []).toEqual([]);
  });
});
