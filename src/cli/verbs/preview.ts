import { exitCode } from "../../errors.ts";
import { createNormalizer, type Document, loadPipeline, type Normalized } from "../../normalize/index.ts";
import { json } from "../../report/json.ts";
import { connectorIo } from "../../sync/list/io.ts";
import { addressOf, addressWarnings } from "../../sync/plan/page.ts";
import { configuration, selectedSources } from "../configuration.ts";
import { describe, failureText, UsageError } from "../fail.ts";
import type { GlobalArguments } from "../global-options.ts";
import { addressInput } from "../preview/address-input.ts";
import { checkUrl, fileInput, type Input, isAddress } from "../preview/inputs.ts";
import type { PreviewFormat } from "../preview/names.ts";
import { toFolder, toStdout } from "../preview/output.ts";
import { sourceInputs } from "../preview/source-inputs.ts";
import { logFor } from "../run-context.ts";
import { type Cli, defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {
    format: {
      choices: ["html", "markdown", "json"],
      default: "markdown",
      describe: "Format of the result",
      requiresArg: true,
    },
    out: { type: "string", describe: "Folder for one file each, instead of stdout", requiresArg: true },
    url: {
      type: "string",
      describe: "The page's address: the base of its relative links",
      requiresArg: true,
    },
    serve: {
      type: "boolean",
      default: false,
      describe: "Show source and result in a browser, on this machine",
    },
    port: {
      type: "number",
      describe: "Port on 127.0.0.1 for --serve",
      defaultDescription: "a free one",
      requiresArg: true,
    },
  },
  positionals: {
    files: {
      type: "string",
      array: true,
      default: [] as string[],
      defaultDescription: "with --source and --serve: all of it",
      describe: "Files or http(s) addresses; with --serve folders, too",
    },
  },
  examples: [
    ["$0 preview docs/install.md", "what Fin would read; needs no configuration"],
    ["$0 preview https://example.com/help --format html", "a page of a website"],
    ["$0 preview docs/*.html --format json --out previews", "many files"],
    ["$0 preview people/leave.md --source handbook", "as a configured source sends it"],
    ["$0 preview docs --serve", "a whole folder in the browser, beside its source"],
    ["$0 preview --source handbook --serve", "everything a configured source has"],
  ],
  exits: { 3: "Some of several documents failed; the others are printed." },
  async run(args, cli) {
    if (args.serve) return (await import("../preview/serve.ts")).servePreview(args, cli);
    if (args.port !== undefined) throw new UsageError("--port belongs to --serve");
    if (args.files.length === 0)
      throw new UsageError(
        "preview needs a FILE or a URL, or several",
        "With --serve it also takes folders, or --source NAME alone for all of a source.",
      );
    const format = args.json ? "json" : args.format;
    const inputs = await inputsOf(args, cli);
    const names = inputs.map(({ name }) => name);
    const output =
      args.out === undefined
        ? toStdout(names, format, cli.terminal)
        : await toFolder(names, format, args.out, cli.terminal);
    const { toMarkdown } = await loadPipeline();
    const normalizer = createNormalizer();
    let failed = 0;
    const print = async (input: Input, index: number) => {
      const document = args.source.length > 0 ? await input.load() : undivided(await input.load());
      const pages = await normalizer.normalize(document, cli.signal);
      await noteSecrets(input, document, pages, cli);
      await output.pages(
        index,
        pages.map((page) => ({ text: rendered(input, page, format, toMarkdown), part: page.part?.id })),
      );
      if (format !== "json" && input.audience !== undefined)
        cli.terminal.note(`${input.name}: answers ${input.audience}`);
      if (format !== "json")
        for (const { message } of pages.flatMap(({ warnings }) => warnings))
          cli.terminal.note(`${input.name}: ${message}`);
    };
    try {
      for (const [index, input] of inputs.entries()) {
        cli.signal.throwIfAborted();
        await print(input, index).catch((error: unknown) => {
          if (inputs.length === 1 || cli.signal.aborted) throw error;
          failed += 1;
          noteFailure(input, error, args, cli);
        });
      }
    } finally {
      await normalizer.close();
    }
    await output.end();
    return failed > 0 ? exitCode.partial : exitCode.ok;
  },
});

/** Without a source that says how long a page may be, a document becomes one page. */
const undivided = (document: Document): Document => ({
  ...document,
  options: { ...document.options, maxPageBytes: Number.MAX_SAFE_INTEGER },
});

function rendered(
  input: Input,
  { title, html, words, warnings, part }: Normalized,
  format: PreviewFormat,
  toMarkdown: (html: string) => string,
): string {
  if (format === "html") return `${html.trimEnd()}\n`;
  const markdown = toMarkdown(html);
  if (format === "markdown") return `# ${title}\n\n${markdown.trimEnd()}\n`;
  const url = addressOf(input.url, part);
  const all = [...warnings, ...addressWarnings(url, part)];
  const audience = input.audience ?? null;
  return json({ title, html, markdown, url: url ?? null, words, audience, warnings: all });
}

/** A document that a run would hold is printed all the same: it is the user's own. */
async function noteSecrets(
  { name, url, allowedSecrets = [] }: Input,
  document: Document,
  pages: readonly Normalized[],
  { terminal }: Cli,
): Promise<void> {
  const { secretHold } = await import("../../secrets/gate.ts");
  const sent = pages.map((page) => ({ ...page, externalId: name, ...(url === undefined ? {} : { url }) }));
  const hold = await secretHold({ allowedSecrets }, document, sent, { own: [] });
  if (hold) terminal.note(`${hold.message}\nhint: ${hold.resolve}`);
}

/** One of several inputs failed; the others are printed. */
function noteFailure({ name }: Input, error: unknown, { verbose }: GlobalArguments, { terminal }: Cli): void {
  const described = describe(error);
  const failure = { ...described.failure, message: `${name}: ${described.failure.message}` };
  terminal.note(failureText({ ...described, failure }, { colours: terminal.noteColours, verbose }));
}

type Arguments = GlobalArguments & { files: string[]; url: string | undefined };

/** Finds every input before any is printed, so that a slip in the last name is reported at once. */
async function inputsOf(args: Arguments, cli: Cli): Promise<readonly Input[]> {
  const { files, url } = args;
  checkUrl(url);
  if (url !== undefined && files.length > 1)
    throw new UsageError("--url is the address of one document", "Preview one.");
  const log = await logFor(args, cli);
  if (args.source.length > 0) {
    const config = await configuration(args, cli, "optional");
    const [source, ...others] = selectedSources(config, args.source);
    if (!source || others.length > 0) throw new UsageError("preview takes one --source");
    return sourceInputs(files, source, connectorIo({ config, log, signal: cli.signal }, source));
  }
  return Promise.all(
    files.map((file) => (isAddress(file) ? addressInput(file, url, log, cli) : fileInput(file, url))),
  );
}
