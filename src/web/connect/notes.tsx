// Pages of the conversation that are no pages of FlatPeak's: on the way to a sign-in, before a tariff is disconnected, and where we
// cannot go on.

import { AppLink, LinkButton } from "../html/parts.tsx";
import { connectWords } from "../../text/connect.ts";
import { ActionButton, framed } from "./shell.tsx";
import { plainText } from "./pages/plain.ts";
import type { Child } from "hono/jsx";
import type { PageContent, PageOf, PageView } from "../html/view.ts";
import type { ConnectWords } from "../../text/connect.ts";
import type { Mistake } from "./pages/form.ts";
import type { Framed } from "./shell.tsx";

type Frame = Pick<Framed, "ticket" | "words" | "leadsOut" | "actions" | "canDisconnect">;

/** Before somebody else's page: whose it is, and that one comes back. */
export function signIn(frame: Frame, url: string, supplier: string | null): PageContent {
  const { say } = frame.words;
  const name = plainText(supplier ?? "");
  return framed({
    ...frame,
    heading: name === "" ? say("connect.signin.heading") : say("connect.signin.named", { name }),
    inside: <p>{say("connect.signin.text")}</p>,
    button: <LinkButton href={url}>{say("connect.signin.button")}</LinkButton>,
  });
}

/** Whether a tariff is really to be disconnected. */
export function confirmDisconnect(frame: Frame, mistakes: readonly Mistake[]): PageContent {
  const { say } = frame.words;
  return framed({
    ...frame,
    heading: say("connect.disconnect.heading"),
    mistakes,
    inside: <p>{say("connect.disconnect.text")}</p>,
    button: (
      <>
        <button class="button" type="submit" name="action" value="KEEP">
          {say("connect.disconnect.keep.button")}
        </button>
        <input type="hidden" name="sure" value="1" />
        <ActionButton action="DISCONNECT">{say("connect.disconnect.button")}</ActionButton>
      </>
    ),
  });
}

/** A page that nobody here knows. */
export function unknownPage(frame: Frame, view: PageView): PageContent {
  const { say } = frame.words;
  return framed({
    ...frame,
    heading: say("connect.unknown.heading"),
    inside: <p>{say("connect.unknown.text")}</p>,
    button: <AppLink view={view} />,
  });
}

/** FlatPeak cannot say where the conversation stands: the button asks again, and nothing is sent twice. */
export function stuck(frame: Frame): PageContent {
  const { say } = frame.words;
  return framed({
    ...frame,
    heading: say("connect.unavailable.heading"),
    inside: <p>{say("connect.unavailable.text")}</p>,
    button: (
      <button class="button" type="submit" name="action" value="AGAIN">
        {say("connect.unavailable.button")}
      </button>
    ),
  });
}

function note(view: PageView, about: "ended" | "unavailable", button: (words: ConnectWords) => Child): PageContent {
  const words = connectWords(view.language);
  return {
    title: words.say(`connect.${about}.heading`),
    body: (
      <>
        <h1>{words.say(`connect.${about}.heading`)}</h1>
        <p>{words.say(`connect.${about}.text`)}</p>
        {button(words)}
      </>
    ),
  };
}

/** The session is over, or never was. */
export const ended: PageOf = (view) => note(view, "ended", () => <AppLink view={view} label="page.open_app" />);

/** FlatPeak cannot be asked about a token that has just come; the same address again is the retry. */
export const unavailable: PageOf = (view) =>
  note(view, "unavailable", ({ say }) => <LinkButton href="">{say("connect.unavailable.button")}</LinkButton>);
