// Restores that are under way, on disk. What must not be undone is all that is known of a customer: of one with many homes it is more than
// the platform lets stand under one key (developers.cloudflare.com/durable-objects/platform/limits: 2 MB).

import type { RestoreOrder } from "../customer/operator/order.ts";

export interface Pending extends RestoreOrder {
  readonly customerId: string;
  readonly dueAt: number;
}

/** How a restore stands, and of how many pieces the rest of it is. */
type Standing = Pick<Pending, "id" | "customerId" | "dueAt"> & { readonly pieces: number };

const STANDING = "restore/";
const PIECES = "restore-piece/";
/** Characters, of which none takes more than three bytes. */
const PIECE = 500_000;

const pieceKey = (customerId: string, no: number): string => `${PIECES}${customerId}/${no}`;

export class PendingStore {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** The restore of a customer that is under way; null where there is none. */
  get(customerId: string): Pending | null {
    const { kv } = this.#storage;
    const standing = kv.get<Standing>(`${STANDING}${customerId}`);
    if (standing === undefined) return null;
    const pieces = Array.from({ length: standing.pieces }, (_, no) => kv.get<string>(pieceKey(customerId, no)) ?? "");
    return { ...(JSON.parse(pieces.join("")) as RestoreOrder), customerId, dueAt: standing.dueAt };
  }

  /** Keeps it, in place of what was kept of it. */
  put({ customerId, dueAt, ...order }: Pending): void {
    const { id } = order;
    const text = JSON.stringify(order);
    const pieces = Math.ceil(text.length / PIECE);
    this.#storage.transactionSync(() => {
      this.#drop(customerId);
      for (let no = 0; no < pieces; no++)
        this.#storage.kv.put(pieceKey(customerId, no), text.slice(no * PIECE, (no + 1) * PIECE));
      this.#storage.kv.put<Standing>(`${STANDING}${customerId}`, { id, customerId, dueAt, pieces });
    });
  }

  /** The same with another time to go on. */
  putOff(customerId: string, dueAt: number): void {
    const standing = this.#storage.kv.get<Standing>(`${STANDING}${customerId}`);
    if (standing !== undefined) this.#storage.kv.put<Standing>(`${STANDING}${customerId}`, { ...standing, dueAt });
  }

  /** Forgets it, and none that has taken its place. */
  drop({ id, customerId }: Pick<Pending, "id" | "customerId">): void {
    if (this.#storage.kv.get<Standing>(`${STANDING}${customerId}`)?.id !== id) return;
    this.#storage.transactionSync(() => {
      this.#drop(customerId);
    });
  }

  #drop(customerId: string): void {
    const { kv } = this.#storage;
    const { pieces = 0 } = kv.get<Standing>(`${STANDING}${customerId}`) ?? {};
    for (let no = 0; no < pieces; no++) kv.delete(pieceKey(customerId, no));
    kv.delete(`${STANDING}${customerId}`);
  }

  /** Of all: whose, and when it is gone on with (ms). */
  all(): readonly Pick<Pending, "customerId" | "dueAt">[] {
    return [...this.#storage.kv.list<Standing>({ prefix: STANDING })].map(([, it]) => it);
  }
}
