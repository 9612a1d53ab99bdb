// Weighted least squares in a few unknowns.

export interface Row {
  readonly weight: number;
  /** By how much the unknowns together should move what is measured. */
  readonly miss: number;
  /** By how much each of them does. */
  readonly slopes: readonly number[];
}

const at = (row: Row, index: number): number => row.slopes[index] ?? 0;

const sumOf = (rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((total, row) => total + row.weight * of(row), 0);

const indexesOf = (unknowns: number): readonly number[] => Array.from({ length: unknowns }, (_, index) => index);

/** The left side of the normal equations. */
const normal = (rows: readonly Row[], unknowns: number, inertia: number): readonly (readonly number[])[] =>
  indexesOf(unknowns).map((i) =>
    indexesOf(unknowns).map((j) => sumOf(rows, (row) => at(row, i) * at(row, j)) + (i === j ? inertia : 0)),
  );

/** What stands on the right once the left is the identity: Gauss and Jordan. Without exchanging rows: the inertia keeps the left positive definite. */
function eliminated(left: readonly (readonly number[])[], right: readonly (readonly number[])[]): number[][] {
  const system = left.map((it, index) => [...it, ...(right[index] ?? [])]);
  for (const i of system.keys()) {
    const pivot = system[i] ?? [];
    const divisor = pivot[i] ?? 1;
    const scaled = pivot.map((it) => it / divisor);
    for (const j of system.keys()) {
      const row = system[j] ?? [];
      const factor = row[i] ?? 0;
      system[j] = j === i ? scaled : row.map((it, column) => it - factor * (scaled[column] ?? 0));
    }
  }
  return system.map((it) => it.slice(left.length));
}

/** What `left`, which is positive definite, makes `right` of. */
export const solution = (left: readonly (readonly number[])[], right: readonly number[]): readonly number[] =>
  eliminated(
    left,
    right.map((it) => [it]),
  ).map(([it]) => it ?? 0);

/** The moves that come nearest to every miss. `inertia` draws each towards 0 by so much weight. */
export function solved(rows: readonly Row[], unknowns: number, inertia: number): readonly number[] {
  const right = indexesOf(unknowns).map((i) => sumOf(rows, (row) => at(row, i) * row.miss));
  return solution(normal(rows, unknowns, inertia), right);
}

/** The standard error of each move, where each weight is one over the variance of its miss. */
export function errorsOf(rows: readonly Row[], unknowns: number, inertia: number): readonly number[] {
  const unit = indexesOf(unknowns).map((i) => indexesOf(unknowns).map((j) => (i === j ? 1 : 0)));
  const inverse = eliminated(normal(rows, unknowns, inertia), unit);
  return inverse.map((it, index) => Math.sqrt(it[index] ?? 0));
}
