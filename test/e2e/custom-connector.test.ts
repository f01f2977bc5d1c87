import { describe, expect, onTestFinished, test } from "vitest";
import { type Company, startCompany } from "./company.ts";

/** A connector as its author writes it: one object, nothing imported but zod. */
const connector = (types: string) => `
import { z } from ${JSON.stringify(import.meta.resolve("zod"))};

export const connector = {
  type: "notes",
  summary: "Notes that stand in the configuration itself",
  options: z.strictObject({ notes: z.record(z.string(), z.string()).describe("title and text of each note") }),
  async *list(options${types ? ": { notes: Record<string, string> }" : ""}) {
    for (const [title, text] of Object.entries(options.notes))
      yield { kind: "document", externalId: title, version: text, title, load: async () => ({ body: text, mediaType: "text/plain", name: title, title }) };
  },
  check: async () => [{ what: "notes", result: "ok", detail: "always there" }],
};
`;

/** @param inProcess false: each run is a process, which loads the connector anew */
async function companyWith(file: string, text: string, inProcess = true): Promise<Company> {
  const company = await startCompany({ documents: 1, inProcess });
  onTestFinished(() => company.close());
  company.write(file, text);
  company.configure((yaml) =>
    yaml.replace(
      /sources:[\s\S]*/,
      `sources:
  notes:
    connector: ./${file}
    url: https://notes.example.com
    visible_to: teammates
    notes: {Refunds: "Up to 50 euros without asking.", Holidays: "Say so two weeks before."}
`,
    ),
  );
  return company;
}

describe("a connector of one's own", () => {
  test.each([
    ["my-connector.mjs", connector("")],
    ["my-connector.ts", connector("typed")],
  ])("%s is run by its path", async (file, text) => {
    const company = await companyWith(file, text);
    const { code, stderr } = await company.run("nightly");
    expect(code, stderr).toBe(0);
    expect(company.library()).toEqual({ Refunds: "teammates", Holidays: "teammates" });
    expect((await company.run("check")).stdout).toContain("always there");
    expect((await company.run("connectors", `./${file}`)).stdout).toContain("title and text of each note");
  });

  test("that makes other pages than before sends them, and what it imports counts: in JavaScript and in TypeScript", async () => {
    const kinds = [
      ["my-connector.mjs", "./closing.mjs", "closing.mjs"],
      ["my-connector.ts", "./closing", "closing.ts"],
    ] as const;
    const company = await companyWith("my-connector.mjs", "", false);
    company.configure(
      (yaml) =>
        `${yaml}  typed:\n    connector: ./my-connector.ts\n    url: https://typed.example.com\n    visible_to: teammates\n    notes: {Travel: "By train."}\n`,
    );
    for (const [file, written, imported] of kinds) {
      company.write(imported, 'export const closing = " Ask first.";');
      const asking = connector("").replace("body: text", "body: text + closing");
      company.write(file, `import { closing } from "${written}";\n${asking}`);
    }
    const sent = () =>
      company
        .writes()
        .flatMap(({ externalId }) => externalId ?? [])
        .sort();
    expect((await company.run("nightly")).code).toBe(0);
    expect(sent()).toEqual(["Holidays", "Refunds", "Travel"]);
    await company.run("nightly");
    expect(company.writes()).toEqual([]);
    for (const [, , imported] of kinds) company.write(imported, 'export const closing = " Ask later.";');
    await company.run("nightly");
    expect(sent()).toEqual(["Holidays", "Refunds", "Travel"]);
  });

  test("has its options checked like any other's", async () => {
    const company = await companyWith("my-connector.mjs", connector(""));
    company.configure((yaml) => `${yaml}    colour: red\n`);
    const { code, stderr } = await company.run("plan");
    expect(code).toBe(2);
    expect(stderr).toContain('unknown key "colour"');
  });

  test.each([
    ["does not exist", "other.mjs", "", /there is no file .*my-connector\.mjs\nhint: The path/],
    [
      "asks for one that is missing",
      "my-connector.mjs",
      "import './none.mjs';",
      /Cannot find module '[^']*none\.mjs'[^\n]*\nhint/,
    ],
    [
      "is no connector",
      "my-connector.mjs",
      "export default { type: 'x' };",
      /does not export a connector: summary/,
    ],
    ["does not run", "my-connector.mjs", "throw new Error('no luck');", /cannot be loaded: no luck/],
    ["exports nothing", "my-connector.mjs", "", /neither a default export nor one named/],
  ])("that %s is a configuration error", async (_, file, text, message) => {
    const company = await companyWith("my-connector.mjs", "");
    company.write(file, text);
    if (file !== "my-connector.mjs") company.remove("my-connector.mjs");
    const { code, stderr } = await company.run("plan");
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toContain("sources.notes");
    expect(stderr).not.toContain("    at ");
  });
});
