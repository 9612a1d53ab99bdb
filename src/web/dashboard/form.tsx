// The forms of the dashboard that change something: their fields, what all of them carry, and how they are read.

import { STATUS } from "../http/problems.ts";
import { MAX_REASON } from "../operator/change.ts";
import { fieldsIn } from "./fields.ts";
import { FormToken } from "./shell.tsx";
import type { Form } from "../operator/change.ts";
import type { ErrorCode } from "../http/problems.ts";
import type { RouteContext } from "../http/context.ts";
import type { PageStatus } from "../http/respond.ts";
import type { Signed } from "./session.ts";

/** A field with its words, and what was wrong with it. */
export const Field = (props: {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly type?: "text" | "date" | "time";
  readonly value?: string;
  /** It may stay empty. */
  readonly optional?: true;
  readonly problem?: string | null;
}) => {
  const { name, label, hint, type = "text", value = "", optional = false, problem = null } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        type={type}
        id={name}
        name={name}
        value={value}
        required={!optional}
        autocomplete="off"
        maxlength={MAX_REASON}
        aria-describedby={`${name}-help`}
        {...(problem === null ? {} : { "aria-invalid": "true" })}
      />
      <p
        class={problem === null ? "hint" : "error"}
        id={`${name}-help`}
        {...(problem === null ? {} : { role: "alert" })}
      >
        {problem ?? hint}
      </p>
    </div>
  );
};

/** What was given in a form of an order. */
export interface Filled extends Form {
  readonly value: string;
}

/** What every form of this kind carries: the session's token, its own name, and why. */
export const FormParts = ({ signed, why, problem }: { signed: Signed; why: string; problem: string | null }) => (
  <>
    <FormToken signed={signed} />
    <input type="hidden" name="once" value={crypto.randomUUID()} />
    <Field name="why" label="Why" hint="It stands in the audit trail, with your name." value={why} problem={problem} />
  </>
);

/** Reads a form of an order. */
export async function readForm(c: RouteContext): Promise<Filled> {
  const form = await fieldsIn(c);
  const text = (name: string): string => (form.get(name) ?? "").trim().slice(0, MAX_REASON);
  return { why: text("why"), once: text("once"), value: text("value") };
}

/** What is missing of a form; null where it is whole. */
export const missingIn = ({ why, once }: Form): "why" | "once" | null =>
  why === "" ? "why" : /^[\w-]{1,64}$/.test(once) ? null : "once";

/** A refusal as the status of a page; null for one that no page has. */
const PAGE_STATUS: Readonly<Partial<Record<number, PageStatus>>> = { 400: 400, 403: 403, 404: 404, 429: 429, 503: 503 };
export const pageStatus = (code: ErrorCode): PageStatus => PAGE_STATUS[STATUS[code]] ?? 409;

export const Refused = ({ why }: { why: string }) => (
  <p class="notice" role="alert">
    Not done: {why}.
  </p>
);
