// Loaded before everything that runs as TypeScript: an older Node would answer with a stack trace about a file extension.
// Plain JavaScript that any Node reads.
if (!process.features.typescript) {
  process.stderr.write(
    [
      `flatpeak-reconnect needs Node 22.18 or newer, and this is Node ${process.versions.node}.`,
      "On Linux the project brings its own: `npm ci --include=optional` installs it.",
      "Elsewhere install a newer one, from https://nodejs.org for instance.\n",
    ].join("\n"),
  );
  process.exit(1);
}
require("./unread.cjs");
