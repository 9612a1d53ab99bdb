// The frame of every page a customer sees: one column, the brand, light and dark, no script, nothing loaded from elsewhere.

import type { Child, FC } from "hono/jsx";

// No quote, ampersand or angle bracket in here: the text is escaped as any other.
const STYLE = `
:root{color-scheme:light dark;--ink:#14221d;--soft:#52635b;--paper:#f4f6f3;--card:#fff;--line:#dde4de;--accent:#0b6b4b;--on-accent:#fff;--tint:#e3f1ea}
@media(prefers-color-scheme:dark){:root{--ink:#e8efe9;--soft:#a3b3aa;--paper:#0f1613;--card:#17211c;--line:#2a3831;--accent:#5fd3a3;--on-accent:#06281b;--tint:#1d3329}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100svh;display:grid;place-items:center;padding:24px 16px;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,-apple-system,Roboto,sans-serif}
main{width:100%;max-width:26rem;background:var(--card);border:1px solid var(--line);border-radius:18px;padding:28px 24px}
.brand{margin:0 0 18px;color:var(--soft);font-size:.9rem;font-weight:600}
h1{margin:0 0 10px;font-size:1.5rem;line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
p{margin:0 0 14px;color:var(--soft)}
.mark{display:grid;place-items:center;width:52px;height:52px;margin:0 0 18px;border-radius:50%;background:var(--tint);color:var(--accent)}
.mark.quiet{color:var(--soft)}
.mark svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
.button{display:block;margin-top:12px;padding:14px 18px;border-radius:12px;background:var(--accent);color:var(--on-accent);font-weight:600;text-align:center;text-decoration:none}
.button.quiet{background:none;color:var(--accent);border:1px solid var(--line)}
.button:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
ul{list-style:none;margin:0;padding:0}
`;

export const Page: FC<{ brand: string; title: string; nonce: string; children?: Child }> = (props) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <link rel="icon" href="data:," />
      <title>{props.brand === "" ? props.title : `${props.title} · ${props.brand}`}</title>
      <style nonce={props.nonce}>{STYLE}</style>
    </head>
    <body>
      <main>
        {props.brand === "" ? null : <p class="brand">{props.brand}</p>}
        {props.children}
      </main>
    </body>
  </html>
);

export interface PageContent {
  readonly title: string;
  readonly body: Child;
}

/** One page as HTML. `nonce` is that of the response's policy: without it the style would be refused. */
export const renderPage = (content: PageContent, brand: string, nonce: string) => (
  <Page brand={brand} title={content.title} nonce={nonce}>
    {content.body}
  </Page>
);
