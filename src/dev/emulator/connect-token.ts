// Mints Connect tokens in both generations and reads them back. It knows which field names belong to which generation.
// It never talks to the customer; the conversation does.
import { asRecord, asText } from "./tariffs.ts";
import type { WireError } from "./wire-error.ts";
import type { ConnectToken, Home, Tariff, WorldState } from "./world.ts";
import { findTariff, newId, remember } from "./world.ts";

const lifeSeconds = 86_400;
const urlFields = {
  zero: { connect: "connect_web_uri", callback: "callback_uri" },
  anode: { connect: "connect_url", callback: "callback_url" },
} as const;

/** How FlatPeak answers a minted token. */
export interface MintedToken {
  connect_token: string;
  /** Seconds. */
  expires_in: number;
  live_mode: false;
}

/** Mints a token from a request body, or says what is wrong with it. `now` is world time in milliseconds. */
export function mintToken(
  world: WorldState,
  flavour: "zero" | "anode",
  body: unknown,
  now: number,
): MintedToken | WireError {
  const fields = asRecord(body);
  const names = urlFields[flavour];
  const connectUrl = asText(fields[names.connect]);
  const callbackUrl = asText(fields[names.callback]);
  if (connectUrl === null) return refused(422, `${names.connect}_missing`, `${names.connect} is required`);
  if (callbackUrl === null) return refused(422, `${names.callback}_missing`, `${names.callback} is required`);

  const found = target(world, asText(fields["tariff_id"]), asText(fields["location_id"]));
  if ("code" in found) return found;
  const customerId = asText(fields["customer_id"]) ?? found.home.customerId;
  if (customerId !== found.home.customerId)
    return refused(404, "customer_not_found", "No such customer at this location");

  const actions = asRecord(fields["actions"]);
  const disconnects = actions["disconnect_tariff"] === true;
  const edits = actions["edit_tariff"] === true;
  const token: ConnectToken = {
    id: newId("cot"),
    flavour,
    homeId: found.home.id,
    customerId,
    tariffId: found.tariff.id,
    connectUrl,
    callbackUrl,
    startWith: disconnects ? "disconnect" : edits ? "edit" : "auto",
    // Zero has no such option: there the page is on every way.
    capturesTerm: flavour === "zero" || asRecord(fields["route_options"])["contract_term_capture"] === true,
    isReported: false,
    createdAt: now,
    expiresAt: now + lifeSeconds * 1000,
    page: "ended",
    trail: [],
    draft: emptyDraft(),
    completeAction: "",
  };
  remember(world.tokens, token);
  return { connect_token: token.id, expires_in: lifeSeconds, live_mode: false };
}

/** Nothing typed yet. */
export function emptyDraft(): ConnectToken["draft"] {
  return { provider: null, connectionType: "MANUAL", cost: null, contractEndDate: null };
}

/** What FlatPeak says about a token when asked for it by id. */
export function readToken(world: WorldState, tokenId: string | undefined, now: number): object | WireError {
  const token = world.tokens.find((candidate) => candidate.id === tokenId);
  if (token === undefined)
    return { ...refused(404, "connect_token_not_found", "No such connect token"), context: reads };
  if (token.expiresAt <= now)
    return { ...refused(422, "connect_token_expired", "Connect token expired"), context: reads };
  if (findTariff(world, token.tariffId)?.tariff.pending !== undefined)
    return { ...refused(422, "pending_connect", "Connect is processing link to tariff source."), context: reads };
  return {
    id: token.id,
    object: "connect_token",
    live_mode: false,
    location_id: token.homeId,
    location_reference_id: "",
    customer_id: token.customerId,
    customer_reference_id: "",
    is_tariff_processed: token.completeAction === "SAVE",
    complete_action: token.completeAction,
    time_created: new Date(token.createdAt).toISOString(),
    time_expiry: new Date(token.expiresAt).toISOString(),
  };
}

const reads = "api.connect_token_retrieve";

function refused(status: WireError["status"], code: string, message: string): WireError {
  return { status, context: "api.connect_token_create", code, message };
}

function target(
  world: WorldState,
  tariffId: string | null,
  locationId: string | null,
): { home: Home; tariff: Tariff } | WireError {
  if (tariffId === null && locationId === null) {
    return refused(422, "tariff_id_missing", "The emulator repairs homes it knows: send tariff_id or location_id");
  }
  const home = world.homes.find((candidate) => candidate.id === locationId);
  if (locationId !== null && home === undefined) return refused(404, "location_not_found", "No such location");
  if (tariffId === null) {
    const tariff = home?.tariffs[0];
    if (home === undefined || tariff === undefined)
      return refused(404, "tariff_not_found", "No tariff at this location");
    return { home, tariff };
  }
  const found = findTariff(world, tariffId);
  if (found === null || (home !== undefined && found.home !== home)) {
    return refused(404, "tariff_not_found", "No such tariff");
  }
  return found;
}
