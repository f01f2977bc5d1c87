import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Terminal } from "../terminal.ts";
import { outputNames, type PreviewFormat } from "./names.ts";

/** A page as it is written; `part` on the further pages of a document. */
export interface RenderedPage {
  readonly text: string;
  readonly part?: string | undefined;
}

/** Takes the previews, one after the other. */
export interface Output {
  /** The pages of one input, the first one first. */
  pages(index: number, pages: readonly RenderedPage[]): Promise<void>;
  end(): Promise<void>;
}

/** Writes a file for each page to `folder`, which is created if necessary. */
export async function toFolder(
  names: readonly string[],
  format: PreviewFormat,
  folder: string,
  terminal: Terminal,
): Promise<Output> {
  const files = outputNames(names, format);
  await mkdir(folder, { recursive: true });
  return {
    async pages(index, pages) {
      for (const { text, part } of pages)
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

/** Writes all to stdout: several pages as one JSON array, or as texts that each begin with a comment with their name. */
export function toStdout(names: readonly string[], format: PreviewFormat, terminal: Terminal): Output {
  let written = 0;
  const begin = (): string => (written++ === 0 ? "[" : ",");
  const isOne = (pages: readonly RenderedPage[]) => names.length === 1 && pages.length === 1;
  if (format === "json") {
    return {
      async pages(_, pages) {
        for (const { text } of pages)
          await terminal.result(isOne(pages) ? text : `${begin()}\n${text.trimEnd()}`);
      },
      end: async () => {
        if (written > 0) await terminal.result("\n]\n");
        else if (names.length !== 1) await terminal.result("[]\n");
      },
    };
  }
  return {
    async pages(index, pages) {
      const name = (names[index] ?? "").replaceAll("--", "- -");
      for (const { text, part } of pages) {
        const comment = `<!-- ${name}${part === undefined ? "" : ` (part ${part.replaceAll("--", "- -")})`} -->\n`;
        await terminal.result(isOne(pages) ? text : `${written++ === 0 ? "" : "\n"}${comment}${text}`);
      }
    },
    end: async () => {},
  };
}
