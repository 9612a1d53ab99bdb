// Declarations as whoever installs the package can read them, whatever their compiler is set to.

/** A file of ours by its name, in an import of a declaration or in what starts a thread. */
const OWN_FILE = /(?<=(?:from |import\(|new URL\()"\.[^"]*)\.tsx?(?=")/g;
/** What is known of a file of texts alone: which there are. */
const TEXTS = /^import type (\w+) from "(\.[^"]+\.json)";$/gm;

/**
 * The text of a compiled file for the package: files of ours by the names they have there, and the names of texts written out, since not
 * every compiler reads JSON beside a declaration. `textsIn` gives what stands in such a file.
 */
export const forPackage = (text: string, textsIn: (path: string) => object): string =>
  text
    .replaceAll(TEXTS, (_, name: string, path: string) => {
      const keys = Object.keys(textsIn(path)).map((key) => `readonly ${JSON.stringify(key)}: string;`);
      return `declare const ${name}: { ${keys.join(" ")} };`;
    })
    .replaceAll(OWN_FILE, ".js");
