import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { action } from "./action-runner.ts";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const page = read("docs/ci.md");

test("the table of inputs is that of the action, with its defaults", () => {
  const [table = ""] = /\| input \| default[\s\S]*?\n\n/.exec(page) ?? [];
  const rows = [...table.matchAll(/^\| `([\w-]+)` \| (.*?) ?\|/gm)].map(([, name = "", shown = ""]) => [
    name,
    shown.replaceAll("`", "").trim(),
  ]);
  const inputs = Object.entries(action.inputs).map(([name, { default: value }]) => [
    name,
    name === "github-token" ? "the job's" : value,
  ]);
  expect(rows).toEqual(inputs);
});

test("every output of the action, input of the component and variable of the program is named", () => {
  const [spec] = parseAllDocuments(read("templates/fin-ingest.yml")).map((document) => document.toJS());
  const variables = [...read("deploy/ci/settings.ts").matchAll(/own\("(\w+)"\)/g)].map(
    ([, name]) => `FIN_CI_${name}`,
  );
  expect(variables.length).toBeGreaterThan(8);
  const named = [
    ...Object.keys(action.outputs),
    ...Object.keys(spec.spec.inputs),
    ...variables,
    "FIN_CI_TOKEN",
  ];
  expect(named.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test("neither page runs a package by a name that nobody may own", () => {
  for (const text of [page, read("docs/containers.md")])
    expect(text.replace("runs `npx`", "")).not.toMatch(/\bnpx\b/);
});
