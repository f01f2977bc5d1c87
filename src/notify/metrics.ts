import type { Ledger } from "../ledger/ledger.ts";
import type { EndedRun } from "./types.ts";

/** One number, as Prometheus and OpenTelemetry both know them: a gauge with labels. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly unit: "" | "s";
  readonly points: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

type Points = Gauge["points"];

/**
 * What is measured at the end of a run: of every source of the ledger, also of those that the run left out.
 *
 * @param now epoch milliseconds
 */
export function gaugesOf(
  { exitCode, report, pipeline, workspace }: EndedRun,
  ledger: Pick<Ledger, "sources" | "sourceHistory" | "countPages">,
  now: number,
): readonly Gauge[] {
  const rows = ledger.sources();
  const sources = report?.sources ?? [];
  const pages: Points = rows.flatMap(({ name }) => {
    const counted = ledger.countPages(name);
    return (["live", "hidden"] as const).map((state) => ({
      labels: { source: name, state },
      value: counted[state],
    }));
  });
  const held: Points = sources.map(({ name, holds }) => ({
    labels: { source: name },
    value: new Set(holds.flatMap(({ externalIds }) => externalIds)).size,
  }));
  const failed: Points = sources.map(({ name, counts }) => ({
    labels: { source: name },
    value: counts.fail,
  }));
  const requests: Points = sources.flatMap(({ name, requests: made }) =>
    (["read", "write", "retried", "rateLimited"] as const).map((kind) => ({
      labels: { source: name, kind: kind === "rateLimited" ? "rate_limited" : kind },
      value: made[kind],
    })),
  );
  const knowledge: Points = rows.flatMap(({ name, lastComplete }) =>
    lastComplete ? [{ labels: { source: name }, value: (now - lastComplete.at) / 1000 }] : [],
  );
  const unsynced: Points = rows.map(({ name }) => {
    const waiting = Object.values(ledger.sourceHistory(name).unsynced ?? {});
    return {
      labels: { source: name },
      value: waiting.length === 0 ? 0 : (now - Math.min(...waiting)) / 1000,
    };
  });
  const took = report ? Date.parse(report.run.finishedAt) - Date.parse(report.run.startedAt) : undefined;
  const labels = { pipeline };
  return [
    gauge("fin_ingest_pages", "Pages in Intercom, by source and state.", "", pages),
    gauge("fin_ingest_held_documents", "Documents that the last run held.", "", held),
    gauge("fin_ingest_failed_documents", "Documents that failed in the last run.", "", failed),
    gauge("fin_ingest_run_requests", "Requests of the last run to Intercom, by kind.", "", requests),
    gauge(
      "fin_ingest_knowledge_age_seconds",
      "Time since the last complete listing of a source: what changed there since then, Fin does not know.",
      "s",
      knowledge,
    ),
    gauge(
      "fin_ingest_oldest_unsynced_change_age_seconds",
      "How long a source's document has waited that runs hold or fail at; 0: none waits.",
      "s",
      unsynced,
    ),
    gauge(
      "fin_ingest_run_duration_seconds",
      "How long the last run took.",
      "s",
      took === undefined ? [] : [{ labels, value: took / 1000 }],
    ),
    gauge("fin_ingest_run_exit_code", "How the last run ended; 0 is well.", "", [
      { labels, value: exitCode },
    ]),
    gauge("fin_ingest_run_timestamp_seconds", "When the last run ended, Unix time.", "s", [
      { labels, value: now / 1000 },
    ]),
  ]
    .filter(({ points }) => points.length > 0)
    .map((own) => (workspace === undefined ? own : ofWorkspace(own, workspace)));
}

/** Workspaces may have sources of the same names. */
const ofWorkspace = (own: Gauge, workspace: string): Gauge => ({
  ...own,
  points: own.points.map(({ labels, value }) => ({ labels: { workspace, ...labels }, value })),
});

const gauge = (name: string, help: string, unit: Gauge["unit"], points: Points): Gauge => ({
  name,
  help,
  unit,
  points,
});

/** https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
export function prometheusText(gauges: readonly Gauge[]): string {
  return gauges
    .flatMap(({ name, help, points }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      ...points.map(({ labels, value }) => `${name}{${labelText(labels)}} ${value}`),
      "",
    ])
    .join("\n");
}

const labelText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`)
    .join(",");

/** https://opentelemetry.io/docs/specs/otlp/#otlphttp, JSON encoding: 64-bit integers are strings. */
export function otlpBody(gauges: readonly Gauge[], version: string, now: number): unknown {
  const timeUnixNano = `${Math.round(now)}000000`;
  return {
    resourceMetrics: [
      {
        resource: {
          attributes: [attribute("service.name", "fin-ingest"), attribute("service.version", version)],
        },
        scopeMetrics: [
          {
            scope: { name: "fin-ingest", version },
            metrics: gauges.map(({ name, help, unit, points }) => ({
              name,
              description: help,
              unit,
              gauge: {
                dataPoints: points.map(({ labels, value }) => ({
                  attributes: Object.entries(labels).map(([key, text]) => attribute(key, text)),
                  timeUnixNano,
                  asDouble: value,
                })),
              },
            })),
          },
        ],
      },
    ],
  };
}

const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
