import { expect } from "vitest";
import { startApiServer } from "../../src/connector-kit/testing/index.ts";
import { type CliOptions, type CliResult, runCli } from "./cli.ts";
import { runHere } from "./cli-here.ts";
import { type Company, startCompany } from "./company.ts";

/** A docs repository in which one page has a callout, and an API whose bodies are asked for one by one. */
export async function startSystems() {
  const company = await startCompany({ documents: 1 });
  company.write("docs/hot.md", "# Oven\n\n> [!WARNING]\n> It is hot.\n");
  company.commit();
  let loads = 0;
  const api = await startApiServer({
    "GET /articles": () => ({ json: { items: [{ id: "a" }, { id: "b" }] } }),
    "GET /articles/:id": () => {
      loads += 1;
      return { json: { text: "# Of the API\n\nIts text." } };
    },
  });
  company.configure(
    (yaml) => `${yaml}
  api:
    connector: rest
    url: https://api.example.com
    visible_to: customers
    allow_private_addresses: true
    list: {url: "${api.url}/articles", records: $.items}
    detail: {url: "${api.url}/articles/{id}", body: $.text}
    fields: {id: $.id, version: $.id, title: $.id, body_format: text}
`,
  );
  return {
    company,
    /** One night with a program: what it wrote to Intercom, and how many bodies it asked the API for. */
    async night(run: Run = runHere, more: Readonly<Record<string, string>> = {}) {
      loads = 0;
      const { code, stdout, stderr } = await nightly(company, run, more);
      expect(code, stdout + stderr).toBe(0);
      return { writes: written(company), loads };
    },
    async close() {
      await company.close();
      await api.close();
    },
  };
}

export type Systems = Awaited<ReturnType<typeof startSystems>>;

/** Runs a command line of one program or another. */
export type Run = (args: readonly string[], options: CliOptions) => Promise<CliResult>;

/** Each in a process of its own. */
export const processesOf =
  (main: string): Run =>
  (args, options) =>
    runCli(args, { ...options, main });

export function nightly({ dir, emulator }: Company, run: Run, more: Readonly<Record<string, string>>) {
  const env = { INTERCOM_ACCESS_TOKEN: emulator.token, INTERCOM_BASE_URL: emulator.url, ...more };
  return run(["nightly"], { cwd: dir, env });
}

export const written = (company: Company) =>
  company
    .writes()
    .flatMap(({ externalId }) => externalId ?? [])
    .sort();

export const nothing = { writes: [], loads: 0 };
