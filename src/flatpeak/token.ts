// Connect tokens in the two flavours FlatPeak speaks. The only file that knows their paths, and under which name each field is
// sent in which.

import * as z from "zod/mini";
import { fieldsOf, textOf } from "./truth/facts.ts";
import { idOrNull } from "./ids.ts";
import { instant } from "./time.ts";
import { speaksZero } from "./version.ts";
import type { Minted, SessionLocation, SessionRequest, TokenRequest } from "./port.ts";
import type { SlotName } from "../core/case/truth.ts";
import type { Answer, Client } from "./client.ts";

/** Login and minting together; leaves room for the rest within the six seconds a tap may take. */
const MINT_BUDGET_MS = 5_000;
const READ_BUDGET_MS = 5_000;
/** FlatPeak's examples all say a day. */
const DEFAULT_LIFE_MS = 86_400_000;

type Body = Readonly<Record<string, unknown>>;

interface Flavour {
  readonly path: string;
  /** The repair of one tariff, another one in its place, or none. */
  repair(request: TokenRequest & { readonly tariffId: string }): Body;
  /** Connecting a tariff of this kind anew, at the same home. */
  anew(request: TokenRequest, kind: Kind): Body;
  /** Any session, with the fields as they are. */
  session(request: SessionRequest): Body;
}

/** A kind of tariff, in FlatPeak's words. */
interface Kind {
  readonly direction: "IMPORT" | "EXPORT" | "LOCAL";
  readonly type: "COMMODITY" | "NON_COMMODITY";
}

const KINDS: Readonly<Record<SlotName, Kind | null>> = {
  commodity_import: { direction: "IMPORT", type: "COMMODITY" },
  commodity_export: { direction: "EXPORT", type: "COMMODITY" },
  non_commodity_import: { direction: "IMPORT", type: "NON_COMMODITY" },
  non_commodity_export: { direction: "EXPORT", type: "NON_COMMODITY" },
  local: { direction: "LOCAL", type: "COMMODITY" },
  unknown: null,
};

const zeroUrls = (it: Pick<TokenRequest, "connectUrl" | "callbackUrl">): Body => ({
  connect_web_uri: it.connectUrl,
  callback_uri: it.callbackUrl,
});

const ZERO: Flavour = {
  path: "/connect/tariff/token",
  repair: (it) => ({ tariff_id: it.tariffId, ...zeroUrls(it) }),
  anew: (it, { direction, type }) => ({ location_id: it.locationId, direction, type, ...zeroUrls(it) }),
  // What only Anode has a field for is left out.
  session: ({
    tariff_direction,
    tariff_type,
    connect_url,
    callback_url,
    actions: _actions,
    route_options: _options,
    postal_address_type: _type,
    ...same
  }) => ({
    ...same,
    ...(tariff_direction === undefined ? {} : { direction: tariff_direction }),
    ...(tariff_type === undefined ? {} : { type: tariff_type }),
    ...zeroUrls({ connectUrl: connect_url, callbackUrl: callback_url }),
  }),
};

/** Both are off unless asked for (FlatPeak's documentation: "Create a Connect token"). */
const anodeRest = (it: TokenRequest): Body => ({
  location_id: it.locationId,
  connect_url: it.connectUrl,
  callback_url: it.callbackUrl,
  ...(it.asksEndDate === true ? { route_options: { contract_term_capture: true } } : {}),
  ...(it.editsTariff === true ? { actions: { edit_tariff: true } } : {}),
  ...(it.disconnectsTariff === true ? { actions: { disconnect_tariff: true } } : {}),
});

const ANODE: Flavour = {
  path: "/connect/token",
  // Only Zero states that a tariff fixes its location; naming both is safe.
  repair: (it) => ({ tariff_id: it.tariffId, ...anodeRest(it) }),
  anew: (it, { direction, type }) => ({ ...anodeRest(it), tariff_direction: direction, tariff_type: type }),
  session: (it) => ({ ...it }),
};

/** How the version speaks of tokens. */
export const flavourOf = (apiVersion: string): Flavour => (speaksZero(apiVersion) ? ZERO : ANODE);

/** How long a token lives (ms): `expires_in` in seconds, else until `time_expiry`, else a day. */
function lifeOf({ expires_in, time_expiry }: Readonly<Record<string, unknown>>, now: number): number {
  const seconds = typeof expires_in === "string" ? Number(expires_in) : expires_in;
  if (typeof seconds === "number" && seconds > 0 && Number.isFinite(seconds)) return seconds * 1_000;
  const end = instant(time_expiry);
  return end !== null && end > now ? end - now : DEFAULT_LIFE_MS;
}

/** FlatPeak will not mint for the tariff, and does not say that it is at work on it or that the home is none of ours. */
function isForWantOfTariff(answer: Answer): boolean {
  if (answer.kind === "not_found") return true;
  return answer.kind === "refused" && answer.scope !== "not_yet" && answer.status !== 401 && answer.status !== 403;
}

/** Asks for a token; a tariff that FlatPeak has no more is connected anew, where it is known what kind it was. */
async function ask(
  client: Client,
  flavour: Flavour,
  request: TokenRequest,
  now: () => number,
): Promise<{ readonly answer: Answer; readonly isAnew?: true }> {
  const deadline = now() + MINT_BUDGET_MS;
  const kind = KINDS[request.slot ?? "unknown"];
  const { tariffId } = request;
  if (tariffId === null) {
    if (kind === null) throw new TypeError("no kind of tariff to connect");
    return { answer: await client.call("POST", flavour.path, MINT_BUDGET_MS, flavour.anew(request, kind)) };
  }
  const answer = await client.call("POST", flavour.path, MINT_BUDGET_MS, flavour.repair({ ...request, tariffId }));
  // Whoever wants a tariff disconnected that is not there is not made to connect one.
  if (kind === null || request.disconnectsTariff === true || !isForWantOfTariff(answer)) return { answer };
  const left = Math.max(0, deadline - now());
  return { answer: await client.call("POST", flavour.path, left, flavour.anew(request, kind)), isAnew: true };
}

/** What came of a call for a token. Lenient with everything but the token itself: `connect_token`, in later versions `id`. */
function readMinted(answer: Answer, now: number): Minted {
  if (answer.kind === "unavailable") return { kind: "unavailable", why: answer.why };
  if (answer.kind === "refused" && answer.scope === "not_yet") {
    return { kind: "unavailable", why: "FlatPeak is still connecting the tariff" };
  }
  if (answer.kind !== "ok") {
    const code = answer.kind === "refused" ? answer.code : null;
    return { kind: "refused", why: `FlatPeak mints no token: ${code ?? answer.kind}` };
  }
  const body = fieldsOf(answer.body);
  const token = textOf(body["connect_token"]) ?? textOf(body["id"]);
  if (token === null) return { kind: "unavailable", why: "FlatPeak answered without a token" };
  return { kind: "minted", token, expiresIn: lifeOf(body, now) };
}

/** Mints a token for the repair of one tariff. */
export async function mintToken(
  client: Client,
  flavour: Flavour,
  request: TokenRequest,
  now: () => number,
): Promise<Minted> {
  const { answer, isAnew } = await ask(client, flavour, request, now);
  const minted = readMinted(answer, now());
  return minted.kind === "minted" && isAnew ? { ...minted, isAnew } : minted;
}

/** Mints a token for any session, with the fields that it was asked for with. */
export async function mintSession(
  client: Client,
  flavour: Flavour,
  request: SessionRequest,
  now: () => number,
): Promise<Minted> {
  return readMinted(await client.call("POST", flavour.path, MINT_BUDGET_MS, flavour.session(request)), now());
}

/** FlatPeak's documentation: while a session is processed its exchange is refused with 422. */
const NOT_YET: ReadonlySet<number> = new Set([409, 422, 423, 425]);

const sessionShape = z.looseObject({ location_id: z.optional(z.unknown()) });

/**
 * Whether a session is finished: `complete_action` says how, and is empty until then, and `is_tariff_processed` or
 * `data_available` that it led to something. Null where a version of FlatPeak's has none of them.
 */
function isFinished({ complete_action: how, ...it }: Readonly<Record<string, unknown>>): boolean | null {
  const flags = [it["is_tariff_processed"], it["data_available"]].filter((flag) => typeof flag === "boolean");
  if (typeof how === "string" && how !== "") return true;
  if (flags.includes(true)) return true;
  return typeof how === "string" || flags.length > 0 ? false : null;
}

/**
 * The location a session was for. Anode's documentation prints Zero's path for this call, so both are tried. Null only
 * where FlatPeak knows no such session; a session that is still being processed is asked for again.
 */
export async function locationOfSession(client: Client, flavour: Flavour, token: string): Promise<SessionLocation> {
  let why: "nothing_yet" | "processed" | null = null;
  for (const path of new Set([flavour.path, ZERO.path])) {
    const answer = await client.call("GET", `${path}?connect_token=${encodeURIComponent(token)}`, READ_BUDGET_MS);
    if (answer.kind === "unavailable") return { kind: "unavailable" };
    if (answer.kind === "ok") {
      const session = sessionShape.safeParse(answer.body).data ?? {};
      const locationId = idOrNull(session["location_id"], "loc");
      if (locationId !== null) return { kind: "known", locationId, isFinished: isFinished(session) };
      why ??= "nothing_yet";
    }
    if (answer.kind === "refused" && NOT_YET.has(answer.status))
      why = answer.scope === "not_yet" ? "processed" : (why ?? "nothing_yet");
  }
  return why !== null ? { kind: "unavailable", why } : { kind: "known", locationId: null };
}
