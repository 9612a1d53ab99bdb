// `npm run setup`: asks for what a deployment needs, makes up its secrets, and writes wrangler.toml, the file of its secrets and
// `.dev.vars`. Works on the folder it is called in, and without a terminal as well. A secret is never printed. Ends with 0 where
// all is whole, 1 where something is left to do, 2 where nothing was changed.

import { runSetup } from "./set-up.ts";

const { stdin: input, stdout: output, stderr: complaints } = process;
process.exitCode = await runSetup(process.argv.slice(2), process.cwd(), {
  input,
  output,
  complaints,
  isTalk: input.isTTY && output.isTTY,
});
