// Where a project has the product from: the tarball that whoever makes the project has at hand, since no public registry has it.

import { copyFileSync, existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

const PRODUCT = "flatpeak-reconnect";

/** True for what may be in a folder before a project is made there: installing the package made it, with npm, pnpm or Yarn. */
export const mayBeThere = (name: string): boolean =>
  /^(?:node_modules|package\.json|package-lock\.json|pnpm-(?:lock|workspace)\.yaml|yarn\.lock|\.git|.*\.tgz)$/.test(
    name,
  );

/** What of the product the project in a folder has as a dependency; null where it has none, or is no project. */
export function installedIn(folder: string): string | null {
  const path = join(folder, "package.json");
  if (!existsSync(path)) return null;
  const { dependencies } = JSON.parse(readFileSync(path, "utf8")) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  return dependencies?.[PRODUCT] ?? null;
}

/** The tarball that the project in a folder, or one above it, was installed from; null where it was none. */
function tarballOf(folder: string): string | null {
  const spec = installedIn(folder);
  const above = dirname(folder);
  if (spec === null) return above === folder ? null : tarballOf(above);
  const path = resolve(folder, spec.replace(/^file:/, ""));
  return spec.startsWith("file:") && statSync(path, { throwIfNoEntry: false })?.isFile() === true ? path : null;
}

/**
 * What npm is to install into a project in `folder`, which has nothing yet: the tarball of this version that lies there, as when npm put it
 * into a project above; a copy of the one that the project in `from` was installed from; else the version, from a registry of the company's own.
 */
export function productFor(folder: string, version: string, from: string): string {
  const name = `${PRODUCT}-${version}.tgz`;
  if (existsSync(join(folder, name))) return `file:${name}`;
  const tarball = tarballOf(from);
  if (tarball === null) return version;
  copyFileSync(tarball, join(folder, basename(tarball)));
  return `file:${basename(tarball)}`;
}
