import { readFileSync } from "node:fs";
import { suggest } from "../config/errors/suggest.ts";
import type { Env } from "../config/read/env.ts";
import { UsageError } from "./fail.ts";

/** yargs answers with descriptions where SHELL names zsh, so each script says for which shell it asks. */
const scripts = {
  bash: `# fin-ingest's completion for bash: source <(fin-ingest completion bash)
_fin_ingest_completions() {
  local IFS=$'\\n'
  COMPREPLY=($(SHELL=bash fin-ingest --get-yargs-completions "\${COMP_WORDS[@]:0:COMP_CWORD+1}"))
}
complete -o bashdefault -o default -F _fin_ingest_completions fin-ingest
`,
  zsh: `#compdef fin-ingest
# fin-ingest's completion for zsh: fin-ingest completion zsh > "\${fpath[1]}/_fin-ingest"
_fin_ingest_completions() {
  local found=("\${(@f)$(SHELL=zsh fin-ingest --get-yargs-completions "\${words[@]:0:$CURRENT}")}")
  if [[ -n "$found" ]]; then _describe 'fin-ingest' found; else _default; fi
}
if [[ "\${zsh_eval_context[-1]}" == "loadautofunc" ]]; then
  _fin_ingest_completions "$@"
else
  compdef _fin_ingest_completions fin-ingest
fi
`,
  fish: `# fin-ingest's completion for fish: fin-ingest completion fish > ~/.config/fish/completions/fin-ingest.fish
complete -c fin-ingest -a '(env SHELL=bash fin-ingest --get-yargs-completions (commandline -opc) (commandline -ct))'
`,
} as const;
export const completionUsage = "completion [shell]";
export const completionSummary = "Print a completion script for bash, zsh or fish";
type Shell = keyof typeof scripts;
const shells = ["bash", "zsh", "fish"] as const satisfies readonly Shell[];

/**
 * What `completion [SHELL]` prints; without a name, for the shell of the environment.
 * @throws UsageError when the shell is not known
 */
export function completionScript([named, ...more]: readonly string[], env: Env): string {
  const asked = named ?? (env.SHELL ?? "bash").split("/").at(-1) ?? "bash";
  const shell = shells.find((one) => one === asked);
  if (shell && more.length === 0) return scripts[shell];
  const meant = suggest(asked, shells);
  throw new UsageError(
    more.length > 0
      ? `completion takes one shell, not ${[asked, ...more].join(" ")}`
      : `there is no completion for ${asked}${meant ? `, did you mean ${meant}?` : ""}`,
    `Its shells: ${shells.join(", ")}. For example: source <(fin-ingest completion bash)`,
  );
}

/**
 * Names to complete after `--source`; undefined when something else is being completed, which yargs does.
 * `words` is what the completion scripts call us with: the marker, the program, and the line up to the cursor.
 */
export function sourceCompletions(words: readonly string[]): string[] | undefined {
  if (words[0] !== "--get-yargs-completions" || words.at(-2) !== "--source") return undefined;
  const flag = words.findLastIndex((word) => word === "-c" || word === "--config");
  const file = flag < 0 ? "config.yaml" : (words[flag + 1] ?? "config.yaml");
  const typed = words.at(-1) ?? "";
  return sourceNames(file).filter((name) => name.startsWith(typed));
}

/** Reads the names from the lines, without YAML: completion must be quick, and must work while the file has errors. */
function sourceNames(file: string): string[] {
  let lines: string[];
  try {
    lines = readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    return [];
  }
  const start = lines.findIndex((line) => /^sources:/.test(line));
  if (start < 0) return [];
  const below = lines.slice(start + 1);
  const end = below.findIndex((line) => /^[^\s#]/.test(line));
  const block = end < 0 ? below : below.slice(0, end);
  const indent = block.flatMap((line) => /^([ \t]+)[^\s#]/.exec(line)?.[1] ?? [])[0];
  if (indent === undefined) return [];
  return block.flatMap((line) => {
    const key = /^["']?([^\s#"':]+)["']?:/.exec(line.slice(indent.length))?.[1];
    return key !== undefined && line.startsWith(indent) ? [key] : [];
  });
}
