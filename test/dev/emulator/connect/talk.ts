// What the tests of the emulated conversation share: a client that keeps its token and the page it stands at.
import { asRecord } from "../../../../src/dev/emulator/tariffs.ts";
import type { Answer } from "../support.ts";
import { TestWorld } from "../support.ts";

export type Generation = "anode" | "zero";

/** Supplier ids and the ids of the tariffs they publish. */
export const supplier = {
  britishGas: "prv_5f7b2c11d09a4e6688c0a001",
  harbour: "prv_5f7b2c11d09a4e6688c0a002",
  northwind: "prv_5f7b2c11d09a4e6688c0a004",
  tideway: "prv_5f7b2c11d09a4e6688c0a005",
  foundry: "prv_5f7b2c11d09a4e6688c0a006",
} as const;
export const published = (kind: 1 | 2 | 3 | 4, name: keyof typeof supplier): string =>
  `trt_5f7b2c11d09a4e6688c0b0${kind}${supplier[name].slice(-1)}`;

export const strand = {
  address_line1: "1-3 Strand",
  address_line2: "",
  city: "London",
  state: "",
  post_code: "WC2N 5EH",
  country_code: "GB",
};

/** One session, talked to as a client does: each answer names the page that was shown last, unless told otherwise. */
export class Talk {
  readonly t: TestWorld;
  readonly token: string;
  readonly generation: Generation;
  last: Answer | null = null;

  private constructor(t: TestWorld, token: string, generation: Generation) {
    this.t = t;
    this.token = token;
    this.generation = generation;
  }

  static async begin(asked: object, generation: Generation = "anode", t = new TestWorld()): Promise<Talk> {
    const minted = await t.mint(generation, asked);
    const token = minted.json?.["connect_token"];
    if (typeof token !== "string") throw new Error(`no token: ${minted.text}`);
    const talk = new Talk(t, token, generation);
    await talk.start();
    return talk;
  }

  async start(): Promise<Answer> {
    return this.#keep(await this.t.say(this.token, this.generation === "zero" ? "session_restore" : "session_start"));
  }

  /** Answers the page with data. */
  async give(data: unknown, route = this.route): Promise<Answer> {
    return this.#keep(await this.t.say(this.token, route, { data }));
  }

  async act(action: string, route = this.route): Promise<Answer> {
    return this.#keep(await this.t.say(this.token, route, { action }));
  }

  /** Answers a page with nothing at all. */
  async skip(): Promise<Answer> {
    return this.#keep(await this.t.say(this.token, this.route));
  }

  /** Chooses a supplier that is read directly and does something on its page; then the client begins again. */
  async signIn(id: string, outcome: string): Promise<Answer> {
    await this.t.signIn(await this.give({ provider: { id } }), outcome);
    return this.start();
  }

  get route(): string {
    return String(this.last?.json?.["route"]);
  }

  get data(): Record<string, unknown> {
    return asRecord(this.last?.json?.["data"]);
  }

  get actions(): unknown {
    return this.last?.json?.["actions"];
  }

  /** The types of the events FlatPeak has reported. */
  get reported(): string[] {
    return this.t.finished.map(({ type }) => type);
  }

  /** A refusal is shown in the place of the page, which the client goes on from. */
  #keep(answer: Answer): Answer {
    if (answer.json?.["object"] !== "error") this.last = answer;
    return answer;
  }
}

/** The code of a refusal. */
export const codeOf = (answer: Answer): unknown =>
  answer.json?.["object"] === "error" ? answer.json["code"] : `no error: ${answer.text.slice(0, 200)}`;
