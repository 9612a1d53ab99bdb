// Asks the product for its customers' stories, as an operator would.

/** What the rig reads of a story. Times are on the customer's clock. */
export interface Story {
  readonly customer_id: string;
  readonly now: string;
  readonly next_wake_at: string | null;
  readonly events: number;
  readonly cases: readonly {
    readonly case: number;
    readonly tariff_id: string;
    readonly reason: string;
    readonly reason_since: string;
    readonly state: string;
    readonly told: number;
    readonly next_reminder_at: string | null;
    readonly arm: string | null;
  }[];
  readonly notifications: readonly {
    readonly id: string;
    readonly kind: string;
    readonly status: string;
    readonly attempts: number;
    readonly rung: number;
    readonly cases: readonly number[];
    readonly created_at: string;
  }[];
}

/** An operator of the product at `origin`. */
export class Operator {
  readonly #origin: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(origin: string, token: string) {
    this.#origin = origin;
    this.#headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  }

  /** The story of a customer; null where nothing is known of them. */
  async story(customerId: string): Promise<Story | null> {
    const response = await fetch(`${this.#origin}/v1/customers/${customerId}`, { headers: this.#headers });
    const body: unknown = await response.json();
    if (response.status === 404) return null;
    if (response.status !== 200)
      throw new Error(`the operator was answered ${response.status} ${JSON.stringify(body)}`);
    return body as Story;
  }

  /** Lets time pass for one customer. */
  async advance(customerId: string, span: string): Promise<void> {
    const body = JSON.stringify({ advance: span });
    const url = `${this.#origin}/v1/customers/${customerId}/clock`;
    const response = await fetch(url, { method: "POST", headers: this.#headers, body });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`the clock was answered ${response.status} ${text}`);
  }

  /** Keeps a customer's messages back, or lets them go. True when it was done; false where nobody is known by that id. */
  async hold(customerId: string, held: boolean): Promise<boolean> {
    const url = `${this.#origin}/v1/customers/${customerId}/${held ? "hold" : "release"}`;
    const response = await fetch(url, { method: "POST", headers: this.#headers });
    const text = await response.text();
    if (response.status === 404) return false;
    if (response.status !== 200)
      throw new Error(`${held ? "hold" : "release"} was answered ${response.status} ${text}`);
    return true;
  }

  /** Says how customers are reached: by email. */
  async reachByEmail(customers: readonly string[], addressOf: (customerId: string) => string): Promise<void> {
    const lines = customers.map((id) => JSON.stringify({ customer_id: id, email: addressOf(id) }));
    const headers = { ...this.#headers, "Content-Type": "application/x-ndjson" };
    const body = `${lines.join("\n")}\n`;
    const response = await fetch(`${this.#origin}/v1/contacts`, { method: "POST", headers, body });
    const text = await response.text();
    const stored = text.split("\n").filter((line) => line.includes('"stored"'));
    if (stored.length !== customers.length) throw new Error(`the contacts were answered ${response.status} ${text}`);
  }

  /** Writes down that a customer wants no messages. False where they were erased. */
  async stop(customerId: string): Promise<boolean> {
    const body = JSON.stringify({ opted_out: true });
    const url = `${this.#origin}/v1/customers/${customerId}/contact`;
    const response = await fetch(url, { method: "PUT", headers: this.#headers, body });
    const text = await response.text();
    if (response.status === 409 || response.status === 410) return false;
    if (response.status !== 200) throw new Error(`the stop was answered ${response.status} ${text}`);
    return true;
  }

  /** Erases a customer; true once nobody is left who knows them. */
  async erase(customerId: string): Promise<boolean> {
    const response = await fetch(`${this.#origin}/v1/customers/${customerId}`, {
      method: "DELETE",
      headers: this.#headers,
    });
    const text = await response.text();
    if (response.status !== 200 && response.status !== 202)
      throw new Error(`the erasure was answered ${response.status} ${text}`);
    return response.status === 200;
  }

  /** Whether FlatPeak is known to refuse the account. */
  async isRefused(): Promise<boolean> {
    const response = await fetch(`${this.#origin}/v1/sweep`, { headers: this.#headers });
    const { refuses_us_since } = (await response.json()) as { refuses_us_since?: string | null };
    return typeof refuses_us_since === "string";
  }
}
