// The guide from Zero to Anode, written from what the bridge itself runs on, so that it cannot say anything else.

import { CALLS } from "../../flatpeak/zero/calls.ts";
import { ANODE_VERSION, ZERO_VERSION } from "../../flatpeak/version.ts";
import type { Call, Route } from "../../flatpeak/zero/call.ts";
import type { Field } from "../../flatpeak/zero/field.ts";

const code = (text: string): string => `\`${text}\``;
const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");

const routeOf = ({ method, path }: Route): string => `${method} ${path}`;

/** A field of an answer or a question, and those inside it. */
interface Row {
  readonly zero: string | null;
  readonly anode: string | null;
  readonly field: Field;
}

const inside = (path: string, name: string | null): string | null => (name === null ? null : `${path}${name}`);

function rowsOf(fields: readonly Field[], zeroPath = "", anodePath = ""): readonly Row[] {
  return fields.flatMap((field) => {
    const [zero, anode] = [inside(zeroPath, field.zero), inside(anodePath, field.anode)];
    const below = field.isList ? "[]." : ".";
    const parts = field.fields === null ? [] : rowsOf(field.fields, `${zero ?? ""}${below}`, `${anode ?? ""}${below}`);
    return [{ zero, anode, field }, ...parts];
  });
}

const lastOf = (path: string | null): string | null => path?.split(".").at(-1) ?? null;

/** True where whoever moves has something to do. */
const isDifferent = ({ zero, anode, field }: Row): boolean =>
  lastOf(zero) !== lastOf(anode) || (field.values?.says ?? "") !== "" || field.note !== null;

function noteOf({ zero, anode, field }: Row): string {
  const said = [field.note, field.note === null ? (field.values?.says ?? null) : null];
  if (zero === null) said.push("new in Anode");
  if (anode === null && field.note === null) said.push("not in Anode");
  if (field.aliases.length > 0) said.push(`the bridge reads ${field.aliases.map(code).join(", ")} as well`);
  return said.filter((it) => it !== null).join("; ");
}

function fieldsTable(title: string, fields: readonly Field[]): readonly string[] {
  const rows = rowsOf(fields).filter(isDifferent);
  if (rows.length === 0) return fields.length === 0 ? [] : [`${title}: the same in both.`];
  const cells = rows.map((row) => [
    row.zero === null ? "" : code(row.zero),
    row.anode === null ? "" : code(row.anode),
    noteOf(row),
  ]);
  return [`${title}; what is not named is the same:`, table(["Zero", "Anode", ""], cells)];
}

/** Where a question stands in each of the two. */
function placesOf({ zero, anode, query, body }: Call): string {
  const hasMoved = zero.method === "GET" && anode.method !== "GET";
  if (query.length > 0 && hasMoved) return "Asked (the query, which becomes a JSON body)";
  if (query.length > 0 && body !== null) return "Asked (query and body)";
  return query.length > 0 ? "Asked (query)" : "Asked (body)";
}

function section(call: Call): string {
  const also = call.zeroToo.map((path) => ` (also ${code(path)})`).join("");
  const tried = call.anodeToo.map((path) => `, or else ${code(path)}`).join("");
  return [
    `## ${call.name}`,
    `${code(routeOf(call.zero))}${also} is ${code(routeOf(call.anode))}${tried}.`,
    ...fieldsTable(placesOf(call), [...call.query, ...(call.body ?? [])]),
    ...fieldsTable("Answered", call.answer),
    ...(call.byHand.length === 0 ? [] : [call.byHand.map((it) => `- ${it}`).join("\n")]),
  ].join("\n\n");
}

const HEAD = `# From Zero to Anode

<!-- Written by \`npm run migration\` from the declarations in src/flatpeak/zero; a test holds the two equal. -->

FlatPeak's API of the version ${code(ZERO_VERSION)} became another one in ${code(ANODE_VERSION)}. With ${code("ZERO_BRIDGE=on")} this Worker answers
the old calls below ${code("/zero")} of its own address, by asking the new ones: put ${code("https://go.example.com/zero")} in place of
${code("https://api.flatpeak.com")} and change nothing else. This page says what the bridge does to each call, so it is also the list of what to change by
hand, call by call, until the bridge can be switched off.

${code("npm run dev")} has the bridge on, and ${code("/_dev/energy")} shows each call in both forms and through it. By curl:

\`\`\`
BEARER=$(curl -su acc_661677911f2197045e6cf1b1:sk_test_emulator http://127.0.0.1:8787/zero/login | sed 's/.*"bearer_token":"\\([^"]*\\)".*/\\1/')
curl -s -H "Authorization: Bearer $BEARER" \\
  "http://127.0.0.1:8787/zero/tariffs/rates/loc_661677cdc31d91695fd8f33d?start_time=2026-01-31T00:00:00Z&end_time=2026-02-01T00:00:00Z"
\`\`\``;

const REST = `## All else

Customers, locations, devices, events and tariffs go through as they are, in both directions, without being read.
Tariffs stand at ${code("/tariffs/elements")} in Zero; later pages of FlatPeak's documentation have ${code("/tariffs")}, which the bridge does not guess.
An address of a call above goes through too where it is asked with another method: FlatPeak says whether there is such a call.
${code("POST /connect/tariff/batch")} goes through as well, and FlatPeak's documentation names no such call of Anode's.

## What to know of the bridge

- Every call is made with the credentials that come with it: the bridge has none of its own, keeps none and logs none. Without any the answer is 403.
- ${code("Flatpeak-Version")}: what is translated is asked in Anode, whatever the caller names. On what goes through, a version of Zero is taken out, since FlatPeak refuses one
  that is older than the account's own; any other goes along.
- ${code("Deprecation")} (RFC 9745) stands on each translated answer, and names in ${code("fields")} what had no counterpart: ${code(`@1757808000;fields="include_carbon next_update"`)}.
- What is seen to be wrong is refused before FlatPeak is asked: with 400, 404 where an id is none, 413 where a body
  is longer than 16 MiB. Errors have the form of FlatPeak's, with ${code(`"context": "zero_bridge"`)} where they are the bridge's own. FlatPeak's own errors are
  handed on, with its status and ${code("Retry-After")}.
- 503 ${code("configuration_incomplete")} names the settings that the Worker lacks. 500 is a fault of the bridge: what was sent may have counted.
- 502 where FlatPeak's answer cannot be read, or what Zero promises is not in it or of another kind, which the message names; what need not be there is left out then.
  A number that stands there as a text is made one.
- 504 where none came within thirty seconds; what goes through is waited for as long as
  the caller waits. Nothing is asked a second time by itself.
- Of a query nothing goes on that Zero did not have; of a body all does, and of an answer all comes back that neither form knows.
- Ids of answers begin as Zero's did; the rest is Anode's, so that either finds the other.
- Carbon figures are gone. They are left out of answers, and never made up.`;

/** The whole of docs/MIGRATION.md. */
export function migrationGuide(): string {
  const overview = table(
    ["", "Zero", "Anode"],
    CALLS.map((it) => [it.name, code(routeOf(it.zero)), code(routeOf(it.anode))]),
  );
  return `${[HEAD, overview, ...CALLS.map(section), REST].join("\n\n")}\n`;
}
