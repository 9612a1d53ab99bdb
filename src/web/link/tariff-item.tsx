// One tariff in the overview: what it is, how it stands in words and in a sign, and the one thing to do.

import { longDate, longDay, longTime } from "../../text/dates.ts";
import { Icon } from "../html/parts.tsx";
import { queryOfOwn } from "./own.tsx";
import type { OwnTariff } from "../../core/link/own.ts";
import type { ConnectionKind, OverviewTariff, TariffState } from "../../core/link/overview.ts";
import type { IconName } from "../html/parts.tsx";
import type { PageView } from "../html/view.ts";

const SIGNS: Readonly<Record<TariffState, { icon: IconName; tone: string }>> = {
  connected: { icon: "done", tone: "ok" },
  expiring: { icon: "waiting", tone: "warn" },
  expired: { icon: "warning", tone: "bad" },
  failed: { icon: "broken", tone: "bad" },
  disconnected: { icon: "ended", tone: "" },
  upgrade: { icon: "better", tone: "info" },
  unknown: { icon: "unknown", tone: "" },
};

const isKnownKind = (kind: string | null): kind is ConnectionKind =>
  kind === "DIRECT" || kind === "LIBRARY" || kind === "MARKET" || kind === "MANUAL";

function pricesSaid({ say, language }: PageView, { prices }: OverviewTariff, zone: string): string | null {
  if (prices === null) return null;
  if (prices === "awaited") return say("page.overview.prices.awaited");
  return say("page.overview.prices.estimated", { date: longDay(language, prices.estimatedSince, zone) });
}

const Facts = ({ view, tariff, zone }: { view: PageView; tariff: OverviewTariff; zone: string }) => {
  const { say, language } = view;
  const { connectionType, endDate, hasEnded, lastReadAt } = tariff;
  const prices = pricesSaid(view, tariff, zone);
  const facts = [
    // Where they come from is no matter while they come from nowhere.
    prices === null && isKnownKind(connectionType)
      ? [say("page.overview.connection"), say(`page.overview.connections.${connectionType}`)]
      : null,
    endDate === null
      ? null
      : [say(hasEnded ? "page.overview.ended" : "page.overview.ends"), longDate(language, endDate)],
    prices === null ? null : [say("page.overview.prices"), prices],
    lastReadAt === null ? null : [say("page.overview.last_read"), longTime(language, lastReadAt, zone)],
  ].filter((it) => it !== null);
  if (facts.length === 0) return null;
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};

/** What can be done about a tariff that is there, whether or not it needs anything. `of`: which it is, for who only hears it. */
const Ways = ({
  view: { say },
  tariff,
  at,
  of,
}: {
  view: PageView;
  tariff: OverviewTariff;
  at: string;
  of: string;
}) => (
  <p class="ways" role="group" aria-label={of}>
    {tariff.action === null ? <a href={at}>{say("page.overview.view")}</a> : null}
    <a href={`${at}?do=change`}>{say("page.overview.change")}</a>
    <a href={`${at}?do=disconnect`}>{say("page.overview.disconnect")}</a>
  </p>
);

/** How its messages wait or stop by themselves, or that they do. */
const OwnWays = ({ view: { say, language }, own, of }: { view: PageView; own: OwnTariff; of: string }) => {
  const { quiet, isWorthwhile } = own;
  const stopAt = `stop${queryOfOwn(own)}`;
  const laterAt = `snooze${queryOfOwn(own)}`;
  if (quiet === "stopped") {
    return (
      <p>
        {say("page.stop.done.heading")}. <a href={stopAt}>{say("page.stop.undo")}</a>
      </p>
    );
  }
  return (
    <>
      {quiet === null ? null : <p>{say("page.snooze.until", { date: longDate(language, quiet.until) })}.</p>}
      <p class="ways" role="group" aria-label={of}>
        {quiet === null && !isWorthwhile ? null : (
          <a href={laterAt}>{say(quiet === null ? "page.snooze.title" : "page.snooze.undo")}</a>
        )}
        <a href={stopAt}>{say("page.stop.title")}</a>
      </p>
    </>
  );
};

/** `home` is what its home is called, for those who hear the links without seeing where they stand. */
export const TariffItem = (props: { view: PageView; tariff: OverviewTariff; home: string; zone: string }) => {
  const { view, tariff, home, zone } = props;
  const { say } = view;
  const slot = say(`page.overview.slots.${tariff.slot}`);
  const { icon, tone } = SIGNS[tariff.state];
  const isOffer = tariff.state === "upgrade" || tariff.state === "disconnected";
  return (
    <li>
      <div class="top">
        <h3>{slot}</h3>
        <span class={`badge ${tone}`}>
          <Icon name={icon} />
          {say(`page.overview.states.${tariff.state}`)}
        </span>
      </div>
      <Facts view={view} tariff={tariff} zone={zone} />
      {tariff.action === null || tariff.link === null ? null : (
        <a class={isOffer ? "button quiet" : "button"} href={tariff.link}>
          {say(`page.overview.actions.${tariff.action}`)}
          <span class="hidden">{`: ${slot}, ${home}`}</span>
        </a>
      )}
      {tariff.manage === null ? null : <Ways view={view} tariff={tariff} at={tariff.manage} of={`${slot}, ${home}`} />}
      {tariff.own === undefined ? null : <OwnWays view={view} own={tariff.own} of={`${slot}, ${home}`} />}
    </li>
  );
};
