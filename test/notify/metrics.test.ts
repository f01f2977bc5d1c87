import { expect, test } from "vitest";
import { gaugesOf, otlpBody, prometheusText } from "../../src/notify/metrics.ts";
import { noCounts } from "../../src/sync/run-report.ts";
import { aReport, aSource } from "../report/reports.ts";

const now = Date.parse("2026-03-02T03:00:00Z");
const ledger = {
  sources: () => [
    { name: 'do"cs\n', url: "https://x.y", sourceId: 1, lastComplete: { at: now - 90_000, documents: 3 } },
    { name: "never", url: "https://z.y", sourceId: 2 },
  ],
  countPages: () => ({ live: 7, hidden: 2 }),
  sourceHistory: (name: string) =>
    name === "never" ? {} : { unsynced: { "a.md": now - 60_000, "b.md": now - 3_600_000 } },
};
const hold = { rule: "collapse", message: "m", resolve: "r", externalIds: ["a", "b"] };
const run = {
  pipeline: "nightly",
  exitCode: 4,
  report: aReport([aSource({ name: "docs", counts: { ...noCounts, fail: 1 }, holds: [hold, hold] })]),
};

test("pages, holds and the age of what Fin knows, as Prometheus reads them", () => {
  const text = prometheusText(gaugesOf(run, ledger, now));
  for (const line of [
    "# TYPE fin_ingest_pages gauge",
    String.raw`fin_ingest_pages{source="do\"cs\n",state="live"} 7`,
    'fin_ingest_pages{source="never",state="hidden"} 2',
    'fin_ingest_held_documents{source="docs"} 2',
    'fin_ingest_failed_documents{source="docs"} 1',
    String.raw`fin_ingest_knowledge_age_seconds{source="do\"cs\n"} 90`,
    String.raw`fin_ingest_oldest_unsynced_change_age_seconds{source="do\"cs\n"} 3600`,
    'fin_ingest_oldest_unsynced_change_age_seconds{source="never"} 0',
    'fin_ingest_run_exit_code{pipeline="nightly"} 4',
    `fin_ingest_run_timestamp_seconds{pipeline="nightly"} ${now / 1000}`,
  ])
    expect(text.split("\n")).toContain(line);
  expect(text).not.toContain('fin_ingest_knowledge_age_seconds{source="never"}');
  // Every line is a comment, a sample or empty: https://prometheus.io/docs/instrumenting/exposition_formats/
  for (const line of text.split("\n"))
    expect(line).toMatch(/^(?:|# (?:HELP|TYPE) .+|[a-z_]+\{(?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)+\} -?[\d.]+)$/);
});

test("a run of a fleet names its workspace in every line: others may have sources of the same names", () => {
  const text = prometheusText(gaugesOf({ ...run, workspace: "acme" }, ledger, now));
  expect(text).toContain('fin_ingest_held_documents{workspace="acme",source="docs"} 2');
  for (const line of text.split("\n")) expect(line).toMatch(/^(?:|#.*|[a-z_]+\{workspace="acme",.*)$/);
});

test("the same as OTLP", () => {
  expect(otlpBody(gaugesOf(run, ledger, now), "1.2.3", now)).toMatchObject({
    resourceMetrics: [
      {
        scopeMetrics: [
          {
            metrics: expect.arrayContaining([
              {
                name: "fin_ingest_held_documents",
                description: expect.any(String),
                unit: "",
                gauge: {
                  dataPoints: [
                    {
                      attributes: [{ key: "source", value: { stringValue: "docs" } }],
                      timeUnixNano: `${now}000000`,
                      asDouble: 2,
                    },
                  ],
                },
              },
            ]),
          },
        ],
      },
    ],
  });
});
