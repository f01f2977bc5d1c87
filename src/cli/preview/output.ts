import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Terminal } from "../terminal.ts";
import { outputNames, type PreviewFormat } from "./names.ts";

/** Where previews go, one after the other. */
export interface Output {
  page(index: number, text: string): Promise<void>;
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
    page: (index, text) => writeFile(path.join(folder, files[index] ?? ""), terminal.redact(text)),
    end: async () => {},
  };
}

/** All on stdout: several as one JSON array, or as texts that each begin with a comment naming their file. */
export function toStdout(names: readonly string[], format: PreviewFormat, terminal: Terminal): Output {
  if (names.length === 1) return { page: (_, text) => terminal.result(text), end: async () => {} };
  let shown = 0;
  if (format === "json") {
    return {
      page: (_, text) => terminal.result(`${shown++ === 0 ? "[" : ","}\n${text.trimEnd()}`),
      end: () => terminal.result(shown === 0 ? "[]\n" : "\n]\n"),
    };
  }
  return {
    page: (index, text) =>
      terminal.result(
        `${shown++ === 0 ? "" : "\n"}<!-- ${(names[index] ?? "").replaceAll("--", "- -")} -->\n${text}`,
      ),
    end: async () => {},
  };
}
