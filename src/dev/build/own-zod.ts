// What writes JSON Schema has a zod of its own. It is a third of the library, and the bundler puts a module of a package wherever the
// package is: with one zod for all, a webhook would load what only /v1/openapi.json needs. Shapes of one zod are read by another.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import type { Plugin } from "esbuild";

const OWNER = /\/(?:src|lib)\/web\/operator\/json-schema\.[jt]s$/;
const NAMESPACE = "own-zod";
const { resolve: find } = createRequire(import.meta.url);

export const ownZod: Plugin = {
  name: NAMESPACE,
  setup(pass) {
    pass.onResolve({ filter: /^zod\/mini$/ }, ({ path, importer }) =>
      OWNER.test(importer)
        ? { path: find(path).replace(/\.cjs$/, ".js"), namespace: NAMESPACE, sideEffects: false }
        : undefined,
    );
    pass.onResolve({ filter: /^\./, namespace: NAMESPACE }, ({ path, importer }) => ({
      path: resolve(dirname(importer), path),
      namespace: NAMESPACE,
      sideEffects: false,
    }));
    pass.onLoad({ filter: /./, namespace: NAMESPACE }, async ({ path }) => ({
      contents: await readFile(path, "utf8"),
      loader: "js",
    }));
  },
};
