// Reads what a customer answered to a page into what is typed so far, or says in FlatPeak's words what is wrong with it.
// It decides nothing about what comes next.
import { asRecord, asText } from "../tariffs.ts";
import { libraryOf, suppliersFor } from "../suppliers.ts";
import type { Choice } from "../suppliers.ts";
import { dayFrom, newId } from "../world.ts";
import { hoursFault, hoursIn } from "./hours.ts";
import { addressFault, addressIn, countryOf } from "./places.ts";
import type { Address, ConnectToken, Draft, Page } from "./session.ts";

/** What an answer comes to; `code` with `message` where it is refused. */
export type Answer = { draft: Partial<Draft>; address?: Address; choice?: string } | { code: string; message: string };

const silent = ["login", "advanced", "pending", "failed", "summary", "ended"] as const;
/** The pages that ask something; the others take actions alone. */
export type Asking = Exclude<Page, (typeof silent)[number]>;

/** Whether a page asks something. */
export function isAsking(page: Page): page is Asking {
  return !silent.some((it) => it === page);
}

/** Who is chosen, with how they can be read; undefined for one who was typed in. */
export function choiceOf(token: ConnectToken): Choice | undefined {
  return suppliersFor(token.addressType).find(({ provider }) => provider.id === token.draft.provider?.id);
}

/** The region of the market where there is one alone, else the first: what a published market tariff is of. */
export function regionOf(token: ConnectToken): string {
  return token.draft.region ?? countryOf(token.address).regions[0] ?? "";
}

/** Reads the answer to a page that asks something. `now` is world time in milliseconds. */
export function readAnswer(page: Asking, token: ConnectToken, data: unknown, now: number): Answer {
  // An end that is not given says that there is none; everything else wants an object.
  if (page === "term") return readTerm(data, now);
  if (typeof data !== "object" || data === null || Array.isArray(data))
    return refuse("data_json_invalid", "data must be an object");
  const fields = asRecord(data);
  switch (page) {
    case "address": {
      const address = addressIn(fields["postal_address"]);
      const fault = addressFault(address, token.flavour === "zero");
      return fault === null ? { draft: {}, address } : refuse(fault, `The postal address: ${words(fault)}`);
    }
    case "provider": {
      const id = asText(asRecord(fields["provider"])["id"]);
      if (id === null) return refuse("provider_id_missing", "Choose one of the providers");
      const choice = suppliersFor(token.addressType).find(({ provider }) => provider.id === id);
      if (choice === undefined) return refuse("provider_not_found", "No such provider");
      const { provider, connectionType } = choice;
      return { draft: { provider, connectionType, name: null, contractEndDate: null } };
    }
    case "providerName": {
      const name = asText(asRecord(fields["provider"])["name"])?.trim() ?? "";
      if (name === "") return refuse("provider_name_missing", "The provider needs a name");
      const provider = { id: newId("prv"), display_name: name, logo_url: "" };
      return { draft: { provider, connectionType: "MANUAL", name: null, contractEndDate: null } };
    }
    case "libraryTariff":
      return readTariff(token, asRecord(fields["tariff"])["id"]);
    case "structure":
      return readStructure(token, fields["options"]);
    case "rate": {
      const { cost } = fields;
      if (typeof cost !== "number" || !Number.isFinite(cost))
        return refuse("data_json_invalid", "cost must be a number");
      if (cost === 0) return refuse("cost_value_zero", "cost must not be zero");
      if (cost < 0) return refuse("cost_value_negative", "cost must not be negative");
      return { draft: { plan: { structure: "FIXED", cost } } };
    }
    case "hours": {
      const hours = hoursIn(fields["hours"]);
      if (hours === null) return refuse("data_json_invalid", "hours must be a list of periods with cost and times");
      const fault = hoursFault(hours);
      return fault === null
        ? { draft: { plan: { structure: "TIME_OF_DAY", hours } } }
        : refuse(fault, `The hours: ${words(fault)}`);
    }
    case "region":
      return readRegion(token, fields["region"]);
    case "surcharge":
      return readSurcharge(token, fields);
    case "name": {
      const name = asText(asRecord(fields["tariff"])["name"])?.trim() ?? "";
      return name === "" ? refuse("tariff_name_missing", "The tariff needs a name") : { draft: { name } };
    }
  }
}

function readTariff(token: ConnectToken, id: unknown): Answer {
  if (id === undefined || id === null || id === "") return refuse("tariff_id_missing", "Choose one of the tariffs");
  if (typeof id !== "string" || !/^trt_[0-9a-f]{24}$/.test(id)) return refuse("tariff_id_invalid", "No id of a tariff");
  const choice = choiceOf(token);
  const tariff = choice?.isListed === true ? libraryOf(choice, regionOf(token)).find((it) => it.id === id) : undefined;
  if (tariff === undefined) return refuse("tariff_not_found", "The provider has no such tariff");
  return { draft: { connectionType: "LIBRARY", name: tariff.name, plan: structuredClone(tariff.plan) } };
}

/** What the customer can be asked for by hand. */
export function structuresFor(token: ConnectToken): string[] {
  return ["FIXED", "TIME_OF_DAY", "MARKET", ...(token.asks.advanced ? ["ADVANCED"] : [])];
}

function readStructure(token: ConnectToken, options: unknown): Answer {
  const chosen: unknown = Array.isArray(options) && options.length === 1 ? options[0] : undefined;
  if (typeof chosen !== "string" || !structuresFor(token).includes(chosen))
    return refuse("options_invalid", "options must be a list with one of the options");
  return { draft: { connectionType: chosen === "MARKET" ? "MARKET" : "MANUAL" }, choice: chosen };
}

function readRegion(token: ConnectToken, region: unknown): Answer {
  return typeof region === "string" && countryOf(token.address).regions.includes(region)
    ? { draft: { region } }
    : refuse("market_region_invalid", "region must be one of the regions");
}

/** Zero's page has the region on it, where there is more than one to choose from. */
function readSurcharge(token: ConnectToken, fields: Record<string, unknown>): Answer {
  const { fixed, percentage } = asRecord(fields["surcharge"]);
  if (typeof fixed !== "number" || !Number.isFinite(fixed))
    return refuse("data_json_invalid", "surcharge.fixed must be a number");
  if (typeof percentage !== "number" || !Number.isFinite(percentage) || percentage < 0 || percentage > 100)
    return refuse("surcharge_percentage_invalid", "surcharge.percentage must be from 0 to 100");
  const { regions } = countryOf(token.address);
  const asksRegion = token.flavour === "zero" && regions.length > 1;
  const region = asksRegion ? readRegion(token, fields["region"]) : { draft: { region: regionOf(token) } };
  if ("code" in region) return region;
  const plan = { structure: "MARKET", fixed, percentage, region: region.draft.region ?? "" } as const;
  return { draft: { ...region.draft, plan } };
}

// No data at all means "until terminated"; an object without a date takes the proposal of one year.
function readTerm(data: unknown, now: number): Answer {
  const fields = asRecord(data);
  const typed = fields["contract_end_date"];
  const isEndless = data === undefined || data === null || typed === null;
  if (isEndless || fields["contract_term_type"] === "UNTIL_TERMINATED") return { draft: { contractEndDate: null } };
  if (typed === undefined) return { draft: { contractEndDate: dayFrom(now, 365) } };
  const time = typeof typed === "string" ? Date.parse(typed) : Number.NaN;
  const day = Number.isNaN(time) ? "" : dayFrom(time, 0);
  return day < dayFrom(now, 0)
    ? refuse("contract_end_date_invalid", "Give a date that is not in the past")
    : { draft: { contractEndDate: day } };
}

function words(code: string): string {
  return code.replaceAll("_", " ");
}

function refuse(code: string, message: string): Answer {
  return { code, message };
}
