// The workerd configuration: the built Worker with its objects on disk, as wrangler.toml would have it deployed.

import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { furtherModules } from "./bundle.ts";

const root = resolve(import.meta.dirname, "../..");

const toml = readFileSync(join(root, "wrangler.toml"), "utf8");

/** Binding name and class of every kind of object that is deployed. */
const objects: readonly (readonly [name: string, className: string])[] = [
  ...toml.matchAll(/^\[\[durable_objects\.bindings\]\]\nname = "(\w+)"\nclass_name = "(\w+)"$/gm),
].map(([, name = "", className = ""]) => [name, className]);

/** Where the objects of a class keep their databases, below the folder given to workerd. */
export const folderOf = (disk: string, className: string): string => join(disk, `chaos-${className}`);

function compatibility(): { date: string; flags: readonly string[] } {
  const date = /^compatibility_date = "([^"]+)"$/m.exec(toml)?.[1];
  const flags = /^compatibility_flags = \[([^\]]*)\]$/m.exec(toml)?.[1];
  if (date === undefined || flags === undefined) throw new Error("wrangler.toml names no compatibility date or flags");
  return { date, flags: [...flags.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? "") };
}

/**
 * The text of the configuration. Only the network service differs from production: it may reach this machine, where the
 * hostile world listens.
 */
export function workerdConfig(disk: string, settings: Readonly<Record<string, string>>): string {
  const text = (value: string): string => JSON.stringify(value);
  const { date, flags } = compatibility();
  const bindings = [
    ...objects.map(([name, of]) => `(name = ${text(name)}, durableObjectNamespace = ${text(of)})`),
    ...Object.entries(settings).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`),
  ];
  const namespaces = objects.map(([, of]) => `(className = ${text(of)}, uniqueKey = "chaos-${of}", enableSql = true)`);
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private"])),
    (name = "disk", disk = (path = ${text(disk)}, writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [(name = "worker.mjs", esModule = embed "worker.mjs")${furtherModules(dirname(disk))}],
  compatibilityDate = ${text(date)},
  compatibilityFlags = [${flags.map(text).join(", ")}],
  bindings = [
    ${bindings.join(",\n    ")},
  ],
  durableObjectNamespaces = [
    ${namespaces.join(",\n    ")},
  ],
  durableObjectStorage = (localDisk = "disk"),
  globalOutbound = "internet",
);
`;
}
