import type { Machine, Section, Table, Target } from "./model.ts";
import { figure } from "./stats.ts";

const heading = `# Results of \`npm run bench\`

Written by the benches; each section is replaced when its bench runs (\`npm run bench NAME\`). Every bench compares
side by side in one run, in interleaved rounds; figures are medians. Trust the ratios more than the figures. The
sizes are those that the targets speak of, where a section does not say otherwise; all benches take about forty minutes on two
quiet cores, half of it \`million\` and \`connectors\`; \`BENCH=full\` takes more, \`BENCH=small\` only shows that a bench works.
`;

const begin = (name: string) => `<!-- bench ${name} -->`;
const end = (name: string) => `<!-- /bench ${name} -->`;

/**
 * The results file with these sections in place of the former ones of the same names; other sections stay, in the
 * order of the benches.
 * @param order every bench's name; sections of benches that no longer exist are dropped
 */
export function withSections(file: string, sections: readonly Section[], order: readonly string[]): string {
  const written = new Map(sections.map((section) => [section.bench.name, renderSection(section)]));
  const texts = order.flatMap((name) => written.get(name) ?? sectionIn(file, name) ?? []);
  return [heading, ...texts].join("\n");
}

function sectionIn(file: string, name: string): string | undefined {
  const from = file.indexOf(begin(name));
  const to = file.indexOf(end(name), from);
  return from < 0 || to < 0 ? undefined : `${file.slice(from, to + end(name).length)}\n`;
}

export function renderSection({ bench, findings, machine, seconds }: Section): string {
  const parts = [
    begin(bench.name),
    `## ${bench.title} (\`${bench.name}\`)`,
    bench.method,
    findings.targets.length > 0 ? renderTable(targetTable(findings.targets)) : "",
    ...findings.targets.flatMap((target) => (target.limit ? [`**${target.what}:** ${target.limit}`] : [])),
    ...findings.tables.flatMap((table) => [table.title ? `**${table.title}**` : "", renderTable(table)]),
    ...(findings.notes ?? []),
    `<sub>${findings.setting} ${machineLine(machine)} ${figure(seconds)} s.</sub>`,
    end(bench.name),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const verdict = (met: boolean | undefined): string =>
  met === undefined ? "not measured" : met ? "yes" : "**no**";

const targetTable = (targets: readonly Target[]): Table => ({
  head: ["target", "wanted", "measured", "met"],
  rows: targets.map(({ what, wanted, measured, met }) => [what, wanted, measured, verdict(met)]),
});

export function renderTable({ head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  // The first column has names, the others figures.
  const marks = head.map((_, at) => (at === 0 ? "---" : "---:"));
  return [line(head), line(marks), ...rows.map(line)].join("\n");
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");

function machineLine(machine: Machine): string {
  const { cpu, cores, memoryGb, system, node, packages, commit, date, loadPerCore } = machine;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  const busy =
    loadPerCore > 0.5
      ? ` **Taken on a busy machine (load ${loadPerCore.toFixed(1)} a core before it began): the figures are too low, the ratios doubtful.**`
      : "";
  return `${date} UTC, commit ${commit}; ${cores} cores of ${cpu}, ${memoryGb} GB, ${system}, Node ${node}; ${versions.join(", ")}.${busy}`;
}
