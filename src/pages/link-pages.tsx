// The pages behind a short link, as title and body. No name, no address, no price: the phone may have a new owner.

import type { Choice } from "../customer/effects.ts";
import type { DoneAnswer } from "../customer/object.ts";
import type { PageContent } from "./page.tsx";

/** `2026-11-29` as "29 November 2026", whatever the zone of this machine. */
const longDate = (date: string): string =>
  new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));

/** A sign that tells success from the rest at a glance; the words beside it say the same. */
const Mark = ({ kind }: { kind: "done" | "waiting" | "ended" }) => {
  const shapes = {
    done: "M5 13l4 4L19 7",
    waiting: "M12 7v5l3 2M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0",
    ended: "M6 12h12",
  };
  return (
    <div class={kind === "done" ? "mark" : "mark quiet"} aria-hidden="true">
      <svg viewBox="0 0 24 24">
        <path d={shapes[kind]} />
      </svg>
    </div>
  );
};

const AppLink = ({ appUrl, label }: { appUrl: string | null; label: string }) =>
  appUrl === null ? null : (
    <a class="button" href={appUrl}>
      {label}
    </a>
  );

const REASONS = {
  expiring: "A contract that ends soon",
  expired: "A tariff that has ended",
  fetch_failed: "A tariff that can no longer be read",
  upgrade: "A better connection",
} as const;

/** What prefetchers and previewers see: true for everyone, useful to none of them. */
export const preview: PageContent = {
  title: "Reconnect your energy tariff",
  body: (
    <>
      <h1>Reconnect your energy tariff</h1>
      <p>Open this link in your browser to continue.</p>
    </>
  ),
};

export const allGood = (appUrl: string | null): PageContent => ({
  title: "All good",
  body: (
    <>
      <Mark kind="done" />
      <h1>All good, nothing to do</h1>
      <p>What this link was for is settled. You do not need it any more.</p>
      <AppLink appUrl={appUrl} label="Open the app" />
    </>
  ),
});

/** The same for a link that ended and for one that never was, so that nobody can tell which. */
export const expired = (appUrl: string | null): PageContent => ({
  title: "Link expired",
  body: (
    <>
      <Mark kind="ended" />
      <h1>This link has expired</h1>
      <p>Open the app to check your energy tariff. If it needs you, we will send a new link.</p>
      <AppLink appUrl={appUrl} label="Open the app" />
    </>
  ),
});

export const unavailable: PageContent = {
  title: "Please try again",
  body: (
    <>
      <Mark kind="waiting" />
      <h1>Please try again in a minute</h1>
      <p>We cannot reach the tariff service right now. Your link stays valid and nothing is lost.</p>
      <a class="button" href="">
        Try again
      </a>
    </>
  ),
};

const SLOTS = {
  commodity_import: "electricity you use",
  commodity_export: "electricity you sell",
  non_commodity_import: "grid fee",
  non_commodity_export: "grid fee",
  local: "your own electricity",
  unknown: null,
} as const;

/** "Home 2, grid fee: a tariff that has ended". */
function labelOf({ reason, slot, home }: Choice): string {
  const where = [home === null ? null : `Home ${home}`, slot === null ? null : SLOTS[slot]].filter((it) => it !== null);
  if (where.length === 0) return REASONS[reason];
  const text = `${where.join(", ")}: ${REASONS[reason].toLowerCase()}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const choose = (links: readonly Choice[]): PageContent => ({
  title: "Which one first?",
  body: (
    <>
      <h1>{links.length} of your tariffs need attention</h1>
      <p>Take them one after the other; this page shows what is left.</p>
      <ul>
        {links.map((it, index) => (
          <li>
            <a class="button" href={it.link}>{`${index + 1}. ${labelOf(it)}`}</a>
          </li>
        ))}
      </ul>
    </>
  ),
});

/** After Connect. `code` leads back into the same repair. */
export function done(answer: DoneAnswer, code: string, appUrl: string | null): PageContent {
  const { outcome, others, contractEndDate } = answer;
  switch (outcome) {
    case "expired":
      return expired(appUrl);
    case "end_date":
      return {
        title: "One more detail",
        body: (
          <>
            <Mark kind="waiting" />
            <h1>One more detail: the end date</h1>
            <p>
              The date we have{contractEndDate === null ? "" : `, ${longDate(contractEndDate)},`} is when your old
              contract ends. Please enter the end date of your new contract, or come back once you have it.
            </p>
            <a class="button" href={`/c/${code}`}>
              Enter the new contract
            </a>
          </>
        ),
      };
    case "repaired":
      if (others !== null) {
        return {
          title: "Connected",
          body: (
            <>
              <Mark kind="done" />
              <h1>Connected. There is more to do.</h1>
              <p>This tariff is up to date again. Another one of yours still needs you.</p>
              <a class="button" href={others}>
                Next tariff
              </a>
            </>
          ),
        };
      }
      return {
        title: "Connected",
        body: (
          <>
            <Mark kind="done" />
            <h1>Connected. Thank you!</h1>
            <p>Your energy tariff is up to date again, and you will not hear from us about it any more.</p>
            <AppLink appUrl={appUrl} label="Back to the app" />
          </>
        ),
      };
    case "disconnected":
      return {
        title: "Disconnected",
        body: (
          <>
            <Mark kind="ended" />
            <h1>The tariff is disconnected</h1>
            <p>You will not hear from us about it any more. You can connect a tariff again in the app at any time.</p>
            <AppLink appUrl={appUrl} label="Back to the app" />
          </>
        ),
      };
    case "not_yet":
      return {
        title: "Not connected yet",
        body: (
          <>
            <Mark kind="waiting" />
            <h1>Not connected yet</h1>
            <p>Your tariff still needs a step. A supplier can take a while to answer; you can also try again now.</p>
            <a class="button" href={`/c/${code}`}>
              Continue connecting
            </a>
            {appUrl === null ? null : (
              <a class="button quiet" href={appUrl}>
                Back to the app
              </a>
            )}
          </>
        ),
      };
    case "checking":
      return {
        title: "Checking",
        body: (
          <>
            <Mark kind="waiting" />
            <h1>Checking your tariff…</h1>
            <p>This page looks again by itself. You can also close it: we keep checking.</p>
            <AppLink appUrl={appUrl} label="Back to the app" />
          </>
        ),
      };
  }
}
