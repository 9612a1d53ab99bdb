// Bodies that no one would send on purpose: the documented ones, bent by the grammar of JSON or byte by byte.

import fc from "fast-check";
import { bodies } from "./documented.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A value as text, which JSON.stringify could not have written. */
const RAW = "\u0001raw:";
const raw = (text: string): string => `${RAW}${text}`;

const nested = (open: string, close: string, depth: number): string => raw(open.repeat(depth) + close.repeat(depth));

const oddities: readonly Json[] = [
  null,
  true,
  0,
  -1,
  "",
  " ",
  "none",
  "__proto__",
  "constructor",
  "évt_€",
  "cus_",
  "cus_../../evil",
  "cus_a b",
  `cus_${"a".repeat(121)}`,
  "loc_\u0000",
  "evt_'; DROP TABLE events; --",
  "trf_%00",
  "2026-02-31",
  "9999-12-31",
  "0000-00-00",
  "+275760-09-13T00:00:00Z",
  "2026-02-01T25:61:61+99:99",
  "x".repeat(20_000),
  [],
  {},
  [[[]]],
  { id: "cus_661677a19018beef00a29fae" },
  raw("1e400"),
  raw("-0"),
  raw("9007199254740993"),
  raw("1".repeat(400)),
  raw("1E-999"),
  raw("0x10"),
  raw("NaN"),
  raw("tru"),
  raw('"\\ud800"'),
  raw('"\\udc00\\ud800"'),
  raw('"cus_\\ud800"'),
  raw('"evt_\\u0000"'),
  raw('"unfinished'),
  raw('{"__proto__":{"id":"cus_evil"},"id":1}'),
  nested("[", "]", 5_000),
  nested('{"a":', "}", 2_000),
];

const types = [
  "tariff.expired",
  "tariff.expiring",
  "tariff.fetch.failed",
  "tariff.connection.upgrade",
  "location.update",
  "connect_session.complete",
  "customer.create",
  "__proto__",
];
const keys = [
  "__proto__",
  "constructor",
  "toString",
  "ID",
  "Data",
  "",
  "id",
  "type",
  "data",
  "customer_id",
  "location_id",
];

function write(value: Json): string {
  if (typeof value === "string") return value.startsWith(RAW) ? value.slice(RAW.length) : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((it: Json) => write(it)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${writeMembers(Object.entries(value))}}`;
}

const writeMembers = (members: readonly (readonly [string, Json])[]): string =>
  members.map(([key, value]) => `${JSON.stringify(key)}:${write(value)}`).join(",");

type Members = readonly (readonly [string, Json])[];
type Bend = (members: Members) => Members;

const setAt = (members: Members, index: number, value: Json): Members =>
  members.map(([key, old], at) => [key, at === index % members.length ? value : old] as const);

const at = fc.nat({ max: 9 });
const bends: fc.Arbitrary<Bend> = fc.oneof(
  fc.tuple(at, fc.constantFrom(...oddities)).map(
    ([no, value]) =>
      (it: Members) =>
        setAt(it, no, value),
  ),
  fc.tuple(at, fc.jsonValue({ maxDepth: 2 })).map(
    ([no, value]) =>
      (it: Members) =>
        setAt(it, no, value as Json),
  ),
  at.map((no) => (it: Members) => it.filter((_, index) => index !== no % it.length)),
  fc.tuple(at, fc.constantFrom(...keys)).map(
    ([no, key]) =>
      (it: Members) =>
        it.map(([k, v], index) => [index === no % it.length ? key : k, v] as const),
  ),
  // The same key twice; the last one counts.
  fc
    .tuple(at, fc.constantFrom(...oddities))
    .map(([no, value]) => (it: Members) => [...it, [it[no % it.length]?.[0] ?? "id", value] as const]),
  fc.constantFrom(...types).map((type) => (it: Members) => it.map(([k, v]) => [k, k === "type" ? type : v] as const)),
  fc.constantFrom(...keys).map((key) => (it: Members) => [...it, [key, { id: "cus_evil", [key]: 1 }] as const]),
);

/** The documented examples share one event id; most get one of their own, or all but the first would be repeats. */
const fresh = (body: string, no: number | null): string =>
  no === null ? body : body.replace(/evt_[0-9a-f]{24}/, `evt_fuzz_${no}`);
const eventNo = fc.option(fc.nat({ max: 2_000_000_000 }), { freq: 20 });

const documented = Object.values(bodies);
const sound = documented.filter((body) => body !== bodies.broken);

const bent = fc
  .record({
    body: fc.constantFrom(...sound),
    no: eventNo,
    outer: fc.array(bends, { maxLength: 1 }),
    inner: fc.array(bends, { maxLength: 2 }),
    wrap: fc.constantFrom("", "", "", "", "", "", "[", "\uFEFF", "\u00A0"),
  })
  .map(({ body, no, outer, inner, wrap }) => {
    const event = JSON.parse(fresh(body, no)) as Record<string, Json> & { data: Record<string, Json> };
    const data = inner.reduce<Members>(
      (members, bend) => (members.length === 0 ? members : bend(members)),
      Object.entries(event.data),
    );
    const whole: Members = Object.entries(event).map(([key, value]) =>
      key === "data" ? ([key, raw(`{${writeMembers(data)}}`)] as const) : ([key, value] as const),
    );
    const members = outer.reduce<Members>((all, bend) => (all.length === 0 ? all : bend(all)), whole);
    return new TextEncoder().encode(`${wrap}{${writeMembers(members)}}${wrap === "[" ? "]" : ""}`);
  });

const flipped = fc
  .record({
    body: fc.constantFrom(...documented),
    no: eventNo,
    flips: fc.array(fc.tuple(fc.nat({ max: 600 }), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
    cut: fc.option(fc.nat({ max: 600 }), { freq: 8 }),
    tail: fc.uint8Array({ maxLength: 3 }),
  })
  .map(({ body, no, flips, cut, tail }) => {
    const bytes = [...new TextEncoder().encode(fresh(body, no))].slice(0, cut ?? undefined);
    for (const [no, byte] of flips) if (bytes.length > 0) bytes[no % bytes.length] = byte;
    return Uint8Array.of(...bytes, ...tail);
  });

/** Bytes of a body; two in three bent as JSON, one flipped. */
export const mutated: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 2, arbitrary: bent },
  { weight: 1, arbitrary: flipped },
);
