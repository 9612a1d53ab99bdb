// What each Connect page carries: its actions and its data, in either generation. It never changes a session.
import { dayAndNight } from "../plan.ts";
import { libraryOf, suppliersFor } from "../suppliers.ts";
import { dayFrom } from "../world.ts";
import { choiceOf, regionOf, structuresFor } from "./answers.ts";
import { countryOf } from "./places.ts";
import type { ConnectToken, Page } from "./session.ts";
import { type Scene, summaryData, written } from "./summary.ts";

/**
 * What the page lists as possible. FlatPeak's documentation: Zero has no leaving actions on the pages where it saves, every
 * page of Anode's takes BACK and CLOSE.
 */
export function actionsOf(page: Page, { flavour }: ConnectToken): string[] {
  const isZero = flavour === "zero";
  const leaving = ["BACK", "CLOSE"];
  switch (page) {
    case "failed":
      return isZero ? ["RECONNECT", "DISCONNECT"] : ["EDIT", "DISCONNECT", ...leaving];
    case "pending":
      return isZero ? ["SAVE", "DISCONNECT", "DISMISS_DIRECT"] : ["EDIT", "DISCONNECT", ...leaving];
    case "summary":
      return isZero ? ["SAVE", "EDIT", "DISCONNECT"] : ["EDIT", "DISCONNECT", "WRONG_TARIFF", ...leaving];
    case "provider":
      return ["PROVIDER_MISSING", "ADDRESS_CHANGE", ...leaving];
    case "providerName":
      return ["ADDRESS_CHANGE", ...leaving];
    case "libraryTariff":
      return ["TARIFF_MISSING", "ADDRESS_CHANGE", ...leaving];
    case "address":
    case "structure":
    case "rate":
    case "hours":
    case "region":
    case "surcharge":
    case "advanced":
    case "name":
    case "term":
      return leaving;
    case "login":
    case "ended":
      return [];
  }
}

/** Data of a page. Prices are in large currency units. */
export function dataOf(page: Page, scene: Scene): object {
  const { token, tariff, now } = scene;
  const { draft, address, flavour } = token;
  const provider = draft.provider ?? tariff?.provider ?? null;
  const { currency: currency_code, regions } = countryOf(address);
  // What was typed in this session, else what the tariff costs so far.
  const plan = draft.plan ?? tariff?.plan;
  switch (page) {
    case "address":
      return { postal_address: address };
    case "provider":
      return { providers: suppliersFor(token.addressType).map((it) => it.provider), postal_address: address };
    case "providerName": {
      const isTyped = draft.provider !== null && choiceOf(token) === undefined;
      return { provider: { name: isTyped ? draft.provider?.display_name : "" }, postal_address: address };
    }
    case "libraryTariff": {
      const choice = choiceOf(token);
      const listed = choice === undefined ? [] : libraryOf(choice, regionOf(token));
      return { provider, tariffs: listed.map(({ id, name, description }) => ({ id, name, description })) };
    }
    case "structure":
      return { provider, options: structuresFor(token) };
    case "rate":
      return { currency_code, provider, cost: plan?.structure === "FIXED" ? plan.cost : 0 };
    case "hours": {
      const known = plan?.structure === "TIME_OF_DAY" ? plan : dayAndNight(0, 0);
      return { currency_code, provider, hours: known.hours };
    }
    case "region":
      return { provider, regions, ...(draft.region === null ? {} : { region: draft.region }) };
    case "surcharge": {
      const { fixed, percentage } = plan?.structure === "MARKET" ? plan : { fixed: 0, percentage: 0 };
      const region = flavour === "zero" && regions.length > 1 ? { regions, region: draft.region } : {};
      return { currency_code, provider, surcharge: { fixed, percentage }, ...region };
    }
    case "name":
      return { provider, tariff: { name: draft.name ?? "" } };
    case "term":
      return {
        provider,
        contract_start_date: written(dayFrom(now, 0), flavour),
        contract_end_date: written(draft.contractEndDate ?? dayFrom(now, 365), flavour),
        ...(flavour === "zero" ? {} : { contract_term_type: "" }),
      };
    case "pending":
      return { connection_type: "DIRECT", provider: tariff?.pending?.draft.provider ?? provider };
    case "failed":
      return token.trail.length === 0 && tariff !== null
        ? { connection_type: tariff.connectionType, provider: tariff.provider }
        : { connection_type: "DIRECT", provider };
    case "summary":
      return summaryData(scene);
    case "advanced":
    case "login":
    case "ended":
      return {};
  }
}
