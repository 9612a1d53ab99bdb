// An email from its parts: HTML that loads nothing from anywhere and is read without images and in the dark, and the
// same facts as plain text.

import { html, raw } from "hono/html";
import { habitsOf } from "./language.ts";
import type { Language } from "./language.ts";

export interface EmailParts {
  readonly language: Language;
  readonly brand: string;
  readonly title: string;
  /** What mail programs show beside the subject: what is asked for. */
  readonly preview: string;
  readonly hello: string;
  readonly paragraphs: readonly string[];
  /** What the reader is asked to open: a button, and what stands before the link written out. Null where there is nothing to do. */
  readonly way: { readonly button: string; readonly line: string; readonly link: string } | null;
  /** Below everything: no password, why this came. */
  readonly notes: readonly string[];
  readonly stop: string;
  readonly stopLink: string;
  /** Where to turn without the link above, each with what stands for it. */
  readonly ways: readonly { readonly label: string; readonly url: string }[];
  /** Who the company is, as its law wants it said; empty where nothing is. */
  readonly legal: string;
}

// The colours of light stand inline as well: some mail programs drop the style sheet.
const STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media(prefers-color-scheme:dark){
.paper{background:#0f1613!important}.card{background:#17211c!important;border-color:#2a3831!important}
.rule{border-color:#2a3831!important}
.ink{color:#e8efe9!important}.soft{color:#a3b3aa!important}
.button{background:#5fd3a3!important;color:#06281b!important}.link{color:#5fd3a3!important}}
`;

/** Nothing to be seen, so that no mail program fills its preview with what stands below. */
const FILLER = "\u00A0\u200C".repeat(80);

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif";
const INK = `margin:0 0 16px;color:#14221d;font-size:16px;line-height:1.5`;
const SOFT = `margin:0 0 12px;color:#52635b;font-size:16px;line-height:1.5`;

const wayOf = ({ way }: EmailParts): ReturnType<typeof html> | "" =>
  way === null
    ? ""
    : html`<p style="margin:24px 0">
          <a
            class="button"
            href="${way.link}"
            style="display:inline-block;padding:14px 22px;border-radius:10px;background:#0b6b4b;color:#ffffff;font-size:16px;font-weight:600;text-decoration:none"
            >${way.button}</a
          >
        </p>
        <p class="soft" style="${SOFT};overflow-wrap:anywhere">
          ${way.line}<br />
          <a class="link" href="${way.link}" style="color:#0b6b4b">${way.link}</a>
        </p>`;

function htmlOf(parts: EmailParts): string {
  const page = html`<!doctype html>
    <html lang="${parts.language}" dir="${habitsOf(parts.language).direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>${parts.title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body class="paper" style="margin:0;padding:0;background:#f4f6f3;${FONT}">
        <div style="display:none;max-height:0;overflow:hidden">${parts.preview}${FILLER}</div>
        <div class="paper" style="background:#f4f6f3;padding:24px 12px">
          <main
            class="card"
            style="max-width:520px;margin:0 auto;background:#ffffff;border:1px solid #dde4de;border-radius:14px;padding:28px 24px"
          >
            <p class="soft" style="${SOFT};font-weight:600">${parts.brand}</p>
            <h1 class="ink" style="margin:0 0 16px;color:#14221d;font-size:22px;line-height:1.3">${parts.title}</h1>
            <p class="ink" style="${INK}">${parts.hello}</p>
            ${parts.paragraphs.map((text) => html`<p class="ink" style="${INK}">${text}</p>`)} ${wayOf(parts)}
            <hr class="rule" style="margin:24px 0;border:0;border-top:1px solid #dde4de" />
            ${parts.notes.map((text) => html`<p class="soft" style="${SOFT}">${text}</p>`)}
            <p class="soft" style="${SOFT}">
              <a class="link" href="${parts.stopLink}" style="color:#0b6b4b">${parts.stop}</a>
              ${parts.ways.map(
                ({ label, url }) => html`· <a class="link" href="${url}" style="color:#0b6b4b">${label}</a> `,
              )}
            </p>
            ${parts.legal === "" ? "" : html`<p class="soft" style="${SOFT}">${parts.legal}</p>`}
          </main>
        </div>
      </body>
    </html>`;
  if (page instanceof Promise) throw new Error("an email has no asynchronous part");
  return page.toString();
}

function textOf(parts: EmailParts): string {
  const { colon } = habitsOf(parts.language);
  return [
    parts.brand,
    parts.hello,
    ...parts.paragraphs,
    ...(parts.way === null ? [] : [`${parts.way.button}${colon}\n${parts.way.link}`]),
    "--",
    ...parts.notes,
    ...[{ label: parts.stop, url: parts.stopLink }, ...parts.ways].map(({ label, url }) => `${label}${colon}\n${url}`),
    ...(parts.legal === "" ? [] : [parts.legal]),
  ].join("\n\n");
}

/** Both forms of an email. Every part is plain text and is escaped. */
export function emailOf(parts: EmailParts): { readonly html: string; readonly text: string } {
  return { html: htmlOf(parts), text: textOf(parts) };
}
