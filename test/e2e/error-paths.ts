import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { type CliResult, runCli } from "./cli.ts";
import { token } from "./encodings.ts";

/** What an Intercom, or something that stands in front of it, answers. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A company's folder on disk, and an Intercom that answers whatever it is told. */
export interface Scene {
  readonly dir: string;
  readonly requests: () => number;
  answer: (method: string, url: string, body: string) => Answer | undefined;
  write(file: string, text: string): void;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliResult>;
  /** Everything in the state folder, and other files that were written. */
  stored(): string;
  close(): Promise<void>;
}

const configuration = `intercom:
  token: \${INTERCOM_ACCESS_TOKEN}
  base_url: \${INTERCOM_BASE_URL}
sources:
  docs:
    connector: docs-repo
    url: https://docs.example.com
    visible_to: customers
    path: ./docs
`;

export async function startScene(dir: string, cli = runCli): Promise<Scene> {
  let requests = 0;
  const scene = { answer: (() => undefined) as Scene["answer"] };
  const server: Server = createServer(async (request, response) => {
    requests += 1;
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const answer =
      scene.answer(request.method ?? "", request.url ?? "", body) ?? usual(request.method, request.url, body);
    response
      .writeHead(answer.status, { "content-type": "application/json", ...answer.headers })
      .end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const write = (file: string, text: string) => {
    const to = path.join(dir, file);
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, text);
  };
  write("config.yaml", configuration);
  write("docs/guide.md", "# Guide\n\nHow to do it.\n");
  return Object.assign(scene, {
    dir,
    requests: () => requests,
    write,
    run: (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      cli(args, {
        cwd: dir,
        env: { INTERCOM_ACCESS_TOKEN: token, INTERCOM_BASE_URL: url, NO_COLOR: "1", ...env },
      }),
    stored: () => contents(path.join(dir, ".fin-ingest")) + contents(path.join(dir, "out")),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

/** Names and bytes of every file below a folder. */
function contents(folder: string): string {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.name}\n${readFileSync(path.join(entry.parentPath, entry.name), "latin1")}`)
      .join("\n");
  } catch {
    return "";
  }
}

const source = {
  id: 1,
  type: "content_import_source",
  sync_behavior: "api",
  status: "active",
  url: "https://docs.example.com",
  audience_ids: [],
  created_at: 1_700_000_000,
  updated_at: 1_700_000_000,
  last_synced_at: 1_700_000_000,
};

/** An Intercom in which one source stands and every page is taken. */
function usual(method = "", url = "", body: string): Answer {
  const list = (data: unknown[]) => ({
    type: "list",
    data,
    total_count: data.length,
    pages: { page: 1, total_pages: 1 },
  });
  if (method === "GET" && url.includes("content_import_sources")) return json(200, list([source]));
  if (method === "GET") return json(200, list([]));
  const sent: unknown = JSON.parse(body === "" ? "{}" : body);
  return json(200, {
    id: "77",
    type: "external_page",
    ...Object(sent),
    created_at: 1_700_000_000,
    updated_at: 1_700_000_000,
  });
}

export const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) });

const refusal = (message: string) => ({
  type: "error.list",
  request_id: "r-1",
  errors: [{ code: "bad", message }],
});
const nightly = ["nightly", "--verbose", "--log-format", "json", "--json"];
/** As much of it as a file name, a URL's path or a YAML key takes. */
const nameOf = (shown: string) => shown.replaceAll("/", "%2F");
const latin = (text: string) => text.replaceAll("…", "...");

/** One way in which the token could come back: what happens, and what must be true for it to have happened. */
export interface ErrorPath {
  readonly name: string;
  play(scene: Scene, shown: string): Promise<CliResult[]>;
  /** What the output shows when the path was really taken. */
  readonly sign: RegExp;
  /** Needs a process of its own. */
  readonly endsTheProcess?: true;
}

export const errorPaths: readonly ErrorPath[] = [
  answered("Intercom refuses the token and repeats it", /401|token/i, (shown) =>
    json(401, refusal(`unknown token ${shown}`)),
  ),
  answered("Intercom's error repeats it", /bad request|400/i, (shown) =>
    json(400, refusal(`bad request ${shown} here`)),
  ),
  answered("a request id repeats it", /400/, (shown) => json(400, { ...refusal("no"), request_id: shown })),
  answered("a proxy's HTML repeats it", /500|HTML|gateway/i, (shown) => ({
    status: 500,
    headers: { "content-type": "text/html" },
    body: `<html><body><h1>500</h1><p>You sent Bearer ${shown}</p></body></html>`,
  })),
  answered("a redirect's Location repeats it", /redirect|302/i, (shown) => ({
    status: 302,
    headers: { location: `/x?t=${latin(shown)}` },
    body: "",
  })),
  {
    name: "one page is refused with it",
    sign: /"kind": ?"fail"/,
    async play(scene, shown) {
      scene.answer = (method) =>
        method === "POST" ? json(422, refusal(`title ${shown} is not good`)) : undefined;
      return [
        await scene.run(nightly),
        await scene.run(["status"]),
        await scene.run(["status", "--json"]),
        await scene.run(["state", "export"]),
      ];
    },
  },
  documents("a document's title", /"rule": ?"(configured-)?secret|uploaded|create/, (scene, shown) =>
    scene.write("docs/other.md", `# About ${shown}\n\nText.\n`),
  ),
  documents("a document's text and front matter", /secret|create/, (scene, shown) =>
    scene.write(
      "docs/other.md",
      `---\ntitle: Other\ndescription: ${JSON.stringify(shown)}\n---\n\nSee ${shown} there.\n`,
    ),
  ),
  documents("a file's name", /secret|create|fail/, (scene, shown) =>
    scene.write(`docs/${nameOf(shown)}.md`, "# Other\n\nText.\n"),
  ),
  documents("broken front matter", /front|YAML|create|secret/i, (scene, shown) =>
    scene.write("docs/other.md", `---\ntitle: [${shown}\n---\n\nText.\n`),
  ),
  {
    name: "the configuration's YAML is broken at it",
    sign: /broken\.yaml/,
    async play(scene, shown) {
      const runs: CliResult[] = [];
      for (const broken of [
        `state: [${shown}\n`,
        `? ${JSON.stringify(shown)}\n: 1\n`,
        `state: {a: ${JSON.stringify(shown)}}\n`,
        `intercom: ${JSON.stringify(shown)}\n`,
      ]) {
        scene.write(
          "broken.yaml",
          `${broken}${configuration.replace(/^intercom:[\s\S]*?(?=^sources)/m, "")}`,
        );
        runs.push(await scene.run(["nightly", "-c", "broken.yaml", "--verbose"]));
      }
      return runs;
    },
  },
  {
    name: "git's remote repeats it",
    sign: /git .*failed|repository/i,
    async play(scene, shown) {
      const repository = `file:///nowhere/${encodeURIComponent(nameOf(shown))}`;
      scene.write(
        "config.yaml",
        configuration.replace("path: ./docs", `repository: ${JSON.stringify(repository)}`),
      );
      return [await scene.run(nightly), await scene.run(["check"])];
    },
  },
  {
    name: "the command line repeats it",
    sign: /error:/,
    async play(scene, shown) {
      return [
        await scene.run(["nightly", "--source", shown, "--verbose"]),
        await scene.run(["preview", shown, "--verbose"]),
        await scene.run(["plan", "--out", `missing/${nameOf(shown)}`, "--verbose"]),
        await scene.run([`--${shown}`]),
      ];
    },
  },
  {
    name: "nobody catches it",
    sign: /error: lost/,
    endsTheProcess: true,
    async play(scene, shown) {
      scene.write(
        "crash.mjs",
        `const timer = setInterval(() => {
  if (process.listenerCount("uncaughtException") === 0) return;
  clearInterval(timer);
  Promise.reject(new Error("lost " + ${JSON.stringify(shown)}));
}, 1);
`,
      );
      return [await scene.run(nightly, { NODE_OPTIONS: `--import ${path.join(scene.dir, "crash.mjs")}` })];
    },
  },
];

function answered(name: string, sign: RegExp, answer: (shown: string) => Answer): ErrorPath {
  return {
    name,
    sign,
    async play(scene, shown) {
      scene.answer = () => answer(shown);
      // A 5xx is asked again for seconds: once is enough.
      const patient = answer(shown).status >= 500;
      return [await scene.run(nightly), ...(patient ? [] : [await scene.run(["check"])])];
    },
  };
}

function documents(name: string, sign: RegExp, write: (scene: Scene, shown: string) => void): ErrorPath {
  return {
    name: `it stands in ${name}`,
    sign,
    async play(scene, shown) {
      write(scene, shown);
      scene.write("out/keep", "");
      return [
        await scene.run(["plan", "--out", "out/a.plan", "--json"]),
        await scene.run(nightly),
        await scene.run(["state", "export"]),
      ];
    },
  };
}
