// The pages of the emulator as empty shells; the files in browser/ draw them.
import { html } from "hono/html";

function shell(title: string, name: string, main: unknown) {
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/_dev/assets/base.css" />
        <link rel="stylesheet" href={`/_dev/assets/${name}.css`} />
        <title>{title}</title>
      </head>
      <body>
        {main}
        <script type="module" src={`/_dev/assets/${name}.js`}></script>
      </body>
    </html>
  );
  return html`<!doctype html>${page}`;
}

/** The control room at `/_dev/`. The brand is the sender on the drawn phone. */
export function roomPage(brand: string) {
  return shell("Control room · flatpeak-reconnect", "room", <main id="room" data-brand={brand}></main>);
}

/** Each call of the energy API, old beside new. */
export function energyPage() {
  return shell("Energy calls · flatpeak-reconnect", "energy", <main id="energy"></main>);
}
