import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { exitCode } from "../../errors.ts";
import type { Normalized } from "../../model.ts";
import { normalize, toMarkdown } from "../../normalize/index.ts";
import { json } from "../../report/json.ts";
import { configuration, selectedSources } from "../configuration.ts";
import { describe, failureText, UsageError } from "../fail.ts";
import type { GlobalArguments } from "../global-options.ts";
import { addressInput } from "../preview/address-input.ts";
import { fileInput, type Input, isAddress } from "../preview/inputs.ts";
import { outputNames, type PreviewFormat } from "../preview/names.ts";
import { sourceInputs } from "../preview/source-inputs.ts";
import { logFor } from "../run-context.ts";
import { sourceIo } from "../source-io.ts";
import { type Cli, defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {
    format: {
      choices: ["html", "markdown", "json"],
      default: "markdown",
      describe: "What is shown",
      requiresArg: true,
    },
    out: { type: "string", describe: "Folder for one file each, in place of stdout", requiresArg: true },
    url: {
      type: "string",
      describe: "The page's address: the base of its relative links",
      requiresArg: true,
    },
  },
  positionals: {
    files: { type: "string", array: true, demandOption: true, describe: "Files or http(s) addresses" },
  },
  examples: [
    ["$0 preview docs/install.md", "what Fin would read; needs no configuration"],
    ["$0 preview https://example.com/help --format html", "a page of a website"],
    ["$0 preview docs/*.html --format json --out previews", "many files"],
    ["$0 preview people/leave.md --source handbook", "as a configured source sends it"],
  ],
  async run(args, cli) {
    const inputs = await inputsOf(args, cli);
    const format = args.json ? "json" : args.format;
    const show =
      args.out === undefined ? await toStdout(inputs, format, cli) : await toFolder(inputs, format, args.out);
    let failed = 0;
    for (const [index, input] of inputs.entries()) {
      cli.signal.throwIfAborted();
      try {
        await show.page(index, input, normalize(await input.load()));
      } catch (error) {
        if (inputs.length === 1 || cli.signal.aborted) throw error;
        failed += 1;
        const described = describe(error);
        const { message, ...rest } = described.failure;
        const named = { ...described, failure: { ...rest, message: `${input.name}: ${message}` } };
        cli.terminal.note(failureText(named, { colours: cli.terminal.noteColours, verbose: args.verbose }));
      }
    }
    await show.end();
    return failed > 0 ? exitCode.partial : exitCode.ok;
  },
});

type Arguments = GlobalArguments & { files: string[]; url: string | undefined };

/** Every input is looked up before any is shown: a slip in the last name is told at once. */
async function inputsOf(args: Arguments, cli: Cli): Promise<readonly Input[]> {
  const { files, url } = args;
  if (url !== undefined && !(isAddress(url) && URL.canParse(url)))
    throw new UsageError(`--url needs an http(s) address, not "${url}"`);
  if (url !== undefined && files.length > 1)
    throw new UsageError("--url is the address of one document", "Preview one.");
  const log = await logFor(args, cli);
  if (args.source.length > 0) {
    const config = configuration(args, cli, "optional");
    const [source, ...others] = selectedSources(config, args.source);
    if (!source || others.length > 0) throw new UsageError("preview takes one --source");
    return sourceInputs(files, source, sourceIo(config, source, log, cli));
  }
  return Promise.all(
    files.map((file) => (isAddress(file) ? addressInput(file, url, log, cli) : fileInput(file, url))),
  );
}

/** Where previews go, page by page. */
interface Shown {
  page(index: number, input: Input, page: Normalized): Promise<void>;
  end(): Promise<void>;
}

async function toFolder(inputs: readonly Input[], format: PreviewFormat, folder: string): Promise<Shown> {
  const names = outputNames(
    inputs.map(({ name }) => name),
    format,
  );
  await mkdir(folder, { recursive: true });
  return {
    page: (index, input, page) =>
      writeFile(path.join(folder, names[index] ?? ""), rendered(input, page, format)),
    end: async () => {},
  };
}

async function toStdout(inputs: readonly Input[], format: PreviewFormat, { terminal }: Cli): Promise<Shown> {
  const several = inputs.length > 1;
  let shown = 0;
  return {
    async page(_, input, page) {
      const text = rendered(input, page, format);
      const separator =
        several && format !== "json" ? `<!-- ${input.name.replaceAll("--", "- -")} -->\n` : "";
      const before = several && format === "json" ? (shown === 0 ? "[\n" : ",\n") : shown > 0 ? "\n" : "";
      await terminal.result(before + separator + (several && format === "json" ? text.trimEnd() : text));
      if (format !== "json")
        for (const { message } of page.warnings) terminal.note(`${input.name}: ${message}`);
      shown += 1;
    },
    async end() {
      if (several && format === "json") await terminal.result(shown === 0 ? "[]\n" : "\n]\n");
    },
  };
}

function rendered(input: Input, page: Normalized, format: PreviewFormat): string {
  const { title, html, words, warnings } = page;
  if (format === "html") return `${html.trimEnd()}\n`;
  const markdown = toMarkdown(html);
  if (format === "markdown") return `# ${title}\n\n${markdown.trimEnd()}\n`;
  return json({ title, html, markdown, url: input.url ?? null, words, warnings });
}
