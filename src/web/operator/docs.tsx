// GET /docs: the description of the API for people. Drawn on the server from the same document as `/v1/openapi.json`; no script, and
// nothing is loaded from anywhere.

import { html } from "hono/html";
import { isObject } from "./json-schema.ts";
import { listIn, objectIn, rowsOf, textIn, typeOf } from "./outline.ts";
import { describeCalls } from "./routes.ts";
import { DATA } from "../http/respond.ts";
import type { Child } from "hono/jsx";
import type { RouteContext } from "../http/context.ts";
import type { Json, JsonObject } from "./json-schema.ts";
import type { Row } from "./outline.ts";

const STYLE = `:root{color-scheme:light dark;--line:#8886;--link:#0b5d46}
@media(prefers-color-scheme:dark){:root{--link:#7fd6b8;background:#101214}}
body{margin:0 auto;max-width:56rem;padding:1.5rem 1rem 4rem;font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}code,pre{font:.9em ui-monospace,monospace}h1{margin-top:0}h2{margin-top:3rem;border-bottom:1px solid var(--line)}
article{margin:1.5rem 0;padding:0 1rem 1rem;border:1px solid var(--line);border-radius:.5rem}h3{font-size:1.1rem}
h3 code{font-weight:600}.method{display:inline-block;min-width:4.5rem}nav ul{columns:18rem;padding-left:1.2rem}
table{width:100%;border-collapse:collapse;font-size:.92rem}caption{text-align:left;font-weight:600;padding:.6rem 0 .2rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .5rem .3rem 0;border-top:1px solid var(--line)}th{font-weight:400;width:45%}td:last-child{width:6rem}
@media(max-width:36rem){tr{display:grid;grid-template-columns:1fr auto}caption,tbody{display:block}tbody,tr{width:100%}th{grid-column:1/-1;width:auto;padding-bottom:0}td,td:last-child{width:auto;border:0;padding-top:0}}
.scroll{overflow-x:auto}summary{cursor:pointer;padding:.4rem 0}`;

/** What stands between marks of code, as code. */
const Words = ({ text }: { text: string }) => (
  <>{text.split("`").map((part, at): Child => (at % 2 === 1 ? <code>{part}</code> : part))}</>
);

const Fields = ({ title, rows }: { title: string; rows: readonly Row[] }) =>
  rows.length === 0 ? null : (
    <div class="scroll">
      <table>
        <caption>{title}</caption>
        <tbody>
          {rows.map(({ name, type, isRequired }) => (
            <tr>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{type}</td>
              <td>{isRequired ? "" : "optional"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

const schemaIn = (it: JsonObject): JsonObject =>
  objectIn(objectIn(objectIn(it, "content"), "application/json"), "schema");

const parameterRow = (it: JsonObject): Row => ({
  name: `${textIn(it, "name")} (${textIn(it, "in")})`,
  type: typeOf(objectIn(it, "schema")),
  isRequired: it["required"] === true,
});

const isGood = ({ status }: { status: string }): boolean => status.startsWith("2");

const Answer = ({ status, answer }: { status: string; answer: JsonObject }) =>
  isGood({ status }) ? (
    <Fields title={`Answer ${status}`} rows={rowsOf(schemaIn(answer))} />
  ) : (
    <li>
      {status}: <Words text={textIn(answer, "description").replaceAll("\n\n", " ")} />
    </li>
  );

const Operation = ({ method, path, it }: { method: string; path: string; it: JsonObject }) => {
  const answers = Object.entries(objectIn(it, "responses")).flatMap(([status, answer]) =>
    isObject(answer) ? [{ status, answer }] : [],
  );
  return (
    <article id={textIn(it, "operationId")}>
      <h3>
        <code>
          <span class="method">{method.toUpperCase()}</span> {path}
        </code>
      </h3>
      <p>
        <strong>{textIn(it, "summary")}.</strong> <Words text={textIn(it, "description")} />
      </p>
      <Fields title="Parameters" rows={listIn(it, "parameters").map(parameterRow)} />
      <Fields title="Body" rows={rowsOf(schemaIn(objectIn(it, "requestBody")))} />
      {answers.filter(isGood).map((answer) => (
        <Answer {...answer} />
      ))}
      <details>
        <summary>What can go wrong</summary>
        <ul>
          {answers
            .filter((answer) => !isGood(answer))
            .map((answer) => (
              <Answer {...answer} />
            ))}
        </ul>
      </details>
    </article>
  );
};

interface Listed {
  readonly method: string;
  readonly path: string;
  readonly it: JsonObject;
}

function operationsIn(document: JsonObject, part: "paths" | "webhooks"): readonly Listed[] {
  return Object.entries(objectIn(document, part)).flatMap(([path, methods]) =>
    Object.entries(isObject(methods) ? methods : {}).flatMap(([method, it]) =>
      isObject(it) ? [{ method, path, it }] : [],
    ),
  );
}

const hasTag =
  (tag: string) =>
  ({ it }: Listed): boolean =>
    Array.isArray(it["tags"]) && (it["tags"] as readonly Json[]).includes(tag);

const Docs = ({ document, nonce }: { document: JsonObject; nonce: string }) => {
  const info = objectIn(document, "info");
  const calls = operationsIn(document, "paths");
  const events = operationsIn(document, "webhooks");
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${textIn(info, "title")}: the API`}</title>
        <style nonce={nonce}>{STYLE}</style>
      </head>
      <body>
        <header>
          <h1>{textIn(info, "title")}: the API</h1>
          <p>
            <Words text={textIn(info, "description")} />
          </p>
          <p>
            Version {textIn(info, "version")}. For programs: <a href="/v1/openapi.json">OpenAPI 3.1</a>.
          </p>
        </header>
        <nav aria-label="Calls">
          <ul>
            {calls.map(({ it }) => (
              <li>
                <a href={`#${textIn(it, "operationId")}`}>{textIn(it, "summary")}</a>
              </li>
            ))}
          </ul>
        </nav>
        <main>
          {listIn(document, "tags").map((tag) => (
            <section>
              <h2>{textIn(tag, "name")}</h2>
              <p>{textIn(tag, "description")}</p>
              {calls.filter(hasTag(textIn(tag, "name"))).map((listed) => (
                <Operation {...listed} />
              ))}
            </section>
          ))}
          {events.length === 0 ? null : (
            <section>
              <h2>What your backend is told</h2>
              {events.map((listed) => (
                <Operation {...listed} />
              ))}
            </section>
          )}
        </main>
      </body>
    </html>
  );
};

export async function showDocs(c: RouteContext): Promise<Response> {
  const document = await describeCalls(c.get("deps"));
  const nonce = crypto.randomUUID();
  const policy = `default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'; style-src 'nonce-${nonce}'`;
  const headers = { ...DATA, "Content-Security-Policy": policy };
  return c.html(html`<!doctype html>${(<Docs document={document} nonce={nonce} />)}`, 200, headers);
}
