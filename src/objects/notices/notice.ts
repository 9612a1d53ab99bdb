// What a notice to the company is, and how those are kept that its backend has not taken yet.

export interface Notice {
  /** Known to the receiver; the same on every attempt. */
  readonly id: string;
  readonly type:
    | "supplier.outage"
    | "channel.closed"
    | "channel.impaired"
    | "account.refused"
    | "flatpeak.impaired"
    | "connect.unknown_page";
  readonly data: Readonly<Record<string, string | number | null>>;
}

export interface OwedNotice extends Notice {
  readonly at: number;
  readonly attempt: number;
  readonly dueAt: number;
  /** When the backend was first called with it: waiting before the door is no try. */
  readonly triedAt: number | null;
}

const KEY = "notices";

export class NoticeStore {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  owed(): readonly OwedNotice[] {
    return this.#storage.kv.get<readonly OwedNotice[]>(KEY) ?? [];
  }

  save(owed: readonly OwedNotice[]): void {
    if (owed.length === 0) this.#storage.kv.delete(KEY);
    else this.#storage.kv.put(KEY, owed);
  }
}
