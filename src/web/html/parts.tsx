// What several pages are made of: signs, headings, buttons, notices.

import type { Subject } from "../../text/page.ts";
import type { Child } from "hono/jsx";
import type { PageView } from "./view.ts";

const ICONS = {
  done: "M5 13l4 4L19 7",
  waiting: "M12 7v5l3 2M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0",
  ended: "M6 12h12",
  warning: "M12 4L2.8 20h18.4zM12 10v4M12 17v.01",
  broken: "M6 6l12 12M18 6L6 18",
  better: "M12 19V5M6 11l6-6l6 6",
  unknown: "M9 9a3 3 0 1 1 4.2 2.8c-.8.4-1.2 1-1.2 2.2M12 18v.01",
} as const;

export type IconName = keyof typeof ICONS;

/** A drawing without words; the words beside it say the same. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={ICONS[name]} />
  </svg>
);

/** The large sign at the top of a page that tells success from the rest at a glance. */
export const Mark = ({ icon, turning = false }: { icon: IconName; turning?: boolean }) => (
  <div class={`mark${icon === "done" ? "" : " quiet"}${turning ? " turning" : ""}`} aria-hidden="true">
    <Icon name={icon} />
  </div>
);

/** A sign, and what a page says about its subject: a heading and a sentence or two. */
export const Saying = ({ view: { say }, icon, about }: { view: PageView; icon?: IconName; about: Subject }) => (
  <>
    {icon === undefined ? null : <Mark icon={icon} />}
    <h1>{say(`${about}.heading`)}</h1>
    <p>{say(`${about}.text`)}</p>
  </>
);

export const LinkButton = (props: { href: string; quiet?: boolean; children?: Child }) => (
  <a class={props.quiet ? "button quiet" : "button"} href={props.href}>
    {props.children}
  </a>
);

interface AppLinkProps {
  readonly view: PageView;
  readonly label?: "page.back_to_app" | "page.open_app";
  readonly quiet?: boolean;
}

/** The way into the company's app; nothing where none is known. */
export const AppLink = ({ view, label = "page.back_to_app", quiet = false }: AppLinkProps) =>
  view.appUrl === null ? null : (
    <LinkButton href={view.appUrl} quiet={quiet}>
      {view.say(label)}
    </LinkButton>
  );

interface PostButtonProps {
  readonly action: string;
  readonly quiet?: boolean;
  /** Takes an earlier change back. */
  readonly undo?: boolean;
  /** What is sent along, by the names of the fields. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly children?: Child;
}

/** A button that changes something, and so is a form: no GET has an effect. */
export const PostButton = ({ action, quiet, undo, fields = {}, children }: PostButtonProps) => (
  <form method="post" action={action}>
    {undo ? <input type="hidden" name="undo" value="1" /> : null}
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <button class={quiet ? "button quiet" : "button"} type="submit">
      {children}
    </button>
  </form>
);

/** Something to know before the rest; `ok` where it is good news. */
export const Notice = ({ icon, tone, children }: { icon: IconName; tone?: "ok"; children?: Child }) => (
  <div class={tone === undefined ? "notice" : `notice ${tone}`} role="status">
    <Icon name={icon} />
    <div>{children}</div>
  </div>
);
