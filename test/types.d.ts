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
