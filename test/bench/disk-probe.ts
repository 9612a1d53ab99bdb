// What the disk takes by itself, so that its share of a durable request can be told from ours.

import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { median } from "./measure.ts";

const PAGE = Buffer.alloc(4_096, 1);
const WRITES = 100;

/** Milliseconds of one durable write of a page in `folder`: the middle of a hundred, one after the other. */
export function probeDisk(folder: string): number {
  const file = join(folder, "probe");
  const descriptor = openSync(file, "w");
  try {
    const times = Array.from({ length: WRITES }, () => {
      const start = performance.now();
      writeSync(descriptor, PAGE);
      fdatasyncSync(descriptor);
      return performance.now() - start;
    });
    return median(times);
  } finally {
    closeSync(descriptor);
    rmSync(file);
  }
}
