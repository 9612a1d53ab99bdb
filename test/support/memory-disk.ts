// The storage of a customer's object in memory, for tests that need no workerd.

import { CustomerStore } from "../../src/objects/customer/rows/store.ts";

/** Keys and values in memory; what was read, put or deleted is remembered. */
export class Disk {
  readonly #values: Map<string, string>;
  written: string[] = [];
  read: string[] = [];

  /** With what stands on it from before. */
  constructor(entries: Iterable<readonly [string, string]> = []) {
    this.#values = new Map(entries);
  }

  readonly kv = {
    get: (key: string) => {
      this.read.push(key);
      return this.#values.get(key);
    },
    put: (key: string, value: string) => {
      this.written.push(key);
      this.#values.set(key, value);
    },
    delete: (key: string) => {
      this.written.push(key);
      return this.#values.delete(key);
    },
    list: ({ prefix = "", reverse = false }) => {
      const found = [...this.#values].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
      return reverse ? found.toReversed() : found;
    },
  };

  transactionSync<T>(work: () => T): T {
    return work();
  }

  store(): CustomerStore {
    return new CustomerStore(this as unknown as DurableObjectStorage);
  }

  size(key: string): number {
    return this.#values.get(key)?.length ?? 0;
  }

  entries(): readonly (readonly [string, string])[] {
    return [...this.#values];
  }

  /** All that is kept. */
  text(): string {
    return JSON.stringify(this.entries());
  }
}
