// `npm run doctor -- https://go.example.com`: asks a deployment whether everything outside is set up right, and says so in plain lines.
// The operator's token comes from the environment. Ends with 0 where nothing failed, 1 where something did, 2 where it could not be asked.

import { linesOf } from "./say.ts";
import { checkReport } from "../../web/operator/shapes/checks.ts";

const LIMIT_MS = 60_000;
const TOKEN = "OPERATOR_TOKEN";

/** What somebody reads who could not be helped. */
class NotAsked extends Error {}

function originOf(given: string | undefined): string {
  const url = given !== undefined && URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new NotAsked(`Usage: ${TOKEN}=... npm run doctor -- https://address-of-the-worker`);
  const isHere = url.hostname === "localhost" || url.hostname === "127.0.0.1";
  if (url.protocol === "http:" && !isHere)
    throw new NotAsked("The address must begin with https: the token goes there.");
  return url.origin;
}

function tokenOf(given: string | undefined): string {
  if (given === undefined || given === "")
    throw new NotAsked(`The environment has no ${TOKEN}: an operator's key of that deployment.`);
  return given;
}

/** The message of an error answer, as far as it has one. */
function messageIn(body: unknown): string {
  const error = typeof body === "object" && body !== null && "error" in body ? body.error : null;
  const said = typeof error === "object" && error !== null && "message" in error ? error.message : null;
  return typeof said === "string" ? said : "without a reason";
}

async function ask(origin: string, token: string): Promise<{ readonly status: number; readonly body: unknown }> {
  try {
    const response = await fetch(`${origin}/v1/checks`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      redirect: "manual",
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") ? (JSON.parse(text) as unknown) : null };
  } catch (error) {
    // What broke on the way is the network's to say, or an answer that is no JSON.
    if (error instanceof Error) throw new NotAsked(`${origin} could not be asked: ${error.message}`);
    throw error;
  }
}

async function examine(): Promise<number> {
  const origin = originOf(process.argv[2]);
  const token = tokenOf(process.env[TOKEN]);
  const { status, body } = await ask(origin, token);
  const report = checkReport.safeParse(body);
  if (status === 401) throw new NotAsked(`${origin} does not take the key in ${TOKEN}.`);
  if (status !== 200 || !report.success) throw new NotAsked(`${origin} answered ${status}: ${messageIn(body)}`);
  console.log(`\n${origin}, ${report.data.checked_at}\n`);
  for (const line of linesOf(report.data)) console.log(line);
  return report.data.status === "failed" ? 1 : 0;
}

try {
  process.exitCode = await examine();
} catch (error) {
  if (!(error instanceof NotAsked)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
