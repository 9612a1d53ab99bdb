// Turns the TypeScript of the control room into what a browser can load. Node blanks the types out, so no bundler is needed.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";

/**
 * Fills the folder `to`, and nothing else stays in it: the scripts of `from` as JavaScript with every line where it
 * was, its style sheets as they are.
 */
export function writeBrowserFiles(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const names = readdirSync(from);
  // In the package they are JavaScript already.
  for (const name of names.filter((name) => /\.(?:css|js)$/.test(name))) copyFileSync(join(from, name), join(to, name));
  withoutNotice(() => {
    for (const name of names.filter((name) => /(?<!\.d)\.ts$/.test(name))) {
      const script = stripTypeScriptTypes(readFileSync(join(from, name), "utf8"));
      writeFileSync(join(to, name.replace(/\.ts$/, ".js")), script);
    }
  });
}

/** Node says on first use that stripping is experimental: the first thing a developer would read. Other warnings pass. */
function withoutNotice(work: () => void): void {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...about: unknown[]) => {
    if (about[0] !== "ExperimentalWarning") Reflect.apply(emitWarning, process, [warning, ...about]);
  };
  try {
    work();
  } finally {
    process.emitWarning = emitWarning;
  }
}
