declare module "*?raw" {
  const text: string;
  export default text;
}

declare namespace Cloudflare {
  interface GlobalProps {
    // oxlint-disable-next-line typescript/consistent-type-imports -- an import statement would make this file a module
    mainModule: typeof import("../src/worker.ts");
  }
}

interface ImportMeta {
  /** Vite's: the modules that a pattern finds, by their paths. */
  readonly glob: <T>(
    pattern: string,
    options: { readonly eager: true; readonly import: "default"; readonly query?: "?raw" },
  ) => Readonly<Record<string, T>>;
}
