// The book of what was posted and what was acknowledged. An event counts as acknowledged only when the whole answer
// arrived, with status 200 and a word that says where the event is.

import { documentedAccount } from "../../src/dev/emulator/world.ts";
import { signedHeaders } from "../../src/dev/emulator/signing.ts";
import type { SigningKey } from "../../src/dev/emulator/signing.ts";
import type { PlannedEvent } from "./plan.ts";

/** A request ready to be sent. */
export interface Post {
  readonly entry: Entry;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/** One event in the book. */
export interface Entry {
  readonly event: PlannedEvent;
  readonly bytes: Uint8Array<ArrayBuffer>;
  post: Post | null;
  /** When it was first sent (ms); null while it never was. */
  postedAt: number | null;
  /** The first acknowledgement: how it was worded, and when it came. */
  acknowledged: { readonly status: string; readonly at: number } | null;
}

/** What came back for a post; `lost` when no whole answer came. */
export type Answer = "stored" | "duplicate" | "ignored" | "put_off" | "lost" | "unexpected";

const ACKNOWLEDGING = ["stored", "duplicate", "ignored"] as const;
const LIMIT_MS = 120_000;

export class Ledger {
  readonly entries = new Map<string, Entry>();
  readonly answers = new Map<Answer, number>();
  /** Answers that should never come: neither an acknowledgement nor a 503. */
  readonly unexpected: string[] = [];
  readonly #key: SigningKey;

  constructor(key: SigningKey) {
    this.#key = key;
  }

  /** Signs an event for posting: anew, or the very same request once more when `copy`. */
  async prepare(event: PlannedEvent, copy: boolean): Promise<Post> {
    let entry = this.entries.get(event.id);
    if (entry === undefined) {
      entry = { event, bytes: bytesOf(event), post: null, postedAt: null, acknowledged: null };
      this.entries.set(event.id, entry);
    }
    if (copy && entry.post !== null) return entry.post;
    const seconds = Math.floor(Date.now() / 1_000);
    const signed = await signedHeaders(this.#key, entry.bytes, seconds, "2025-09-14.anode");
    const headers = { "Content-Type": "application/json", ...signed };
    entry.post = { entry, bytes: entry.bytes, headers };
    return entry.post;
  }

  /** Posts a request; never throws for what a dying server does to it. */
  async send(origin: string, { entry, bytes, headers }: Post): Promise<Answer> {
    entry.postedAt ??= Date.now();
    const answer = await this.#answerTo(origin, bytes, headers);
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
    const acknowledging = ACKNOWLEDGING.find((it) => it === answer);
    if (acknowledging !== undefined) entry.acknowledged ??= { status: acknowledging, at: Date.now() };
    return answer;
  }

  /** Customers who were named by an event that is stored: the product knows them. */
  customers(): readonly string[] {
    const known = [...this.entries.values()].filter(
      ({ event, acknowledged }) => acknowledged?.status === "stored" && event.data["customer_id"] !== undefined,
    );
    return [...new Set(known.map(({ event }) => event.customerId))];
  }

  /** Events that were posted and not acknowledged, oldest first. */
  pending(): readonly Entry[] {
    return [...this.entries.values()].filter((it) => it.acknowledged === null);
  }

  async #answerTo(origin: string, body: Uint8Array<ArrayBuffer>, headers: Post["headers"]): Promise<Answer> {
    let status: number;
    let text: string;
    try {
      const signal = AbortSignal.timeout(LIMIT_MS);
      const response = await fetch(`${origin}/webhooks/flatpeak`, { method: "POST", headers, body, signal });
      status = response.status;
      text = await response.text();
    } catch (error) {
      // What fetch throws for a line that broke is a TypeError, for a time limit a DOMException.
      if (error instanceof TypeError) return "lost";
      this.unexpected.push(`no answer: ${String(error)}`);
      return "unexpected";
    }
    if (status === 503) return "put_off";
    const said = status === 200 ? (JSON.parse(text) as { status?: string }).status : undefined;
    const acknowledging = ACKNOWLEDGING.find((it) => it === said);
    if (acknowledging !== undefined) return acknowledging;
    this.unexpected.push(`${status} ${text.slice(0, 200)}`);
    return "unexpected";
  }
}

function bytesOf({ id, type, data }: PlannedEvent): Uint8Array<ArrayBuffer> {
  const time = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const account = { account_id: documentedAccount, live_mode: false };
  return Uint8Array.from(
    new TextEncoder().encode(JSON.stringify({ id, object: "event", type, time_created: time, ...account, data })),
  );
}
