import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as acorn from "acorn";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { connectors } from "../../connectors/index.ts";
import { connectorRevision, pagesRevision } from "../../src/revision/index.ts";
import { InstalledPackages } from "../../src/revision/installed.ts";
import type { RecordedPart } from "../../src/revision/parts.ts";
import { copyProgram, type ProgramCopy } from "../e2e/program-copy.ts";
import { countWhileRunning } from "../setup/cpu-time.ts";

const root = path.resolve(import.meta.dirname, "../..");
const dist = path.join(root, "dist");
const recorded: Readonly<Record<string, RecordedPart>> = JSON.parse(
  readFileSync(path.join(dist, "revisions.json"), "utf8"),
);
const parts = ["pages", ...[...connectors.keys()].map((type) => `connectors/${type}`)];
const partOf = (name: string) => {
  const part = recorded[name];
  if (part?.built === undefined) throw new Error(`the build recorded no part ${name}`);
  return { ...part, built: part.built };
};

test("the build records the pages' part and one for each connector", () => {
  expect(Object.keys(recorded).sort()).toEqual([...parts].sort());
  expect(new Set(Object.values(recorded).map(({ digest }) => digest)).size).toBe(parts.length);
});

test("all that the normaliser loads for documents of every format belongs to its part", {
  timeout: 120_000,
}, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-loaded-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const out = path.join(folder, "loaded.txt");
  const child = path.join(import.meta.dirname, "children/normalize-all.mjs");
  // To optimise the readers of a document or two each costs a third of the time.
  execFileSync(process.execPath, ["--no-opt", child, dist, path.join(root, "test/goldens"), out]);
  const loaded = [...new Set(readFileSync(out, "utf8").trim().split("\n"))];
  const { built, packages } = partOf("pages");
  const { files } = built;

  const own = loaded.filter((file) => file.startsWith(`${dist}${path.sep}`));
  const names = own.map((file) => path.relative(dist, file).split(path.sep).join("/"));
  expect(names.filter((name) => !files.includes(name))).toEqual([]);
  expect(names.length).toBeGreaterThan(100);

  const used = loaded.flatMap(
    (file) => /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1] ?? [],
  );
  const { lines } = new InstalledPackages().versions(packages, dist);
  const known = new Set(lines.map((line) => line.replace(/@[^@]*$/, "")));
  expect([...new Set(used)].filter((name) => !known.has(name))).toEqual([]);
  expect(known).toContain("micromark");
  expect(new Set(used)).toContain("micromark");
});

test.each(parts)("whatever the files of %s import is named in full, and belongs to it", (part) => {
  const { built, packages } = partOf(part);
  const { files } = built;
  for (const file of files.filter((name) => name.endsWith(".js")))
    for (const specifier of importsOf(file)) {
      if (specifier.startsWith("node:")) continue;
      const target = specifier.startsWith(".")
        ? path.posix.join(path.posix.dirname(file), specifier)
        : specifier
            .split("/")
            .slice(0, specifier.startsWith("@") ? 2 : 1)
            .join("/");
      expect(specifier.startsWith(".") ? files : packages, `${file} imports ${specifier}`).toContain(target);
    }
});

/** Of files that most parts have. */
const known = new Map<string, readonly string[]>();

function importsOf(file: string): readonly string[] {
  const imports = known.get(file) ?? importsIn(readFileSync(path.join(dist, file), "utf8"), file);
  known.set(file, imports);
  return imports;
}

/** What a module imports, statically or not. @throws where a name is made while it runs */
function importsIn(code: string, file: string): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    else if (typeof value === "object" && value !== null) {
      const node = value as { type?: string; source?: { type: string; value?: unknown } | null };
      if (/^(?:Import|Export)\w*$/.test(node.type ?? "") && node.source) {
        if (typeof node.source.value !== "string")
          throw new Error(`${file} imports a name that nobody can see beforehand`);
        found.push(node.source.value);
      }
      for (const inner of Object.values(value)) visit(inner);
    }
  };
  const { body } = acorn.parse(code, { ecmaVersion: "latest", sourceType: "module", allowHashBang: true });
  // Within a statement there are only calls of import.
  if (/\bimport\s*[(/]/.test(code)) visit(body);
  else for (const statement of body) if ("source" in statement && statement.source) visit(statement);
  return found;
}

const finder = fork(path.join(import.meta.dirname, "children/revisions.mjs"));
countWhileRunning(finder);
afterAll(() => finder.disconnect());

/** The revisions of a copy, by part, as a process that starts finds them. */
async function revisionsOf({ folder }: Pick<ProgramCopy, "folder">): Promise<Record<string, string>> {
  const { href: file } = pathToFileURL(path.join(folder, "dist/src/revision/index.js"));
  finder.send({ file, types: [...connectors.keys()] });
  const [revisions] = await once(finder, "message");
  return revisions;
}

/** The normaliser, and the connectors that read through it while they list. */
const withNormalizer = [
  "pages",
  "connectors/docs-repo",
  "connectors/sharepoint",
  "connectors/google-drive",
  "connectors/website",
  "connectors/blob",
  "connectors/sql",
];

const changedParts = (before: Record<string, string>, after: Record<string, string>) =>
  parts.filter((part) => before[part] !== after[part]);

test("a part's revision changes with its code and its packages, and with nothing else", async () => {
  const changes: readonly [what: string, change: (copy: ProgramCopy) => void, parts: readonly string[]][] = [
    ["nothing", () => {}, []],
    ["a message of the command line", (copy) => copy.edit("src/cli", "everything again", "all anew"), []],
    ["the reports", (copy) => copy.edit("src/report", "\n", "\n\n"), []],
    ["the rules of removals", (copy) => copy.edit("src/sync/plan/removals", "\n", "\n\n"), ["pages"]],
    ["what counts as a secret", (copy) => copy.edit("src/secrets", "\n", "\n\n"), ["pages"]],
    ...[...connectors.keys()].map((type): (typeof changes)[number] => [
      `the connector ${type}`,
      (copy) => copy.edit(`connectors/${type}`, "\n", "\n\n"),
      [`connectors/${type}`],
    ]),
    ["what all use", (copy) => copy.edit("src/http", "\n", "\n\n"), parts],
    ["a parser", (copy) => copy.edit("src/normalize/read/pdf", "\n", "\n\n"), withNormalizer],
    [
      "what counts as a draft",
      (copy) => copy.edit("src/normalize", '["draft", true]', '["sketch", true]'),
      withNormalizer,
    ],
    ["the version of pdf.js' package", (copy) => copy.setVersion("unpdf", "99.0.0"), withNormalizer],
    [
      "the version of what a parser uses",
      (copy) => {
        copy.own("markdown-it");
        copy.setVersion("linkify-it", "99.0.0");
      },
      withNormalizer,
    ],
    [
      "the version of what website alone uses",
      (copy) => copy.setVersion("tough-cookie", "99.0.0"),
      ["connectors/website"],
    ],
    ["the version of what no page needs", (copy) => copy.setVersion("yargs", "99.0.0"), []],
  ];
  const copy = copyProgram();
  const before = await revisionsOf(copy);
  for (const [what, change, expected] of changes) {
    change(copy);
    expect(changedParts(before, await revisionsOf(copy)), what).toEqual(expected);
    copy.restore();
  }
  expect(await revisionsOf(copy)).toEqual(before);
});

const ofConnectors = () =>
  Object.fromEntries(
    [...connectors].map(([type, connector]) => [`connectors/${type}`, connectorRevision(connector)]),
  );

test("a copy has the revisions of its original, as have the sources", async () => {
  const copy = copyProgram();
  const before = await revisionsOf(copy);
  expect(await revisionsOf({ folder: root })).toEqual(before);
  expect({ pages: pagesRevision(), ...ofConnectors() }).toEqual(before);
  // Without the record a change shows as well.
  rmSync(path.join(copy.folder, "dist/revisions.json"));
  const unrecorded = await revisionsOf(copy);
  copy.edit("src/secrets", "\n", "\n\n");
  expect(changedParts(unrecorded, await revisionsOf(copy))).toEqual(["pages"]);
});

test("where its files are gone, as in a bundle, a part is what the build recorded", async () => {
  const copy = copyProgram();
  const before = await revisionsOf(copy);
  for (const folder of ["src/normalize", "connectors"])
    rmSync(path.join(copy.folder, "dist", folder), { recursive: true });
  expect(await revisionsOf(copy)).toEqual(before);
});
