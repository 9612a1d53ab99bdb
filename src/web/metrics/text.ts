// Figures as Prometheus reads them (prometheus.io/docs/instrumenting/exposition_formats, text format 0.0.4).

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  /** Null where it is not known: then there is no line. */
  readonly value: number | boolean | null;
}

export interface Metric {
  /** Stable: dashboards are built on it. */
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly help: string;
  readonly samples: readonly Sample[];
}

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");

const labelsOf = (labels: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
};

/** The text of all of them. A metric without a sample is left out. */
export const textOf = (metrics: readonly Metric[]): string =>
  metrics
    .flatMap(({ name, type, help, samples }) => {
      const lines = samples.flatMap(({ labels = {}, value }) =>
        value === null ? [] : [`${name}${labelsOf(labels)} ${Number(value)}`],
      );
      return lines.length === 0 ? [] : [`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${type}`, ...lines];
    })
    .map((line) => `${line}\n`)
    .join("");
