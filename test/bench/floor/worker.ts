// The platform's floor: the smallest Worker that does the same work. A webhook is verified by the same signature and put
// into its customer's object by one durable insert; a link is verified by its MAC, one row is read, and the answer is 302.

import { DurableObject } from "cloudflare:workers";

interface FloorEnv {
  readonly FLOOR: DurableObjectNamespace<Floor>;
  /** FlatPeak's public key as JWK. */
  readonly PUBLIC_KEY: string;
  readonly LINK_KEY: string;
}

export class Floor extends DurableObject<FloorEnv> {
  constructor(ctx: DurableObjectState, env: FloorEnv) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID");
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS tokens (no INTEGER PRIMARY KEY, token TEXT NOT NULL)");
  }

  insert(id: string, body: string): boolean {
    const { sql } = this.ctx.storage;
    return (
      sql.exec("INSERT INTO events (id, body) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING id", id, body).toArray()
        .length > 0
    );
  }

  keep(no: number, token: string): void {
    this.ctx.storage.sql.exec("INSERT OR REPLACE INTO tokens (no, token) VALUES (?, ?)", no, token);
  }

  token(no: number): string | null {
    const [row] = this.ctx.storage.sql.exec<{ token: string }>("SELECT token FROM tokens WHERE no = ?", no).toArray();
    return row?.token ?? null;
  }
}

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

let verifying: Promise<CryptoKey> | null = null;
let linking: Promise<CryptoKey> | null = null;

async function receive(request: Request, env: FloorEnv): Promise<Response> {
  const body = new Uint8Array(await request.arrayBuffer());
  const prefix = new TextEncoder().encode(`${request.headers.get("Flatpeak-Timestamp") ?? ""}.`);
  const signed = new Uint8Array(prefix.length + body.length);
  signed.set(prefix);
  signed.set(body, prefix.length);
  const algorithm = { name: "RSA-PSS", hash: "SHA-256" };
  const jwk = JSON.parse(env.PUBLIC_KEY) as JsonWebKey;
  verifying ??= crypto.subtle.importKey("jwk", jwk, algorithm, false, ["verify"]);
  const signature = fromBase64Url((request.headers.get("Flatpeak-Signature") ?? "").slice(3));
  const genuine = await crypto.subtle.verify({ name: "RSA-PSS", saltLength: 32 }, await verifying, signature, signed);
  if (!genuine) return new Response(null, { status: 401 });
  const text = new TextDecoder().decode(body);
  const event = JSON.parse(text) as { id: string; data: { customer_id: string } };
  const fresh = await env.FLOOR.get(env.FLOOR.idFromName(event.data.customer_id)).insert(event.id, text);
  return Response.json({ status: fresh ? "stored" : "duplicate" });
}

/** A link is `/c/<customer>.<no>.<hex of the MAC's first 64 bits>`. */
async function redirect(code: string, env: FloorEnv): Promise<Response> {
  const [customer = "", no = "", mac = ""] = code.split(".");
  const secret = new TextEncoder().encode(env.LINK_KEY);
  linking ??= crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const full = await crypto.subtle.sign("HMAC", await linking, new TextEncoder().encode(`${customer}.${no}`));
  const given = Uint8Array.from(mac.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const own = new Uint8Array(full, 0, 8);
  if (given.length !== own.length || !crypto.subtle.timingSafeEqual(given, own)) {
    return new Response(null, { status: 404 });
  }
  const token = await env.FLOOR.get(env.FLOOR.idFromName(customer)).token(Number(no));
  if (token === null) return new Response(null, { status: 404 });
  return new Response(null, { status: 302, headers: { Location: `https://connect.example.test/?fp_cot=${token}` } });
}

// oxlint-disable-next-line import/no-default-export -- a Worker's door
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (request.method === "POST" && pathname === "/webhooks/flatpeak") return receive(request, env);
    if (request.method === "PUT") {
      const [, , customer = "", no = ""] = pathname.split("/");
      await env.FLOOR.get(env.FLOOR.idFromName(customer)).keep(Number(no), await request.text());
      return new Response(null, { status: 204 });
    }
    return redirect(pathname.slice(3), env);
  },
} satisfies ExportedHandler<FloorEnv>;
