import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Connector } from "../../src/connector-kit/connector.ts";

const asksForJson = /\baskJson\(/;
const sendsRequests = /\b(?:withAuth|askJson)\(|\bio\.http\.(?:get|post)\(/;

/** Jobs that belong in certain files only, and the code that shows them. */
const jobs = [
  { job: "sends requests", shownBy: sendsRequests, files: /^client\.ts$/, place: "client.ts" },
  {
    job: "describes data from outside",
    shownBy: /\bz\s*\.(?:object|looseObject|strictObject|discriminatedUnion|record|array)\(/,
    files: /^(?:(?:[\w-]+\/)?schema|options(?:-\w+)?)\.ts$/,
    place: "schema.ts (answers and cached values) or options.ts",
  },
];

/**
 * How a connector's folder differs from the shape that all connectors share: the same file names for the same jobs.
 * @param folder its absolute path
 */
export function shapeFaults(folder: string, connector: Pick<Connector, "confirm">): string[] {
  const texts = new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => [file.replaceAll(path.sep, "/"), readFileSync(path.join(folder, file), "utf8")]),
  );
  const some = (pattern: RegExp) => [...texts.values()].some((text) => pattern.test(text));
  const needed = [
    ...["index.ts", "options.ts", "list.ts", "load.ts", "check.ts"],
    ...(connector.confirm ? ["confirm.ts"] : []),
    ...(some(sendsRequests) ? ["client.ts"] : []),
    // `rest` takes any JSON: its options say what to read of it.
    ...(some(asksForJson) && !some(/, z\.unknown\(\)\)/) ? ["schema.ts"] : []),
  ];
  const missing = needed.filter((file) => !texts.has(file)).map((file) => `${file} is missing`);
  const unnamed = ["list", "check", "confirm"]
    .filter((name) => texts.has(`${name}.ts`))
    .filter(
      (name) => !new RegExp(`export (?:async )?function\\*? ${name}\\b`).test(texts.get(`${name}.ts`) ?? ""),
    )
    .map((name) => `${name}.ts does not export a function ${name}`);
  const misplaced = [...texts].flatMap(([file, text]) =>
    jobs
      .filter(({ shownBy, files }) => shownBy.test(text) && !files.test(file))
      .map(({ job, place }) => `${file} ${job}, which belongs in ${place}`),
  );
  return [...missing, ...unnamed, ...misplaced];
}
