// What all pages of the emulator have around them, and those that are empty: the files in browser/ draw them.
import { html } from "hono/html";
import { LANGUAGES, habitsOf } from "../../text/language.ts";

interface Look {
  title: string;
  /** Style sheets besides the base, by the names of their files. */
  styles?: readonly string[];
  /** The script that draws the page, by the name of its file. */
  script?: string;
}

/** A page of the emulator, whatever is drawn on it. */
export function shell({ title, styles = [], script }: Look, body: unknown) {
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        {["base", ...styles].map((name) => (
          <link rel="stylesheet" href={`/_dev/assets/${name}.css`} />
        ))}
        <title>{title}</title>
      </head>
      <body>
        {body}
        {script === undefined ? null : <script type="module" src={`/_dev/assets/${script}.js`}></script>}
      </body>
    </html>
  );
  return html`<!doctype html>${page}`;
}

function drawn(title: string, name: string, main: unknown) {
  return shell({ title, styles: [name], script: name }, main);
}

/** The control room at `/_dev/`. The brand is the sender on the drawn phone. */
export function roomPage(brand: string) {
  const languages = JSON.stringify(LANGUAGES.map((it) => [it, habitsOf(it).name]));
  const main = <main id="room" data-brand={brand} data-languages={languages}></main>;
  return drawn("Control room · flatpeak-reconnect", "room", main);
}

/** Each call of the energy API, old beside new. */
export function energyPage() {
  return drawn("Energy calls · flatpeak-reconnect", "energy", <main id="energy"></main>);
}
