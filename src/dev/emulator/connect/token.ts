// Mints Connect tokens in both generations and reads them back. It knows which field names belong to which generation.
// It never talks to the customer; the conversation does.
import { asRecord, asText } from "../tariffs.ts";
import type { WireError } from "../wire-error.ts";
import type { WorldState } from "../world.ts";
import { newId, remember } from "../world.ts";
import { tariffOf } from "./saving.ts";
import type { ConnectToken, Generation } from "./session.ts";
import { emptyDraft } from "./session.ts";
import { isFault, placeOf, slotIn } from "./token-place.ts";

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
export function mintToken(world: WorldState, flavour: Generation, body: unknown, now: number): MintedToken | WireError {
  const fields = asRecord(body);
  const names = urlFields[flavour];
  const connectUrl = asText(fields[names.connect]);
  const callbackUrl = asText(fields[names.callback]);
  if (connectUrl === null) return refused(422, `${names.connect}_missing`, `${names.connect} is required`);
  if (callbackUrl === null) return refused(422, `${names.callback}_missing`, `${names.callback} is required`);

  const slot = slotIn(fields, flavour);
  if (isFault(slot)) return refused(422, slot.code, slot.message);
  const addressType = asText(fields["postal_address_type"]) ?? "RESIDENTIAL";
  if (addressType !== "RESIDENTIAL" && addressType !== "COMMERCIAL")
    return refused(422, "postal_address_type_invalid", "postal_address_type must be RESIDENTIAL or COMMERCIAL");
  const place = placeOf(world, fields, slot);
  if (isFault(place)) return refused(place.status, place.code, place.message);

  const actions = asRecord(fields["actions"]);
  const options = asRecord(fields["route_options"]);
  const isZero = flavour === "zero";
  const disconnects = actions["disconnect_tariff"] === true;
  const edits = actions["edit_tariff"] === true;
  const token: ConnectToken = {
    ...place,
    id: newId("cot"),
    flavour,
    addressType,
    connectUrl,
    callbackUrl,
    // Neither is of Zero.
    startWith: isZero ? "auto" : disconnects ? "disconnect" : edits ? "edit" : "auto",
    asks: {
      advanced: !isZero && options["advanced_tariff_capture"] === true,
      name: isZero || options["tariff_name_capture"] === true,
      term: isZero || options["contract_term_capture"] === true,
    },
    isReported: false,
    createdAt: now,
    expiresAt: now + lifeSeconds * 1000,
    page: "ended",
    trail: [],
    shown: [],
    draft: emptyDraft(),
    isUnsaved: false,
    login: null,
    completeAction: "",
  };
  remember(world.tokens, token);
  return { connect_token: token.id, expires_in: lifeSeconds, live_mode: false };
}

/** What FlatPeak says about a token when asked for it by id. */
export function readToken(world: WorldState, tokenId: string | undefined, now: number): object | WireError {
  const token = world.tokens.find((candidate) => candidate.id === tokenId);
  if (token === undefined) return unread(404, "connect_token_not_found", "No such connect token");
  if (token.expiresAt <= now) return unread(422, "connect_token_expired", "Connect token expired");
  if (tariffOf(world, token)?.pending !== undefined)
    return unread(422, "pending_connect", "Connect is processing link to tariff source.");
  // A session that has connected nothing yet has no location to name.
  if (token.homeId === "") return unread(422, "no_tariff_connected", "The session has not connected a tariff.");
  return {
    id: token.id,
    object: "connect_token",
    live_mode: false,
    location_id: token.homeId,
    location_reference_id: token.locationReferenceId,
    customer_id: token.customerId,
    customer_reference_id: token.customerReferenceId,
    is_tariff_processed: token.completeAction === "SAVE",
    complete_action: token.completeAction,
    time_created: new Date(token.createdAt).toISOString(),
    time_expiry: new Date(token.expiresAt).toISOString(),
  };
}

function refused(status: WireError["status"], code: string, message: string): WireError {
  return { status, context: "api.connect_token_create", code, message };
}

function unread(status: WireError["status"], code: string, message: string): WireError {
  return { status, context: "api.connect_token_retrieve", code, message };
}
