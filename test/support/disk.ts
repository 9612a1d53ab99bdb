// What a customer's object has on disk, looked into and spoilt by tests.

import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { NO_HOMES, SHAPE, readDocument, writeDocument } from "../../src/objects/customer/rows/document.ts";
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

/** A document by itself: words and homes stay under keys of their own. */
const documentIn = (storage: DurableObjectStorage): Document =>
  readDocument(storage.kv.get<string>(DOCUMENT) ?? "", { payloadOf: () => "", homes: () => NO_HOMES });

/** The document as it stands on disk. */
export const documentOn = (stub: DurableObjectStub): Promise<Document> =>
  runInDurableObject(stub, (_, { storage }) => documentIn(storage));

/** Changes the document of a customer on disk, and lets the object find it so. */
export async function changeDocument(
  stub: DurableObjectStub,
  change: (document: Document) => Partial<Document>,
): Promise<void> {
  await runInDurableObject(stub, (_, { storage }) => {
    const document = documentIn(storage);
    storage.kv.put(DOCUMENT, writeDocument({ ...document, ...change(document) }));
  });
  await evictDurableObject(stub);
}

/** Writes another version into a document, and lets the object find it so. */
async function putVersion(stub: DurableObjectStub, version: number): Promise<void> {
  await runInDurableObject(stub, (_, { storage }) => {
    const kept = JSON.parse(storage.kv.get<string>(DOCUMENT) ?? "") as object;
    storage.kv.put(DOCUMENT, JSON.stringify({ ...kept, version }));
  });
  await evictDurableObject(stub);
}

/** Makes a customer's object break on whatever is asked of it. Gives what mends it. */
export async function breakCustomer(stub: DurableObjectStub): Promise<() => Promise<void>> {
  await putVersion(stub, SHAPE + 98);
  return () => putVersion(stub, SHAPE);
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
