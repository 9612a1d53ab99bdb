// What forms of Connect pages are made of: labelled inputs that keep what was typed and name their mistakes.

import type { Child } from "hono/jsx";
import { plainText } from "./plain.ts";
import type { Mistake, PageContext } from "./form.ts";

/** What any page is shown with, whatever it asks. */
export type Shown = Pick<PageContext, "mistakes" | "typed" | "words" | "language">;

/** What stands in a field: what was typed, else what is known. */
export const valueOf = ({ typed }: Pick<Shown, "typed">, name: string, known = ""): string => typed?.get(name) ?? known;

export const mistakeAt = ({ mistakes }: Pick<Shown, "mistakes">, field: string): Mistake | undefined =>
  mistakes.find((it) => it.field === field);

interface Described {
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: "true";
}

/** The attributes that tie an input to its hint and to its mistake. */
export function described(context: Shown, name: string, hasHint: boolean): Described {
  const isWrong = mistakeAt(context, name) !== undefined;
  const ids = [isWrong ? `${name}-error` : null, hasHint ? `${name}-hint` : null].filter((it) => it !== null);
  return {
    ...(ids.length > 0 ? { "aria-describedby": ids.join(" ") } : {}),
    ...(isWrong ? { "aria-invalid": "true" as const } : {}),
  };
}

/** The mistake at a field, in words; nothing where there is none. */
export const MistakeText = ({ context, name }: { context: Shown; name: string }) => {
  const mistake = mistakeAt(context, name);
  return mistake === undefined ? null : (
    <p class="error" id={`${name}-error`}>
      {context.words.tell(mistake)}
    </p>
  );
};

export const Hint = ({ name, children }: { name: string; children?: Child }) => (
  <p class="hint" id={`${name}-hint`}>
    {children}
  </p>
);

interface TextFieldProps {
  readonly context: Shown;
  readonly name: string;
  readonly label: string;
  readonly known?: string;
  readonly hint?: string | undefined;
  readonly type?: "text" | "search" | "date" | "time";
  readonly autocomplete?: string;
  readonly inputmode?: "decimal";
  readonly min?: string;
  readonly max?: string;
  readonly isRequired?: boolean;
}

/** A line of text with its label. Nothing is left to the browser to refuse: it would do so in another language than the page's. */
export const TextField = (props: TextFieldProps) => {
  const { context, name, label, known, hint, type = "text", isRequired = false } = props;
  const { autocomplete = "off", inputmode, min, max } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type}
        value={valueOf(context, name, known)}
        {...(type === "date" || type === "time" ? {} : { maxlength: 200 })}
        autocomplete={autocomplete}
        {...(inputmode === undefined ? {} : { inputmode })}
        {...(min === undefined ? {} : { min })}
        {...(max === undefined ? {} : { max })}
        {...(context.typed?.get(FOCUS) === name ? { autofocus: true } : {})}
        {...(isRequired ? { "aria-required": "true" as const } : {})}
        {...described(context, name, hint !== undefined)}
      />
      {hint === undefined ? null : <Hint name={name}>{hint}</Hint>}
      <MistakeText context={context} name={name} />
    </div>
  );
};

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly text?: string;
}

interface ChoiceProps {
  readonly context: Shown;
  readonly name: string;
  readonly legend: string;
  /** The legend says what the heading of the page says, and is not seen. */
  readonly isLegendHidden?: boolean;
  readonly options: readonly Option[];
  /** The one that is chosen where nothing was. */
  readonly known?: string | undefined;
}

/** One of several: radio buttons, each as large as a finger. The first has the field's name as its id. */
export const Choice = ({ context, name, legend, isLegendHidden = false, options, known }: ChoiceProps) => {
  const chosen = valueOf(context, name, known);
  return (
    <fieldset {...described(context, name, false)}>
      <legend class={isLegendHidden ? "hidden" : undefined}>{legend}</legend>
      {options.map(({ value, label, text }, index) => (
        <label class="option" for={index === 0 ? name : `${name}-${index}`}>
          <input
            type="radio"
            id={index === 0 ? name : `${name}-${index}`}
            name={name}
            value={value}
            checked={value === chosen}
          />
          <span>
            {label}
            {text === undefined ? null : <small>{text}</small>}
          </span>
        </label>
      ))}
      <MistakeText context={context} name={name} />
    </fieldset>
  );
};

interface SelectProps {
  readonly context: Shown;
  readonly name: string;
  readonly label: string;
  readonly known?: string;
  readonly autocomplete?: string;
  /** With a label they are set apart from the others. */
  readonly groups: readonly { readonly label: string | null; readonly options: readonly Option[] }[];
}

/** One of many. What is chosen is marked where it stands first. */
export const Select = ({ context, name, label, known, autocomplete = "off", groups }: SelectProps) => {
  const chosen = valueOf(context, name, known);
  const first = groups.findIndex(({ options }) => options.some(({ value }) => value === chosen));
  const draw = (options: readonly Option[], isFirst: boolean) =>
    options.map(({ value, label: text }) => (
      <option value={value} selected={isFirst && value === chosen}>
        {text}
      </option>
    ));
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name} autocomplete={autocomplete} {...described(context, name, false)}>
        {groups.map((group, index) =>
          group.label === null ? (
            draw(group.options, index === first)
          ) : (
            <optgroup label={group.label}>{draw(group.options, index === first)}</optgroup>
          ),
        )}
      </select>
      <MistakeText context={context} name={name} />
    </div>
  );
};

/** Goes along unseen. */
export const Kept = ({ name, value }: { name: string; value: string }) => (
  <input type="hidden" name={name} value={value} />
);

/** A button that sends nothing to FlatPeak: the page comes again with more, or with less. */
export const AgainButton = ({ value, children }: { value: string; children?: Child }) => (
  <button class="button quiet" type="submit" name="again" value={value}>
    {children}
  </button>
);

/**
 * What Enter in a field presses: the form's first button, wherever others stand. Without a value it is the main button; seen and
 * reached by nobody else.
 */
export const DefaultButton = ({ again }: { again?: string }) => (
  <button
    class="hidden"
    type="submit"
    tabindex={-1}
    aria-hidden="true"
    {...(again === undefined ? {} : { name: "again", value: again })}
  ></button>
);

/** The name, among what was typed, of the field that has the focus when the page comes again: the first of a row that was added. */
export const FOCUS = "focus";

/** What was typed, without the button it came by, and with these values in place of others. */
export function withTyped(
  typed: URLSearchParams,
  changes: Readonly<Record<string, string | null>> = {},
): URLSearchParams {
  const next = new URLSearchParams(typed);
  next.delete("again");
  next.delete(FOCUS);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** The text of a field on one line, as long as anybody would write it. */
export const lineOf = (typed: URLSearchParams, name: string): string => plainText(typed.get(name) ?? "", 200);
