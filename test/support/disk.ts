// What a customer's object has on disk, looked into and spoilt by tests.

import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { SHAPE } from "../../src/objects/customer/rows/document.ts";
import { DOCUMENT } from "../../src/objects/customer/rows/keys.ts";
import type { Document } from "../../src/objects/customer/rows/document.ts";
import type { Key, Prefix } from "../../src/objects/customer/rows/keys.ts";

/** What stands under all keys of one kind. */
export const valuesOn = <T>(stub: DurableObjectStub, prefix: Prefix<T>): Promise<readonly T[]> =>
  runInDurableObject(stub, (_, { storage }) =>
    [...storage.kv.list<string>({ prefix })].map(([, text]) => JSON.parse(text) as T),
  );

/** Puts something under a key, as the product would. The object must not be awake, or it goes on with what it remembers. */
export const putOn = <T>(stub: DurableObjectStub, key: Key<T>, value: T): Promise<void> =>
  runInDurableObject(stub, (_, { storage }) => storage.kv.put(key, JSON.stringify(value)));

/** The version of the document of an object; 0 where nothing was ever written. */
export const versionOn = (stub: DurableObjectStub): Promise<number> =>
  runInDurableObject(stub, (_, { storage }) => {
    const text = storage.kv.get<string>(DOCUMENT);
    return text === undefined ? 0 : (JSON.parse(text) as Document).version;
  });

/** The document as it stands on disk. */
export const documentOn = (stub: DurableObjectStub): Promise<Document> =>
  runInDurableObject(stub, (_, { storage }) => JSON.parse(storage.kv.get<string>(DOCUMENT) ?? "") as Document);

/** Changes the document of a customer on disk, and lets the object find it so. */
export async function changeDocument(
  stub: DurableObjectStub,
  change: (document: Document) => Partial<Document>,
): Promise<void> {
  await runInDurableObject(stub, (_, { storage }) => {
    const document = JSON.parse(storage.kv.get<string>(DOCUMENT) ?? "") as Document;
    storage.kv.put(DOCUMENT, JSON.stringify({ ...document, ...change(document) }));
  });
  await evictDurableObject(stub);
}

/** Makes a customer's object break on whatever is asked of it. Gives what mends it. */
export async function breakCustomer(stub: DurableObjectStub): Promise<() => Promise<void>> {
  await changeDocument(stub, () => ({ version: SHAPE + 98 }));
  return () => changeDocument(stub, () => ({ version: SHAPE }));
}

/** Makes every write of keys that begin like this fail, in every object. Gives what mends it. */
export async function breakWrites(stub: DurableObjectStub, prefix: string): Promise<() => void> {
  return runInDurableObject(stub, (_, { storage }) => {
    const owner = Object.getPrototypeOf(storage.kv) as SyncKvStorage;
    const original = Object.getOwnPropertyDescriptor(owner, "put");
    const put = owner.put;
    Object.defineProperty(owner, "put", {
      configurable: true,
      writable: true,
      value(this: SyncKvStorage, key: string, value: unknown) {
        if (key.startsWith(prefix)) throw new Error("the disk is full");
        put.call(this, key, value);
      },
    });
    return () => {
      if (original !== undefined) Object.defineProperty(owner, "put", original);
    };
  });
}
