// The frame of every page of the conversation: one form with the heading, what is wrong, the page itself, and the ways on and out.
// It works without script and without cookies.

import { Icon, Notice } from "../html/parts.tsx";
import { styleOf } from "./pages/style.ts";
import type { Child } from "hono/jsx";
import type { Action } from "../../flatpeak/connect/page.ts";
import type { ConnectWords, Note } from "../../text/connect.ts";
import type { PageContent } from "../html/view.ts";
import type { Mistake } from "./pages/form.ts";
import type { Look } from "./pages/style.ts";

/** What a form carries, so that it is known whose answer it is, and to which page. */
export interface Ticket {
  readonly pass: string;
  readonly no: number;
}

/** What stands in the frame. */
export interface Framed {
  readonly ticket: Ticket;
  readonly words: ConnectWords;
  readonly heading: string;
  readonly inside: Child;
  /** What it is made of. */
  readonly looks?: readonly Look[];
  /** What the main button says, or another way on in its place; null where the page brings its own. */
  readonly button: Child;
  readonly mistakes?: readonly Mistake[];
  readonly said?: Note | null;
  readonly actions?: readonly Action[];
  /** The way to disconnect, apart from the others. */
  readonly canDisconnect?: boolean;
  /** A form may lead to an address of the company's, which may redirect anywhere. */
  readonly leadsOut: boolean;
}

/** The text on the button of an action; one spelling of a report says the same as the other. */
const labelOf = ({ say }: ConnectWords, action: Action): string =>
  say(`connect.actions.${action === "WRONG_TARIFF_REPORT" ? "WRONG_TARIFF" : action}`);

/** A button that answers by an action. What was typed goes along, and nothing in it keeps the button from working. */
export const ActionButton = ({ action, children }: { action: string; children?: Child }) => (
  <button class="button quiet" type="submit" name="action" value={action} formnovalidate>
    {children}
  </button>
);

/** What is wrong, said first and at once; each mistake leads to its field. */
const Mistakes = ({ words, mistakes }: { words: ConnectWords; mistakes: readonly Mistake[] }) => (
  <div class="notice" role="alert" tabindex={-1} autofocus id="mistakes">
    <Icon name="warning" />
    <div>
      <strong>{words.say("connect.mistakes.heading")}</strong>
      <ul>
        {mistakes.map((it) => (
          <li>{it.field === null ? words.tell(it) : <a href={`#${it.field}`}>{words.tell(it)}</a>}</li>
        ))}
      </ul>
    </div>
  </div>
);

/** A page of the conversation as a page of ours. */
export function framed(it: Framed): PageContent {
  const { ticket, words, heading, inside, button, mistakes = [], said = null, actions = [] } = it;
  return {
    title: heading,
    style: styleOf(it.looks ?? []),
    showsPictures: true,
    leadsOut: it.leadsOut,
    body: (
      <form method="post" action="/connect" novalidate>
        <input type="hidden" name="journey" value={ticket.pass} />
        <input type="hidden" name="step" value={String(ticket.no)} />
        {said === null ? null : (
          <Notice icon="done" tone="ok">
            {words.tell(said)}
          </Notice>
        )}
        <h1>{heading}</h1>
        {mistakes.length === 0 ? null : <Mistakes words={words} mistakes={mistakes} />}
        {inside}
        {typeof button === "string" ? (
          <button class="button" type="submit">
            {button}
          </button>
        ) : (
          button
        )}
        {actions.length === 0 ? null : (
          <div class="ways">
            {actions.map((action) => (
              <ActionButton action={action}>{labelOf(words, action)}</ActionButton>
            ))}
          </div>
        )}
        {it.canDisconnect === true ? (
          <div class="apart">
            <ActionButton action="DISCONNECT">{words.say("connect.actions.DISCONNECT")}</ActionButton>
          </div>
        ) : null}
      </form>
    ),
  };
}
