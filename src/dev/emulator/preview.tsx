// `/_dev/messages`: every message the product can send, in every language and channel, as a phone shows it. The words
// are the product's own, with whatever a company put in their place; the facts in them are samples.
import { CHANNELS, CHANNEL_TRAITS } from "../../core/policy.ts";
import { LANGUAGES, habitsOf } from "../../text/language.ts";
import { shell } from "./shells.tsx";
import { allWordings, SAMPLE } from "../messages/all.ts";
import { segmentsOf } from "../../text/sms.ts";
import { wordsFor } from "../../text/message.ts";
import type { Language } from "../../text/language.ts";
import type { ChannelName } from "../../core/policy.ts";
import type { Reason } from "../../core/case/reason.ts";
import type { Message, Wording } from "../../text/message.ts";

type Channel = Exclude<ChannelName, "log">;

const channels = CHANNELS.filter((it) => it !== "log");
/** `sms` as `SMS`, what is no abbreviation as a word. */
const titleOf = (channel: Channel): string =>
  channel === "sms"
    ? "SMS"
    : channel === "whatsapp"
      ? "WhatsApp"
      : channel.slice(0, 1).toUpperCase() + channel.slice(1);
const reasons: Readonly<Record<Reason, string>> = {
  invitation: "Invited to connect",
  expiring: "Ends soon",
  expired: "Has ended",
  fetch_failed: "Prices not coming through",
  upgrade: "Better connection",
};

interface Shown {
  id: string;
  caption: string;
  wording: Wording;
  message: Message;
}

/** What tells a message from the others of its reason. */
function captionOf(it: Wording): string {
  const { rung, count, homes, slot, endDateTrap, contractEndDate, endsToday, reason, channel, stopBy } = it;
  const one = slot === "commodity_export" ? "one export tariff" : "one tariff";
  const many = count > 1 ? (homes > 1 ? `${count} tariffs in ${homes} homes` : `${count} tariffs`) : one;
  return [
    rung <= 1 ? "first" : "reminder",
    many,
    endDateTrap ? "the old end date again" : "",
    reason === "expiring" && contractEndDate === null ? "no date" : "",
    endsToday ? "on the last day" : "",
    channel === "sms" && stopBy === "link" ? "stop by link" : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

function shownIn(language: Language, channel: Channel, brand: string): Shown[] {
  const wordings = allWordings(language, { ...SAMPLE, brand }).filter((it) => it.channel === channel);
  return Object.keys(reasons)
    .flatMap((reason) => wordings.filter((it) => it.reason === reason))
    .map((wording, index) => ({
      id: `m${index + 1}`,
      caption: captionOf(wording),
      wording,
      message: wordsFor(wording),
    }));
}

/** The page for one language and channel; `language` and `channel` as the address names them, English SMS otherwise. */
export function messagesPage(brand: string, asked: { language?: string | undefined; channel?: string | undefined }) {
  const language = LANGUAGES.find((it) => it === asked.language) ?? "en";
  const channel = channels.find((it) => it === asked.channel) ?? "sms";
  const shown = shownIn(language, channel, brand);
  const look = { title: "Every message · flatpeak-reconnect", styles: ["phone", "messages"] };
  return shell(
    look,
    <>
      <header>
        <h1>Every message</h1>
        <p class="soft">
          {shown.length} messages, with samples for the facts in them. <a href="/_dev/">Control room</a>
        </p>
        <nav aria-label="Language">
          <ul class="tabs">
            {LANGUAGES.map((it) => (
              <Tab language={it} channel={channel} name={habitsOf(it).name} isHere={it === language} />
            ))}
          </ul>
        </nav>
        <nav aria-label="Channel">
          <ul class="tabs">
            {channels.map((it) => (
              <Tab language={language} channel={it} name={titleOf(it)} isHere={it === channel} />
            ))}
          </ul>
        </nav>
      </header>
      <main>
        <nav class="index" aria-label="Messages">
          {Object.entries(reasons).map(([reason, title]) => (
            <section>
              <h2>{title}</h2>
              <ol>
                {shown
                  .filter(({ wording }) => wording.reason === reason)
                  .map(({ id, caption }) => (
                    <li>
                      <a href={`#${id}`}>{caption}</a>
                    </li>
                  ))}
              </ol>
            </section>
          ))}
        </nav>
        <Handset brand={brand} language={language} shown={shown} />
      </main>
    </>,
  );
}

const Tab = (it: { language: Language; channel: Channel; name: string; isHere: boolean }) => (
  <li>
    <a href={`?language=${it.language}&channel=${it.channel}`} aria-current={it.isHere ? "page" : undefined}>
      {it.name}
    </a>
  </li>
);

const Handset = ({ brand, language, shown }: { brand: string; language: Language; shown: Shown[] }) => (
  <div class="phone">
    <div class="status" aria-hidden="true">
      <span>09:41</span>
      <span class="lens" />
      <span class="battery" />
    </div>
    <div class="sender">
      <span class="avatar" aria-hidden="true">
        {brand.slice(0, 1)}
      </span>
      <strong>{brand}</strong>
    </div>
    <div class="screen" tabindex={0} role="group" aria-label="Messages on a phone">
      {shown.map(({ id, caption, wording, message }) => (
        <div class="one" id={id}>
          <p class="when">
            {reasons[wording.reason]}: {caption}
          </p>
          <OnPhone brand={brand} language={language} wording={wording} message={message} />
        </div>
      ))}
    </div>
    <div class="bar" aria-hidden="true" />
  </div>
);

const OnPhone = (it: { brand: string; language: Language; wording: Wording; message: Message }) => {
  const about = { lang: it.language, "data-testid": "message", "data-reason": it.wording.reason };
  switch (CHANNEL_TRAITS[it.wording.channel].words) {
    case "template":
      return (
        <>
          <article class="bubble" {...about}>
            {it.message.text}
          </article>
          <p class="when">template {it.message.template?.name}</p>
        </>
      );
    case "short":
      return (
        <>
          <article class="bubble" {...about}>
            {it.message.text}
          </article>
          {it.wording.channel === "sms" && <p class="when">{costOf(it.message.text)}</p>}
        </>
      );
    case "push":
      return (
        <article class="notice" {...about}>
          <div>
            <span class="app" aria-hidden="true">
              {it.brand.slice(0, 1)}
            </span>
            <span>
              <strong>{it.message.subject}</strong>
              {it.message.text}
            </span>
          </div>
        </article>
      );
    case "email":
      return (
        <article class="mail" {...about}>
          <strong>{it.message.subject}</strong>
          <iframe
            class="mail-page"
            title={it.message.subject}
            sandbox=""
            loading="lazy"
            srcdoc={it.message.html ?? ""}
          />
        </article>
      );
  }
};

function costOf(text: string): string {
  const { segments, units, encoding } = segmentsOf(text);
  return `${segments} ${segments === 1 ? "segment" : "segments"}, ${units} characters of ${encoding}`;
}
