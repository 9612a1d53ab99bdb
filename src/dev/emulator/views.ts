// What the emulator answers with, as its pages in the browser read it. Types only: both sides are held to them.
import type { FaultTarget } from "./faults.ts";
import type { Button, Callback, MessageChannel, MessageFact } from "./messages.ts";
import type { Difference } from "./settings.ts";
import type { Attempt, Fault, RequestLine, Slot, TariffStatus } from "./world.ts";
import type { ConnectionType, Supplier } from "./suppliers.ts";

/** A tariff in `GET /_dev/state`. */
export interface TariffView {
  id: string;
  slot: Slot;
  status: TariffStatus;
  expired: boolean;
  /** Whether a direct connection is being made. */
  pending: boolean;
  connection_type: ConnectionType;
  provider: Supplier;
  display_name: string;
  structure_type: string;
  contract_end_date: string | null;
}

/** A home in `GET /_dev/state`. */
export interface HomeView {
  id: string;
  customer_id: string;
  label: string;
  timezone: string;
  tariffs: TariffView[];
}

/** An entry of a list in the world, its time written as ISO 8601. */
type Dated<Entry> = Omit<Entry, "at"> & { at: string };

/** What `GET /_dev/state` answers. Times are ISO 8601 in world time; lists have their newest entries last. */
export interface StateView {
  now: string;
  clock_offset_ms: number;
  account_id: string;
  customers: { id: string; reference_id: string | null }[];
  locations: HomeView[];
  events: object[];
  deliveries: {
    event_id: string;
    type: string;
    attempts: Dated<Attempt>[];
    next_attempt_at: string | null;
    /** Why nobody is told of it; null where somebody is. */
    outcome: string | null;
  }[];
  requests: Dated<RequestLine>[];
  token_requests: { at: string; path: string; body: unknown }[];
  tokens: {
    connect_token: string;
    generation: "zero" | "anode";
    tariff_id: string;
    location_id: string;
    page: string;
    complete_action: string;
    created_at: string;
    expires_at: string;
  }[];
  callbacks: Dated<Callback>[];
  /** What the company's chat was told of trouble, in real time. */
  alerts: { at: string; text: string }[];
  faults: Partial<Record<FaultTarget, Fault>>;
  /** What a deployment that sets nothing would do otherwise. */
  differences: Difference[];
  inbox: { messages: number; publications: number };
}

/** A message in the inbox, in one form for all channels. What the product wrote is shown as it came, whatever it is. */
export interface MessageView extends Record<MessageFact, unknown> {
  id: string;
  channel: MessageChannel;
  /** Masked; null for a handoff. */
  to: string | null;
  /** Email only. */
  html: string | null;
  /** What can be tapped below it, by WhatsApp. */
  buttons?: readonly Button[];
  received_at: string;
}

/** What `GET /_dev/inbox` answers, oldest first. */
export interface InboxView {
  messages: MessageView[];
  publications: { id: string; received_at: string; [field: string]: unknown }[];
}

/** What `GET /_dev/energy/prices` answers: a day of a home's prices. Times carry the offset of the home's clocks. */
export interface PricesView {
  day: string;
  timezone: string;
  currency: string;
  now: string;
  /** FlatPeak's code where there are no prices. */
  refusal: string | null;
  /** In large currency units per kWh. */
  entries: { from: string; to: string; value: number; confidence: number }[];
  /** The three cheapest hours and all that cost no more, or the dearest for who sells; none where all cost the same. */
  best: { from: string; to: string; average: number }[];
  contract_end_date: string | null;
}

/** A request as it is written for one generation. */
interface ExampleRequest {
  method: "GET" | "POST" | "PUT";
  path: string;
  /** JSON, or null for none. */
  body: string | null;
}

/** A call in `GET /_dev/energy/calls`. */
export interface ExampleCall {
  name: string;
  old: ExampleRequest;
  today: ExampleRequest;
}

/** What `POST /_dev/energy/try` answers: what came of a call. */
export interface TriedView {
  status: number;
  body: string;
  /** Headers that say something of the answer. */
  notes: string[];
  /** The bridge was asked, and is switched off. */
  isOff: boolean;
}
