// The barest way: node:http with node:sqlite, both of Node itself. WAL, a sync for every event.

import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { isGenuine } from "./verify.js";

const database = new DatabaseSync(process.env["DATABASE"] ?? "");
database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
database.exec(
  "CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, customer TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID",
);
const insert = database.prepare("INSERT INTO events (id, customer, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");

function receive(headers, body) {
  if (!isGenuine(headers, body)) return null;
  const text = body.toString("utf8");
  const event = JSON.parse(text);
  const { changes } = insert.run(event.id, event.data.customer_id, text);
  return JSON.stringify({ status: changes > 0 ? "stored" : "duplicate" });
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const answer = receive(request.headers, Buffer.concat(chunks));
    response.writeHead(answer === null ? 401 : 200, { "Content-Type": "application/json" });
    response.end(answer ?? "");
  });
});
// A pause of the machine must not close the connections of the measurement.
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${server.address().port}\n`);
});
