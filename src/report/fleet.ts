import type { FleetStatus, WorkspaceStatus } from "../fleet/status/read.ts";
import type { TextOptions } from "./blocks.ts";
import { count, duration, minute, number } from "./numbers.ts";
import { table } from "./table.ts";
import { oneLine, painter } from "./terminal-text.ts";

/** A fleet for people: workspaces, then workers and the queue, then what needs somebody. Times are UTC. */
export function fleetText(status: FleetStatus, { width, colours }: TextOptions): string {
  const paint = painter(colours);
  const alarming = /^(?:given up|exit [1-9]|lost)/;
  const decorate = (cell: string, row: number) =>
    row >= 0 && alarming.test(cell.trim()) ? paint("alarm", cell) : cell;
  const workspaces = table(
    [
      { heading: "WORKSPACE" },
      { heading: "STATE", cut: "never" },
      { heading: "LAST RUN", cut: "never" },
      { heading: "ENDED", cut: "never" },
      { heading: "NEXT RUN", cut: "never" },
      { heading: "KNOWLEDGE", cut: "never" },
      { heading: "PAGES", cut: "never", align: "right" },
      { heading: "HOLDS", cut: "never", align: "right" },
    ],
    status.workspaces.map((one) => [
      oneLine(one.name),
      stateWords(one),
      one.lastRun ? minute(one.lastRun.startedAt) : "never",
      endWords(one.lastRun),
      one.nextRun ? minute(one.nextRun.at) : "none",
      knowledgeAge(one, status.now),
      number(one.live),
      number(one.holds),
    ]),
    width,
    decorate,
  );
  const workers = table(
    [
      { heading: "WORKER" },
      { heading: "STATE", cut: "never" },
      { heading: "SINCE", cut: "never" },
      { heading: "RUNS", cut: "never", align: "right" },
      { heading: "WORKSPACES" },
    ],
    status.workers.map((one) => [
      `process ${one.pid} on ${oneLine(one.host)}`,
      one.state,
      minute(one.since),
      `${one.running.length} of ${one.concurrency}`,
      one.running.map(oneLine).join(", "),
    ]),
    width,
    decorate,
  );
  const { conversions } = status;
  const { due, later, running, dead } = status.queue;
  return `${[
    ...(status.workspaces.length > 0 ? workspaces : ["No workspace yet."]),
    "",
    ...(status.workers.length > 0 ? workers : ["No worker: fin-ingest fleet worker starts one."]),
    "",
    `Queue: ${number(running)} running, ${number(due)} due, ${number(later)} later, ${number(dead)} given up.`,
    ...(conversions === null ? [] : [conversionsLine(conversions)]),
    ...status.workspaces.flatMap(attention),
  ].join("\n")}\n`;
}

/** "Conversions: 2 running, 5 waiting, 1,204 results kept." */
export function conversionsLine({
  running,
  waiting,
  stored,
}: NonNullable<FleetStatus["conversions"]>): string {
  return `Conversions: ${number(running)} running, ${number(waiting)} waiting, ${count(stored, "result")} kept.`;
}

function attention({ name, state, why, holds, isConfigured }: WorkspaceStatus): string[] {
  const own = oneLine(name);
  return [
    ...(state === "dead"
      ? [`${own}: given up: ${oneLine(why ?? "")}. Again with: fin-ingest fleet retry ${own}`]
      : []),
    ...(state === "later" && why ? [`${own}: waits: ${oneLine(why)}`] : []),
    ...(holds > 0
      ? [`${own}: ${count(holds, "hold")}; fin-ingest status -c its configuration says what resolves them`]
      : []),
    ...(isConfigured
      ? []
      : [`${own}: the fleet file does not name it; its pages stay in Intercom as they are`]),
  ];
}

function stateWords({ state, pipeline, dueAt }: WorkspaceStatus): string {
  if (state === "dead") return `given up: ${pipeline}`;
  if (state === "later") return `${pipeline} at ${dueAt === null ? "" : minute(dueAt)}`;
  return state === "idle" ? "idle" : `${pipeline} ${state}`;
}

function endWords(last: WorkspaceStatus["lastRun"]): string {
  if (!last) return "";
  return last.exitCode === null ? "lost" : `exit ${last.exitCode}`;
}

/** How old the oldest of what Fin knows is. */
export function knowledgeAge({ knowledgeFrom }: WorkspaceStatus, now: string): string {
  return knowledgeFrom === null ? "unknown" : duration(Date.parse(now) - Date.parse(knowledgeFrom));
}
