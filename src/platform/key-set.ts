// Keys to check signatures with, by their `kid`, from a key set (JWKS) of somebody else's: FlatPeak's, whose webhooks are signed, or
// Cloudflare's. Keeps its own cache because a remote key set that is down must not turn genuine requests away: a known key serves
// on for a day, and an unknown one is "ask again", not "forged".

import * as z from "zod/mini";
import { fromBase64Url } from "./bytes.ts";
import { call } from "./http.ts";
import { jsonOf } from "./json.ts";
import { shared } from "./shared.ts";
import type { CallDeps } from "./http.ts";

export type FoundKey =
  | { readonly kind: "found"; readonly key: CryptoKey }
  | { readonly kind: "unknown" }
  | { readonly kind: "unavailable"; readonly why: string };

export interface KeyProvider {
  /**
   * The key with this id. Fetches at most once per `REFETCH_MS`, whether that failed or not; `unknown` only where the key server
   * was asked since the call, since a key may have been published after an older answer.
   */
  find(kid: string): Promise<FoundKey>;
}

/** How what the keys sign is signed: PSS as FlatPeak does, or PKCS #1 v1.5 (RFC 7518, 3.3 and 3.5). */
export type SigningAlgorithm = "PS256" | "RS256";

const NAMES = { PS256: "RSA-PSS", RS256: "RSASSA-PKCS1-v1_5" } as const;

interface KeyDeps extends CallDeps {
  /** Where the key set is; nothing in a request can change it. */
  readonly url: string;
  readonly algorithm?: SigningAlgorithm;
}

/** At most one fetch in this time. */
const REFETCH_MS = 30_000;
/** A key set older than this is fetched again, so that a removed key is refused in time. */
const MAX_AGE_MS = 5 * 60_000;
/** A known key still serves this long while FlatPeak's key server is down. */
const STALE_MS = 24 * 3_600_000;
const TIMEOUT_MS = 3_000;
/** Some hundreds of keys: what bounds a set is what reading it may cost, not how many keys there may be. */
const MAX_BODY_BYTES = 256 * 1_024;
const LIMITS = { ms: TIMEOUT_MS, bytes: (status: number): number => (status === 200 ? MAX_BODY_BYTES : 0) };
const MIN_MODULUS_BITS = 2_048;

const jwkShape = z.looseObject({
  kid: z.string().check(z.minLength(1), z.maxLength(128)),
  kty: z.literal("RSA"),
  alg: z.nullish(z.enum(["PS256", "RS256"])),
  use: z.nullish(z.literal("sig")),
  n: z.string().check(z.regex(/^[A-Za-z0-9_-]+$/)),
  e: z.literal("AQAB"),
});
const jwksShape = z.looseObject({ keys: z.array(z.unknown()) });

type Jwk = z.infer<typeof jwkShape>;

/** How long a modulus is: zeros in front of a short one make it no longer. */
function bitsOf(n: string): number {
  const bytes = fromBase64Url(n) ?? new Uint8Array();
  const first = bytes.findIndex((byte) => byte !== 0);
  return first === -1 ? 0 : (bytes.length - first) * 8 - Math.clz32(bytes[first] ?? 0) + 24;
}

/** The key, or null for one that cannot be used. One bad key takes no other with it. */
async function importKey({ kty, n, e, alg }: Jwk, wanted: SigningAlgorithm): Promise<CryptoKey | null> {
  try {
    if (bitsOf(n) < MIN_MODULUS_BITS || (alg ?? wanted) !== wanted) return null;
    const algorithm = { name: NAMES[wanted], hash: "SHA-256" };
    return await crypto.subtle.importKey("jwk", { kty, n, e }, algorithm, false, ["verify"]);
  } catch (error) {
    // Base64 that is none, and a modulus that is no key: both are told by an exception of the platform.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** The usable keys of a set by their ids, or null where the answer is no set of keys. */
async function importKeys(
  body: unknown,
  algorithm: SigningAlgorithm = "PS256",
): Promise<ReadonlyMap<string, CryptoKey> | null> {
  const set = jwksShape.safeParse(body);
  if (!set.success || set.data.keys.length === 0) return null;
  const listed = new Map<string, Jwk | "doubled">();
  for (const candidate of set.data.keys) {
    const jwk = jwkShape.safeParse(candidate);
    if (!jwk.success) continue;
    const known = listed.get(jwk.data.kid);
    // Two keys of one name: no telling which was meant.
    const isOther = known !== undefined && (known === "doubled" || known.n !== jwk.data.n);
    listed.set(jwk.data.kid, isOther ? "doubled" : jwk.data);
  }
  const keys = new Map<string, CryptoKey>();
  for (const [kid, jwk] of listed) {
    const key = jwk === "doubled" ? null : await importKey(jwk, algorithm);
    if (key !== null) keys.set(kid, key);
  }
  return keys;
}

/** The ids of the keys in the text of a key set that can be used; none where it is no key set. */
export const usableKeys = async (text: string): Promise<readonly string[]> => [
  ...((await importKeys(jsonOf(text))) ?? new Map<string, CryptoKey>()).keys(),
];

/** Keys of one key set. One instance per isolate; its cache lives as long as it does. */
export function createKeyProvider(deps: KeyDeps): KeyProvider {
  let keys: ReadonlyMap<string, CryptoKey> = new Map();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failure: string | null = null;

  /** Asks for the key set and keeps it. Gives why that failed; null where it did not. */
  async function fetchKeys(): Promise<string | null> {
    const answer = await call(deps, deps.url, { method: "GET", headers: {} }, LIMITS);
    if (answer.kind === "lost") return `key server ${answer.why}`;
    if (answer.status !== 200) return `key server answered ${answer.status}`;
    const loaded = answer.cut === null ? await importKeys(jsonOf(answer.text), deps.algorithm) : null;
    // An empty set would turn every genuine event away; a server that sends one has slipped.
    if (loaded === null || (loaded.size === 0 && keys.size > 0)) return "key server sent no usable key";
    keys = loaded;
    fetchedAt = deps.now();
    return null;
  }

  async function load(): Promise<true> {
    triedAt = deps.now();
    failure = await fetchKeys();
    return true;
  }
  const loading = shared(load, TIMEOUT_MS + 500);

  return {
    async find(kid) {
      const now = deps.now();
      const due = now - triedAt >= REFETCH_MS;
      const wanted = !keys.has(kid) || now - fetchedAt >= MAX_AGE_MS;
      if (wanted && (due || loading.isUnderWay()) && (await loading.join()) === null)
        failure = "key server did not answer";
      const age = deps.now() - fetchedAt;
      const key = keys.get(kid);
      if (key && age < STALE_MS) return { kind: "found", key };
      if (failure !== null) return { kind: "unavailable", why: failure };
      return triedAt >= now
        ? { kind: "unknown" }
        : { kind: "unavailable", why: "the key may be younger than the key set" };
    },
  };
}
