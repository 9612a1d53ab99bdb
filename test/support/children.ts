// Processes that are not to outlive this one.

interface Killable {
  kill(signal: "SIGKILL"): boolean;
  once(event: "exit", listener: () => void): unknown;
}

const living = new Set<Killable>();
let isWatching = false;

/** Ends a child with this process, whatever ends that. One listener serves for all of them. */
export function endWithUs(child: Killable): void {
  living.add(child);
  child.once("exit", () => living.delete(child));
  if (isWatching) return;
  isWatching = true;
  process.once("exit", () => {
    for (const it of living) it.kill("SIGKILL");
  });
}
