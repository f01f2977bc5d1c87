import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import MarkdownIt from "markdown-it";

const parser = new MarkdownIt({ html: true });

/** A fenced block of shell commands in a page. */
export interface ShellBlock {
  readonly page: string;
  /** Of the fence, from 1. */
  readonly line: number;
  readonly text: string;
  readonly mode: Mode;
  /** What the page shows of its output: the `text` block after it. */
  readonly shown: string | undefined;
}

/** What the words after `sh` say: run it (to an exit code, or in the background), or why it is not run. */
export type Mode =
  | { readonly kind: "run"; readonly exitCode: number }
  | { readonly kind: "background" }
  | { readonly kind: "skip"; readonly reason: string };

/** The shell blocks of a page, in order. @throws Error where the words after `sh` are not understood */
export function shellBlocks(page: string, markdown: string): ShellBlock[] {
  const tokens = parser.parse(markdown, {});
  return tokens.flatMap((token, at) => {
    const [language = "", ...words] = token.info.trim().split(/\s+/);
    if (token.type !== "fence" || language !== "sh") return [];
    const line = (token.map?.[0] ?? 0) + 1;
    const after = tokens.slice(at + 1).find(({ type }) => type !== "paragraph_close");
    const shown = after?.type === "fence" && after.info.trim() === "text" ? after.content : undefined;
    return [{ page, line, text: token.content, mode: modeOf(words.join(" "), `${page}:${line}`), shown }];
  });
}

function modeOf(words: string, place: string): Mode {
  if (words === "") return { kind: "run", exitCode: 0 };
  if (words === "background") return { kind: "background" };
  if (words === "reference") return { kind: "skip", reason: "an example of the reference" };
  const exit = /^exit=(\d+)$/.exec(words)?.[1];
  if (exit !== undefined) return { kind: "run", exitCode: Number(exit) };
  const reason = /^skip="([^"]+)"$/.exec(words)?.[1];
  if (reason === undefined) throw new Error(`${place}: "sh ${words}" is not understood`);
  return { kind: "skip", reason };
}

/** Commands of this program in inline code, as tables and sentences quote them. */
export function inlineCommands(markdown: string): string[] {
  return parser
    .parse(markdown, {})
    .flatMap(({ children }) => children ?? [])
    .filter(({ type, content }) => type === "code_inline" && /^fin-ingest [a-z]/.test(content))
    .map(({ content }) => content);
}

const root = path.resolve(import.meta.dirname, "../../..");

/** Every page of documentation with its text, README and those of the connectors among them. */
export function documentation(): readonly (readonly [page: string, markdown: string])[] {
  const inside = (folder: string) =>
    readdirSync(path.join(root, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => path.join(folder, name));
  const connectors = readdirSync(path.join(root, "connectors"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join("connectors", name, "README.md"));
  const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...inside("docs"), ...connectors];
  return pages.map((page) => [page, readFileSync(path.join(root, page), "utf8")] as const);
}
