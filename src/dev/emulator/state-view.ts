// The whole world as JSON for scripts and for the control room. Keys, bearers and secrets are left out.
import { isOfFleet } from "./fleet.ts";
import { inboxView } from "./inbox.ts";
import type { Difference } from "./settings.ts";
import { isExpired } from "./tariffs.ts";
import type { HomeView, StateView, TariffView } from "./views.ts";
import type { Home, Tariff, WorldState } from "./world.ts";

/** The control room is about the people it was made for; the fleet is looked at where all customers are. */
const isTold = (text: string): boolean => !isOfFleet(text);

/** What `GET /_dev/state` answers; `now` is world time in milliseconds, newest entries last. */
export function stateView(world: WorldState, now: number, differences: Difference[]): StateView {
  const events = world.events.filter(({ raw }) => isTold(raw));
  const hidden = new Set(world.events.flatMap(({ id, raw }) => (isTold(raw) ? [] : [id])));
  const inbox = inboxView(world);
  return {
    now: iso(now),
    clock_offset_ms: world.clockOffsetMs,
    account_id: world.accountId,
    customers: world.knownCustomerIds.filter(isTold).map((id) => ({
      id,
      reference_id: world.customers.find((customer) => customer.id === id)?.referenceId ?? null,
    })),
    locations: world.homes.filter(({ id }) => isTold(id)).map((home) => homeView(home, now)),
    events: events.slice(-50).map((event) => ({ ...(JSON.parse(event.raw) as object), received_at: iso(event.at) })),
    deliveries: world.deliveries
      .filter(({ eventId }) => !hidden.has(eventId))
      .map((delivery) => ({
        event_id: delivery.eventId,
        type: delivery.type,
        attempts: delivery.attempts.map((attempt) => ({ ...attempt, at: iso(attempt.at) })),
        next_attempt_at: delivery.nextAttemptAt === null ? null : iso(delivery.nextAttemptAt),
        outcome: delivery.outcome ?? null,
      })),
    requests: world.requests.filter(({ path }) => isTold(path)).map((line) => ({ ...line, at: iso(line.at) })),
    token_requests: world.tokenRequests
      .filter(({ body }) => isTold(JSON.stringify(body ?? null)))
      .map((entry) => ({ ...entry, at: iso(entry.at) })),
    tokens: world.tokens
      .filter(({ homeId }) => isTold(homeId ?? ""))
      .map((token) => ({
        connect_token: token.id,
        generation: token.flavour,
        tariff_id: token.tariffId,
        location_id: token.homeId,
        page: token.page,
        complete_action: token.completeAction,
        created_at: iso(token.createdAt),
        expires_at: iso(token.expiresAt),
      })),
    callbacks: world.callbacks.map((entry) => ({ ...entry, at: iso(entry.at) })),
    alerts: (world.alerts ?? []).map((entry) => ({ ...entry, at: iso(entry.at) })),
    faults: world.faults,
    differences,
    inbox: { messages: inbox.messages.length, publications: inbox.publications.length },
  };
}

function homeView(home: Home, now: number): HomeView {
  return {
    id: home.id,
    customer_id: home.customerId,
    label: home.label,
    timezone: home.timezone,
    tariffs: home.tariffs.map((tariff) => tariffView(tariff, now)),
  };
}

function tariffView(tariff: Tariff, now: number): TariffView {
  return {
    id: tariff.id,
    slot: tariff.slot,
    status: tariff.status,
    expired: isExpired(tariff, now),
    pending: tariff.pending !== undefined,
    connection_type: tariff.connectionType,
    provider: tariff.provider,
    display_name: tariff.displayName,
    structure_type: tariff.structureType,
    contract_end_date: tariff.contractEndDate,
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
