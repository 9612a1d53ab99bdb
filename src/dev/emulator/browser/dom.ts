// The little that all pages need to build elements. Text is always set as text, never as markup.

import type { Supplier } from "../suppliers.ts";

/** What stands in an element; null, undefined and false leave nothing there. */
export type Child = Node | string | null | undefined | false;

type Property = string | boolean | null | undefined | ((event: Event) => void);

/**
 * Makes an element. Functions become listeners (`onclick` of a click), the rest attributes: true gives one without
 * a value, and false, null and undefined leave it out.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Readonly<Record<string, Property>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value);
    else if (value === true) element.setAttribute(name, "");
    else if (typeof value === "string") element.setAttribute(name, value);
  }
  fill(element, children);
  return element;
}

/** Puts these children, and only them, into an element. */
export function fill(element: Element, children: readonly Child[]): void {
  const present = children.filter((child) => child !== null && child !== undefined && child !== false);
  element.replaceChildren(...present);
}

/** A text whose commands are not broken over two lines, where a hyphen of two would look like one. */
export function withCommands(text: string): Child[] {
  const pieces = text.split(/(npm run [a-z]+ -- --[a-z-]+)/);
  return pieces.map((it, no) => (no % 2 === 1 ? h("span", { class: "command" }, it) : it));
}

/** Makes an element of a drawing; its properties are attributes. */
export function svg(
  tag: keyof SVGElementTagNameMap,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  fill(element, children);
  return element;
}

/** A button that does one thing; `look` is its class. */
export function button(label: string, onclick: () => void, look = ""): HTMLButtonElement {
  return h("button", { type: "button", class: look, onclick }, label);
}

/** A list of terms with what each of them is. */
export function facts(pairs: readonly (readonly [name: string, value: string])[]): HTMLElement {
  return h("dl", {}, ...pairs.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

/** A provider's logo, or its initial where it has none. */
export function logo(provider: Supplier | null): HTMLElement {
  if (provider !== null && provider.logo_url !== "") {
    return h("img", { class: "logo", src: provider.logo_url, alt: "" });
  }
  const initial = (provider?.display_name ?? "?").slice(0, 1);
  return h("span", { class: "logo initial", "aria-hidden": "true" }, initial);
}

/** The element that the page was served with under this id. */
export function served(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no element with the id ${id}`);
  return element;
}
