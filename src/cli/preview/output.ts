import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Terminal } from "../terminal.ts";
import { outputNames, type PreviewFormat } from "./names.ts";

/** A page as it is written; `part` on the further pages of a document. */
export interface ShownPage {
  readonly text: string;
  readonly part?: string | undefined;
}

/** Where previews go, one after the other. */
export interface Output {
  /** The pages of one input, its own first. */
  pages(index: number, shown: readonly ShownPage[]): Promise<void>;
  end(): Promise<void>;
}

/** A file each in `folder`, which is made where it is missing. */
export async function toFolder(
  names: readonly string[],
  format: PreviewFormat,
  folder: string,
  terminal: Terminal,
): Promise<Output> {
  const files = outputNames(names, format);
  await mkdir(folder, { recursive: true });
  return {
    async pages(index, shown) {
      for (const { text, part } of shown)
        await writeFile(path.join(folder, partFile(files[index] ?? "", part)), terminal.redact(text));
    },
    end: async () => {},
  };
}

/** `guide.json` and, for a part of it, `guide.install.json`. */
function partFile(file: string, part: string | undefined): string {
  if (part === undefined) return file;
  const { name, ext } = path.parse(file);
  return `${name}.${part.replace(/[^\p{L}\p{N}._-]+/gu, "-")}${ext}`;
}

/** All on stdout: several as one JSON array, or as texts that each begin with a comment naming their file. */
export function toStdout(names: readonly string[], format: PreviewFormat, terminal: Terminal): Output {
  let shown = 0;
  const begin = (): string => (shown++ === 0 ? "[" : ",");
  const isOne = (pages: readonly ShownPage[]) => names.length === 1 && pages.length === 1;
  if (format === "json") {
    return {
      async pages(_, pages) {
        for (const { text } of pages)
          await terminal.result(isOne(pages) ? text : `${begin()}\n${text.trimEnd()}`);
      },
      end: async () => {
        if (shown > 0) await terminal.result("\n]\n");
        else if (names.length !== 1) await terminal.result("[]\n");
      },
    };
  }
  return {
    async pages(index, pages) {
      const name = (names[index] ?? "").replaceAll("--", "- -");
      for (const { text, part } of pages) {
        const comment = `<!-- ${name}${part === undefined ? "" : ` (part ${part.replaceAll("--", "- -")})`} -->\n`;
        await terminal.result(isOne(pages) ? text : `${shown++ === 0 ? "" : "\n"}${comment}${text}`);
      }
    },
    end: async () => {},
  };
}
