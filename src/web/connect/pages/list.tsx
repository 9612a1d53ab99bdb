// A list to choose from by one tap, however long: the first of it, a search, and more on demand. Complete without script.

import { AgainButton, Kept, MistakeText, TextField, valueOf, withTyped } from "./fields.tsx";
import { found } from "./finding.ts";
import { plainText } from "./plain.ts";
import type { Child } from "hono/jsx";
import type { Shown } from "./fields.tsx";
import type { Reading, Typed } from "./form.ts";

export interface Item {
  readonly id: string;
  readonly name: string;
  readonly text?: string;
  readonly logoUrl?: string | null;
}

/** So many are shown at first, and with every "more". */
const PAGE = 20;
const MOST = 200;
/** A list that can be seen in one go needs no search. */
const SHORT = 7;

/** Pictures may make a page so much longer, be it by their addresses or because they come along in it; the rest goes without. */
const MAX_PICTURES = 30_000;

function withShortPictures(items: readonly Item[]): readonly Item[] {
  let left = MAX_PICTURES;
  return items.map((item) => {
    left -= item.logoUrl?.length ?? 0;
    return left < 0 ? { ...item, logoUrl: null } : item;
  });
}

/** One item as a button that chooses it. */
export const ItemButton = ({ name, item, children }: { name: string; item: Item; children?: Child }) => (
  <button class="item" type="submit" name={name} value={item.id}>
    {item.logoUrl === undefined || item.logoUrl === null ? null : (
      <img src={item.logoUrl} alt="" width="40" height="40" loading="lazy" referrerpolicy="no-referrer" />
    )}
    <span>
      {children ?? plainText(item.name, 120)}
      {item.text === undefined || item.text === "" ? null : <small>{plainText(item.text, 300)}</small>}
    </span>
  </button>
);

const countOf = (context: Shown): number => {
  const asked = Number(valueOf(context, "shown", String(PAGE)));
  return Number.isInteger(asked) ? Math.min(Math.max(asked, PAGE), MOST) : PAGE;
};

/**
 * The list below its search. `name` is the field a choice comes in. Whoever draws it puts a `DefaultButton` for "find" at the top
 * of the form, so that Enter searches and chooses nothing.
 */
export const ChoiceList = ({ context, name, items }: { context: Shown; name: string; items: readonly Item[] }) => {
  const { say } = context.words;
  if (items.length === 0) return <p role="status">{say("connect.list.empty")}</p>;
  const typed = plainText(valueOf(context, "find"));
  const hits = found(items, (it) => it.name, typed);
  const shown = withShortPictures(hits.slice(0, countOf(context)));
  return (
    <>
      {items.length <= SHORT ? null : (
        <div class="find" role="search">
          <TextField context={context} name="find" type="search" label={say("connect.list.search")} />
          <AgainButton value="find">{say("connect.list.search.button")}</AgainButton>
        </div>
      )}
      <MistakeText context={context} name={name} />
      {hits.length === 0 ? <p role="status">{say("connect.list.none", { typed })}</p> : null}
      <ul class="items" id={name} tabindex={-1}>
        {shown.map((item) => (
          <li>
            <ItemButton name={name} item={item} />
          </li>
        ))}
      </ul>
      {shown.length === hits.length ? null : (
        <>
          <p class="hint">{say("connect.list.more", { shown: String(shown.length), count: String(hits.length) })}</p>
          <Kept name="shown" value={String(shown.length)} />
          {shown.length >= MOST ? null : <AgainButton value="more">{say("connect.list.more.button")}</AgainButton>}
        </>
      )}
    </>
  );
};

/** The id of the item that was chosen, or what is to be shown instead. Only what FlatPeak listed can be chosen. */
export function readChoice(
  typed: Typed,
  name: string,
  items: readonly Item[],
): { readonly kind: "chosen"; readonly id: string } | Exclude<Reading, { kind: "reply" }> {
  const again = typed.get("again");
  const id = typed.get(name);
  if (again === null && id !== null && items.some((it) => it.id === id)) return { kind: "chosen", id };
  if (again === "more") {
    const shown = Number(typed.get("shown") ?? PAGE) + PAGE;
    return { kind: "again", typed: withTyped(typed, { shown: String(Math.min(shown, MOST)) }) };
  }
  // Enter in the search, or its button.
  if (again === "find" || (id === null && (typed.get("find") ?? "") !== "")) {
    return { kind: "again", typed: withTyped(typed, { shown: null }) };
  }
  return { kind: "mistakes", mistakes: [{ field: name, key: "connect.errors.choose" }] };
}
