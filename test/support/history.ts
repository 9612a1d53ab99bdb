// A history of the customer's storage, which a platform on one's own machine does not keep: played by the test.

import { runInDurableObject } from "cloudflare:test";
import { vi } from "vitest";
import { CUSTOMER } from "./links.ts";
import { customerStub } from "./stubs.ts";

export type Rows = readonly (readonly [string, unknown])[];

/** What stands in their storage. */
export const rowsNow = (): Promise<Rows> =>
  runInDurableObject(customerStub(CUSTOMER), (_, { storage }) => [...storage.kv.list()].map((it) => [...it] as const));

/** Lets the platform have a history: `kept` is what stood there at whatever instant is asked for. */
export async function haveHistory(kept: Rows): Promise<void> {
  await runInDurableObject(customerStub(CUSTOMER), (_, ctx) => {
    const prototype = Object.getPrototypeOf(ctx.storage) as DurableObjectStorage;
    vi.spyOn(prototype, "getBookmarkForTime").mockImplementation(async (at) =>
      Promise.resolve(`bookmark ${Number(at)}`),
    );
    vi.spyOn(prototype, "onNextSessionRestoreBookmark").mockImplementation(async function (
      this: DurableObjectStorage,
      bookmark: string,
    ) {
      const there = [...this.kv.list()].map(([key]) => key);
      for (const key of there) this.kv.delete(key);
      for (const [key, value] of kept) this.kv.put(key, value);
      await this.sync();
      return bookmark;
    });
  });
}
