import yargs from "yargs";
import { globalOptions } from "../../../src/cli/global-options.ts";
import { withoutLines } from "../../../src/cli/verb.ts";
import { verbs } from "../../../src/cli/verbs.ts";

/** The calls of this program in a line of shell, each as its words, without pipes, redirections and comments. */
export function callsIn(line: string): string[][] {
  const calls: string[][] = [[]];
  for (const word of wordsIn(line)) {
    if (word.startsWith("#")) break;
    if (/^[|&;()]+$/.test(word)) calls.push([]);
    else calls.at(-1)?.push(word);
  }
  return calls.flatMap((words) => {
    const at = words.indexOf("fin-ingest");
    if (at < 0 || !words.slice(0, at).every((word) => /^(?:[A-Z_]+=.*|npx|\$)$/.test(word))) return [];
    const rest = words.slice(at + 1);
    const redirection = rest.findIndex((word) => /^\d?[<>]/.test(word));
    return [redirection < 0 ? rest : rest.slice(0, redirection)];
  });
}

/** Words as a shell parts them, without their quotes; operators are words of their own. */
function wordsIn(line: string): string[] {
  const parts = line.matchAll(
    /(?<space>\s+)|(?<operator>[|&;()]+)|"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<plain>[^\s"'|&;()]+)/g,
  );
  const words: string[] = [];
  let isOpen = false;
  for (const { groups = {} } of parts) {
    const { operator, double, single, plain } = groups;
    const text = operator ?? double ?? single ?? plain;
    if (text === undefined || operator !== undefined) isOpen = false;
    if (text === undefined) continue;
    if (isOpen) words.push(`${words.pop()}${text}`);
    else words.push(text);
    isOpen = operator === undefined;
  }
  return words;
}

/** What the command line says of these words; undefined: it takes them. Nothing is run. */
export async function refusal(words: readonly string[]): Promise<string | undefined> {
  const [name] = words;
  if (name === undefined || /^(?:completion|--help|--version|-V|-h|VERB)$/.test(name)) return undefined;
  const entry = verbs.find((verb) => verb.name === name);
  if (!entry) return `there is no verb ${name}`;
  const { verb } = await entry.load();
  let fault: string | undefined;
  const parser = yargs([...words])
    .options(globalOptions)
    .parserConfiguration({ "boolean-negation": false, "greedy-arrays": false })
    .command({
      command: entry.usage,
      builder: (own) => withoutLines(verb.build(own), { ...globalOptions, ...verb.options }),
      handler() {},
    })
    .exitProcess(false)
    .help("help")
    .version(false)
    .locale("en")
    .strict()
    .fail((message, error) => {
      fault = message || error?.message || "refused";
    });
  if (!words.includes("--help")) await parser.parseAsync();
  return fault;
}
