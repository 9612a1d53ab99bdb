// Weighted least squares in a few unknowns.

export interface Row {
  readonly weight: number;
  /** By how much the unknowns together should move what is measured. */
  readonly miss: number;
  /** By how much each of them does. */
  readonly slopes: readonly number[];
}

/** The moves that come nearest to every miss. `inertia` draws each towards 0 by so much weight. */
export function solved(rows: readonly Row[], unknowns: number, inertia: number): readonly number[] {
  const at = (row: Row, index: number): number => row.slopes[index] ?? 0;
  const sum = (of: (row: Row) => number): number => rows.reduce((total, row) => total + row.weight * of(row), 0);
  const indexes = Array.from({ length: unknowns }, (_, index) => index);
  // The normal equations, with the right side as the last column.
  const system = indexes.map((i) => [
    ...indexes.map((j) => sum((row) => at(row, i) * at(row, j)) + (i === j ? inertia : 0)),
    sum((row) => at(row, i) * row.miss),
  ]);
  // Gauss and Jordan. Without exchanging rows: the inertia keeps the system positive definite.
  for (const i of indexes) {
    const pivot = system[i] ?? [];
    const divisor = pivot[i] ?? 1;
    const scaled = pivot.map((it) => it / divisor);
    for (const j of indexes) {
      const row = system[j] ?? [];
      const factor = row[i] ?? 0;
      system[j] = j === i ? scaled : row.map((it, column) => it - factor * (scaled[column] ?? 0));
    }
  }
  return system.map((row) => row[unknowns] ?? 0);
}
