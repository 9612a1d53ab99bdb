// What many would write instead: Express with better-sqlite3 in one process on one machine. WAL, a sync for every event.

import Database from "better-sqlite3";
import express from "express";
import { isGenuine } from "./verify.js";

const database = new Database(process.env["DATABASE"] ?? "");
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(
  "CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, customer TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID",
);
const insert = database.prepare("INSERT INTO events (id, customer, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");

const app = express();
app.disable("x-powered-by");
app.post("/webhooks/flatpeak", express.raw({ type: "*/*", limit: "64kb" }), (request, response) => {
  if (!isGenuine(request.headers, request.body)) {
    response.sendStatus(401);
    return;
  }
  const text = request.body.toString("utf8");
  const event = JSON.parse(text);
  const { changes } = insert.run(event.id, event.data.customer_id, text);
  response.json({ status: changes > 0 ? "stored" : "duplicate" });
});

const server = app.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${server.address().port}\n`);
});
// A pause of the machine must not close the connections of the measurement.
server.keepAliveTimeout = 0;
