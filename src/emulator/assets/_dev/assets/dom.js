// The little that both pages need to build elements. Text is always set as text, never as markup.

/**
 * Makes an element. Properties starting with "on" become listeners, others attributes; false and null leave them out.
 * @param {string} tag
 * @param {Record<string, any> | null} properties
 * @param {...(Node | string | null | false)} children
 * @returns {HTMLElement}
 */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === false || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** A provider's logo, or its initial where it has none. */
export function logo(provider) {
  if (provider?.logo_url) return h("img", { class: "logo", src: provider.logo_url, alt: "" });
  return h("span", { class: "logo initial", "aria-hidden": "true" }, (provider?.display_name ?? "?").slice(0, 1));
}

/** A date as people write it: 2 December 2026. Takes YYYY-MM-DD or a date-time. */
export function day(text) {
  const date = new Date(`${text.slice(0, 10)}T12:00:00Z`);
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}
