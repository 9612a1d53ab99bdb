// Lists of things with a key, as the state keeps them: looked up without walking the list each time. A list is never
// mutated, so what was found out about one holds for as long as it exists.

type Key = string | number;

const indexes = new WeakMap<readonly object[], ReadonlyMap<Key, object>>();

/** Below this many items, walking the list is cheaper than an index of it. */
const FEW = 8;

function indexOf<T extends object>(list: readonly T[], keyOf: (item: T) => Key): ReadonlyMap<Key, T> {
  const known = indexes.get(list);
  // Each list is only ever asked with the key of its own items.
  if (known !== undefined) return known as ReadonlyMap<Key, T>;
  const index = new Map(list.map((item) => [keyOf(item), item]));
  indexes.set(list, index);
  return index;
}

/** The item with this key, or undefined. A list must always be asked by the same kind of key. */
export function findByKey<T extends object>(list: readonly T[], key: Key, keyOf: (item: T) => Key): T | undefined {
  if (list.length <= FEW) return list.find((item) => keyOf(item) === key);
  return indexOf(list, keyOf).get(key);
}

/** The list with this item in the place of the one with the same key, or at its end. */
export function putByKey<T extends object>(list: readonly T[], item: T, keyOf: (item: T) => Key): readonly T[] {
  return putAllByKey(list, [item], keyOf);
}

/** The same for several items at once, in one walk over the list. */
export function putAllByKey<T extends object>(
  list: readonly T[],
  items: readonly T[],
  keyOf: (item: T) => Key,
): readonly T[] {
  if (items.length === 0) return list;
  const changed = new Map(items.map((item) => [keyOf(item), item]));
  const next = list.map((item) => {
    const key = keyOf(item);
    const put = changed.get(key);
    changed.delete(key);
    return put ?? item;
  });
  return changed.size === 0 ? next : [...next, ...changed.values()];
}
