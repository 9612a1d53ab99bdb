// All that a company builds on, as plain lines: routes, calls and events with their fields, settings with their defaults, bindings, names
// of texts, what the package exports, and the forms of what is stored. Two versions are compared line by line.

import { readFileSync, readdirSync } from "node:fs";
import { app } from "../../src/app.ts";
import { OUTWARD_EVENTS } from "../../src/core/announce/events.ts";
import { CASE, LOCATION, NOTIFICATION, TARIFF } from "../../src/core/blank.ts";
import { UNKNOWN_CONTACT, newCustomer } from "../../src/core/state.ts";
import { SHAPE, newDocument } from "../../src/objects/customer/rows/document.ts";
import { OBJECTS } from "../../src/setup/env.ts";
import { allSettings } from "../../src/setup/settings.ts";
import { connectTexts } from "../../src/text/connect.ts";
import { TONGUES } from "../../src/text/language.ts";
import { readTexts } from "../../src/text/tongue.ts";
import { openApiOf } from "../../src/web/operator/openapi.ts";
import { BY_NAME } from "../../src/web/operator/shapes/all.ts";
import { EVENTS } from "../../src/web/operator/shapes/events.ts";
import { linesOf } from "./schema.ts";
import { keysIn } from "./stored.ts";
import type { Components, Schema } from "./schema.ts";
import type { Sources } from "./stored.ts";

const root = new URL("../../", import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, { readonly default: string }>>;
};

export const { version: VERSION } = manifest;

/** Lines by what they are about. */
export type Surface = Readonly<Record<string, readonly string[]>>;

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>
  >;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly webhooks: Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: Components;
}

/** What is asked with a call. `needs` stands before what may not be left out: one more of these breaks whoever asked without. */
function askedBy(name: string, { parameters = [], requestBody }: Operation, components: Components): readonly string[] {
  const given = parameters.map((it) => [`${it.in} ${it.name}`, it.required === true] as const);
  const bodies = Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => linesOf(schema, "body", components));
  return [
    ...given.flatMap(([it, isNeeded]) => [`${name} takes ${it}`, ...(isNeeded ? [`${name} needs ${it}`] : [])]),
    ...bodies.flatMap(({ path, says, isNeeded }) => [
      `${name} takes ${path}${says}`,
      ...(isNeeded && says.startsWith(":") ? [`${name} needs ${path}`] : []),
    ]),
  ];
}

/** What is answered; what may be missing has a question mark. */
const answeredBy = (name: string, { responses }: Operation, components: Components): readonly string[] =>
  Object.entries(responses).flatMap(([status, { content = {} }]) => [
    `${name} answers ${status}`,
    ...Object.values(content).flatMap(({ schema }) =>
      schema === undefined || Number(status) >= 400
        ? []
        : linesOf(schema, status, components).map(
            ({ path, says, isNeeded }) => `${name} answers ${path}${isNeeded ? "" : "?"}${says}`,
          ),
    ),
  ]);

function callLines({ paths, components }: Description): readonly string[] {
  return Object.entries(paths).flatMap(([path, here]) =>
    Object.entries(here).flatMap(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path}`;
      return [name, ...askedBy(name, operation, components), ...answeredBy(name, operation, components)];
    }),
  );
}

function eventLines({ webhooks, components }: Description): readonly string[] {
  return Object.entries(webhooks).flatMap(([type, { post }]) => {
    const schemas = Object.values(post.requestBody?.content ?? {});
    const fields = schemas.flatMap(({ schema }) => linesOf(schema, "event", components));
    return [type, ...fields.map(({ path, says, isNeeded }) => `${type} has ${path}${isNeeded ? "" : "?"}${says}`)];
  });
}

function settingLines(): readonly string[] {
  const lines = Object.entries(allSettings()).flatMap(([name, field]) => {
    const definition = field._zod.def;
    const standard = "defaultValue" in definition ? [`${name} = ${JSON.stringify(definition.defaultValue)}`] : [];
    const isNeeded = !field.safeParse(undefined).success;
    return [name, ...standard, ...(isNeeded ? [`a deployment needs ${name}`] : [])];
  });
  return ["a deployment", ...lines, ...OBJECTS.map((it) => `a deployment needs ${it}`)];
}

function sourcesOfObjects(): Sources {
  const folder = `${root}src/objects`;
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((it) => it.endsWith(".ts"));
  return paths.map((path) => [path, readFileSync(`${folder}/${path}`, "utf8")] as const);
}

/** The tables of the objects, as the sources make them. */
const tableLines = (sources: Sources): readonly string[] =>
  sources.flatMap(([path, text]) =>
    [...text.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?([^;"`]+)/g)].map(
      ([, table = ""]) => `${path.split("/")[0] ?? ""}: ${table.replaceAll(/\s+/g, " ").trim()}`,
    ),
  );

const keyLines = (sources: Sources): readonly string[] => [
  ...new Set(keysIn(sources).map(({ folder, name }) => `key ${folder === "customer" ? "" : `${folder} `}${name}`)),
];

const fieldsOf = (name: string, blank: object): readonly string[] =>
  Object.entries(blank).map(([field, value]) => `${name}.${field} = ${JSON.stringify(value)}`);

function storageLines(): readonly string[] {
  const { state, ...document } = newDocument("", 0);
  const { contact, ...living } = newCustomer("");
  const sources = sourcesOfObjects();
  return [
    `document version ${SHAPE}`,
    ...fieldsOf("document", { ...document, state: typeof state }),
    ...fieldsOf("state", { ...living, contact: typeof contact }),
    ...fieldsOf("contact", UNKNOWN_CONTACT),
    ...fieldsOf("case", CASE),
    ...fieldsOf("location", LOCATION),
    ...fieldsOf("tariff", TARIFF),
    ...fieldsOf("notification", NOTIFICATION),
    ...keyLines(sources),
    ...tableLines(sources),
  ];
}

/** What is exported as a value; what there is of types alone the compiler tells a project when it takes the next version. */
async function exportLines(): Promise<readonly string[]> {
  const modules = Object.entries(manifest.exports).map(async ([name, { default: file }]) => {
    const source = `${root}${file.replace("./lib", "src").replace(/\.js$/, ".ts")}`;
    // The classes of objects cannot be loaded outside workerd.
    const names = /classes|worker/.test(file) ? classesIn(source) : Object.keys((await import(source)) as object);
    return [name, ...names.map((it) => `${name} has ${it}`)];
  });
  return [...Object.keys(manifest.bin).map((it) => `command ${it}`), ...(await Promise.all(modules)).flat()];
}

const classesIn = (path: string): readonly string[] =>
  [...readFileSync(path, "utf8").matchAll(/^export \{ (\w+) \}|^export (default)/gm)].map(
    ([, name, other]) => name ?? other ?? "",
  );

/** The surface of this code. */
export async function surfaceHere(): Promise<Surface> {
  const described = openApiOf(BY_NAME, { origin: "https://go.example.com", version: "0", announced: EVENTS });
  const description = described as unknown as Description;
  const { messages, pages } = TONGUES.en;
  const texts = { ...readTexts(messages), ...readTexts(pages), ...connectTexts("en") };
  const routes = app.routes.map(({ method, path }) => `${method} ${path}`);
  const all: Surface = {
    routes: routes.filter((it) => !it.endsWith("/*")),
    calls: callLines(description),
    events: [...eventLines(description), ...OUTWARD_EVENTS.map((it) => `EVENTS_OUT takes ${it}`)],
    settings: settingLines(),
    texts: Object.keys(texts),
    languages: Object.keys(TONGUES),
    exports: await exportLines(),
    storage: storageLines(),
  };
  return Object.fromEntries(Object.entries(all).map(([name, lines]) => [name, [...new Set(lines)].toSorted()]));
}
