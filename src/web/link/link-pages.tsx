// What a short link answers with when it does not lead straight to Connect. No name, no address, no price: the phone may
// have a new owner.

import { AppLink, LinkButton, Mark, PostButton } from "../html/parts.tsx";
import type { PageText } from "../../text/page-copy.ts";
import type { IconName } from "../html/parts.tsx";
import type { PageContent, PageView } from "../html/view.ts";

const Saying = ({ icon, words }: { icon: IconName; words: PageText }) => (
  <>
    <Mark icon={icon} />
    <h1>{words.heading}</h1>
    <p>{words.text}</p>
  </>
);

/** Where the button leads: what the link was sent for, or the tariff of the overview that is named. */
interface WayOn {
  readonly code: string;
  readonly tariffId?: string | null;
}

/**
 * One button between the link and Connect. Also what prefetchers and previewers see: it describes itself, true for everyone,
 * useful to none of them; and a person who was taken for one finds the way on.
 */
export function confirm({ copy }: PageView, { code, tariffId = null }: WayOn): PageContent {
  const { title, heading, text, button, description } = copy.confirm;
  return {
    title,
    description,
    leadsOut: true,
    body: (
      <>
        <h1>{heading}</h1>
        <p>{text}</p>
        <PostButton action={`/c/${code}`} tariffId={tariffId}>
          {button}
        </PostButton>
      </>
    ),
  };
}

/** What the link was for is repaired. */
export function allGood(view: PageView): PageContent {
  const words = view.copy.allGood;
  return {
    title: words.title,
    body: (
      <>
        <Saying icon="done" words={words} />
        <AppLink view={view} label={view.copy.openApp} />
      </>
    ),
  };
}

/**
 * The same for a link that ended and for one that never was, so that nobody can tell which. To keep it so, its view must
 * never depend on the customer: the language is that of the browser.
 */
export function expired(view: PageView): PageContent {
  const words = view.copy.expired;
  return {
    title: words.title,
    body: (
      <>
        <Saying icon="ended" words={words} />
        <AppLink view={view} label={view.copy.openApp} />
      </>
    ),
  };
}

/** An address that leads nowhere: typed, or broken on its way. */
export function nowhere(view: PageView): PageContent {
  const words = view.copy.nowhere;
  return {
    title: words.title,
    body: (
      <>
        <Saying icon="unknown" words={words} />
        <AppLink view={view} label={view.copy.openApp} />
      </>
    ),
  };
}

function later({ copy }: PageView, words: PageText): PageContent {
  return {
    title: words.title,
    body: (
      <>
        <Saying icon="waiting" words={words} />
        <LinkButton href="">{copy.tryAgain}</LinkButton>
      </>
    ),
  };
}

/** We, or FlatPeak, cannot answer now; the same address again is the retry. */
export const unavailable = (view: PageView): PageContent => later(view, view.copy.unavailable);

/** Too many requests: the same, with the reason. */
export const tooMany = (view: PageView): PageContent => later(view, view.copy.tooMany);
