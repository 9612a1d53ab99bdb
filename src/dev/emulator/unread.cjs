// A command whose output is no longer read, as by `| head`, does what it was called for all the same and ends with its own code;
// without this it would break off with a stack trace. Plain JavaScript, loaded before every command; a thread has no terminal.
const { isMainThread } = require("node:worker_threads");

if (isMainThread)
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error) => {
      if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
    });
