import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "./cli.ts";
import { runHere } from "./cli-here.ts";

const root = path.resolve(import.meta.dirname, "../..");
const recipes = path.join(root, "connectors/rest/recipes");

const redmines = {
  auth: '{header: {value: "key-of-the-tests"}}',
  settings: '{site: "http://127.0.0.1:9", projects: [foo]}',
};
const documented = { auth: "{bearer: key-of-the-tests}", settings: '{site: "http://127.0.0.1:9"}' };

/** A source of a system that is not there, beside an Intercom that is not there. */
const configuration = (recipe: string, { auth, settings } = redmines) => `intercom:
  token: token-of-the-tests
  base_url: http://127.0.0.1:9
sources:
  wiki:
    connector: rest
    recipe: ${recipe}
    url: https://www.example.com/wiki
    visible_to: teammates
    audience: teammates
    allow_private_addresses: true
    auth: ${auth}
    settings: ${settings}
`;

interface Check {
  readonly sources: readonly {
    readonly results: readonly { what: string; result: string; detail: string; hint?: string }[];
  }[];
}

const contractIn = (stdout: string) =>
  (JSON.parse(stdout) as Check).sources[0]?.results.find(({ what }) => what === "contract");

async function folderWith(recipe: string): Promise<string> {
  const cwd = await tempFolder();
  writeFileSync(path.join(cwd, "config.yaml"), configuration("./ours.yaml"));
  writeFileSync(path.join(cwd, "ours.yaml"), recipe);
  return cwd;
}

const ours = readFileSync(path.join(recipes, "redmine.yaml"), "utf8");

/** A file that the documentation shows. */
function shown(name: string): string {
  const page = readFileSync(path.join(root, "docs/writing-a-connector.md"), "utf8");
  const [, text] = new RegExp(`\`\`\`yaml\\n# ${name}\\n([\\s\\S]*?)\`\`\``).exec(page) ?? [];
  if (text === undefined) throw new Error(`the page does not show ${name}`);
  return text;
}

test("the contract runs on the recipe that the documentation shows, and names the one rule that a change of it breaks", async () => {
  const cwd = await folderWith(shown("ours.yaml").replace("gone_status: [404]", "gone_status: [410]"));
  writeFileSync(path.join(cwd, "config.yaml"), configuration("./ours.yaml", documented));
  writeFileSync(path.join(cwd, "ours.examples.yaml"), shown("ours.examples.yaml"));
  const { code, stdout, stderr } = await runHere(["check", "--contract", "--json"], { cwd });
  expect(code, stderr).toBe(1);
  expect(contractIn(stdout)).toMatchObject({
    result: "failed",
    detail: "1 rule of 21 not kept: no longer lists what was removed, and can tell that it is gone",
  });
});

test("it says what is missing: examples, or a recipe of one's own", async () => {
  const cwd = await folderWith(ours);
  const { stdout } = await runHere(["check", "--contract", "--json"], { cwd });
  expect(contractIn(stdout)).toMatchObject({
    result: "failed",
    detail: "there is no ours.examples.yaml beside ours.yaml",
  });
  writeFileSync(path.join(cwd, "config.yaml"), configuration("redmine"));
  const builtIn = await runHere(["check", "--contract"], { cwd });
  expect(builtIn).toMatchObject({ code: 2 });
  expect(builtIn.stderr).toContain("none of these sources has a recipe of its own");
});

test("what is wrong in a recipe is named by its own file, line and column", async () => {
  const cwd = await folderWith(ours.replace("records: $.wiki_pages", "record: $.wiki_pages"));
  const { code, stderr } = await runHere(["plan"], { cwd });
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /ours\.yaml:\d+:7 unknown key "record" in sources\.wiki\.list\[0\], did you mean "records"\?/,
  );
});
