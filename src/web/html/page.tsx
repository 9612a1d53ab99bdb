// The frame of every page a customer sees: the brand, light and dark, no script, nothing loaded from elsewhere.

import { html, raw } from "hono/html";
import { habitsOf } from "../../text/language.ts";
import { STYLE } from "./style.ts";
import { brandColour, themeOf } from "./theme.ts";
import type { Language } from "../../text/language.ts";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Brand, PageContent, PageView, Ways } from "./view.ts";

/** The tab's icon: a tile in the brand's colour. */
const iconOf = (brand: Brand): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" rx="2" fill="${brandColour(brand.colour)}"/></svg>`,
  )}`;

const initialOf = (name: string): string => String.fromCodePoint(name.codePointAt(0) ?? 0);

const Signature = ({ brand }: { brand: Brand }) => {
  if (brand.name === "") return null;
  return (
    <header class="brand">
      {brand.logo === null ? (
        <span class="tile" aria-hidden="true">
          {initialOf(brand.name)}
        </span>
      ) : (
        <img src={brand.logo} alt="" height="30" />
      )}
      <span>{brand.name}</span>
    </header>
  );
};

const hasFoot = ({ legal, helpUrl, privacyUrl }: Brand, { ways, foot }: PageContent): boolean =>
  (legal ?? helpUrl ?? privacyUrl) !== null || ways !== undefined || foot !== undefined;

const FOOT_STYLE =
  "body{grid-template-rows:1fr auto}.foot{max-width:42rem;margin-top:20px;color:var(--soft);font-size:.85rem;text-align:center}.foot p{margin:0}.foot a{display:inline-block;margin:0 10px;padding:12px 0}";

/** Out of our messages for a while, or for good. */
const WaysOut = ({ say, ways: { code, only } }: { say: PageView["say"]; ways: Ways }) => (
  <p>
    {only === "stop" ? null : <a href={`/c/${code}/snooze`}>{say("page.snooze.title")}</a>}
    {only === "later" ? null : <a href={code === null ? "?stop" : `/c/${code}/stop`}>{say("page.stop.title")}</a>}
  </p>
);

/** Who stands behind the page, and where to turn without it. */
const Foot = ({ view: { brand, say }, ways }: { view: PageView; ways: Ways | undefined }) => (
  <footer class="foot">
    {ways === undefined ? null : <WaysOut say={say} ways={ways} />}
    {brand.helpUrl === null ? null : <a href={brand.helpUrl}>{say("page.help")}</a>}
    {brand.privacyUrl === null ? null : <a href={brand.privacyUrl}>{say("page.privacy")}</a>}
    {brand.legal === null ? null : <p>{brand.legal}</p>}
  </footer>
);

/** From left to right goes without saying. */
const directionOf = (language: Language): { readonly dir?: "rtl" } =>
  habitsOf(language).direction === "rtl" ? { dir: "rtl" } : {};

/** What a previewer shows of a link. */
const Description = ({ content, brand }: { content: PageContent; brand: Brand }) => (
  <>
    <meta name="description" content={content.description} />
    <meta property="og:title" content={content.title} />
    <meta property="og:description" content={content.description} />
    <meta property="og:type" content="website" />
    {brand.name === "" ? null : <meta property="og:site_name" content={brand.name} />}
  </>
);

/** Of it only the colour comes from a setting, as digits. It stands as it is: what is escaped in a style means something else. */
const styleOf = (content: PageContent, brand: Brand): string =>
  `${STYLE}${hasFoot(brand, content) ? FOOT_STYLE : ""}${content.style ?? ""}${themeOf(brand.colour)}`;

const Page = ({ content, view, nonce }: { content: PageContent; view: PageView; nonce: string }) => (
  <html lang={view.language} {...directionOf(view.language)}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <meta name="format-detection" content="telephone=no, date=no, address=no" />
      <link rel="icon" href={iconOf(view.brand)} />
      <title>{view.brand.name === "" ? content.title : `${content.title} · ${view.brand.name}`}</title>
      {content.description === undefined ? null : <Description content={content} brand={view.brand} />}
      <style nonce={nonce}>{raw(styleOf(content, view.brand))}</style>
    </head>
    <body>
      <main class={content.wide === true ? "wide" : "card"}>
        <Signature brand={view.brand} />
        {content.body}
      </main>
      {hasFoot(view.brand, content) ? (content.foot ?? <Foot view={view} ways={content.ways} />) : null}
    </body>
  </html>
);

/** One page as a whole document. `nonce` is that of the response's policy: without it the style would be refused. */
export const renderPage = (
  content: PageContent,
  view: PageView,
  nonce: string,
): HtmlEscapedString | Promise<HtmlEscapedString> =>
  html`<!doctype html>${(<Page content={content} view={view} nonce={nonce} />)}`;
