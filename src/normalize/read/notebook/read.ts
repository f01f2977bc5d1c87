import { FinIngestError } from "../../../errors.ts";

/** A map in the notebook, with unchecked values. */
export type Part = Readonly<Record<string, unknown>>;

export interface Notebook {
  readonly metadata: Part;
  readonly cells: readonly Cell[];
  readonly language: string;
}

/** One cell of either format. */
export interface Cell {
  readonly kind: "markdown" | "code" | "raw";
  readonly source: string;
  readonly metadata: Part;
  readonly outputs: readonly Part[];
  readonly language?: string;
}

export function partOf(value: unknown): Part {
  // Without arrays, an `object` from JSON is a map with string keys.
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Part) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text is written as one string or as a list of lines with their ends. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return listOf(value)
    .filter((line) => typeof line === "string")
    .join("");
}

/**
 * Reads a notebook of format 3 or 4: https://nbformat.readthedocs.io/en/latest/format_description.html
 *
 * @throws FinIngestError when it is not JSON, or not a notebook
 */
export function parseNotebook(text: string, name: string): Notebook {
  const root = partOf(parsed(text, name));
  const metadata = partOf(root.metadata);
  const worksheets = listOf(root.worksheets).map(partOf);
  if (!Array.isArray(root.cells) && worksheets.length === 0) {
    throw unreadable(name, "it holds no cells");
  }
  const cells =
    root.cells === undefined ? worksheets.flatMap((sheet) => listOf(sheet.cells)) : listOf(root.cells);
  const kernel = partOf(metadata.kernelspec);
  const language = [kernel.language, partOf(metadata.language_info).name, metadata.language]
    .map(textOf)
    .find((word) => word !== "");
  return {
    metadata,
    cells: cells.map((cell) => cellOf(partOf(cell))),
    language: (language ?? "python").toLowerCase(),
  };
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const isMerge = /^(?:<{7}|={7}|>{7})/m.test(text);
    const why = isMerge ? "it holds the marks of a merge conflict" : "it is not valid JSON";
    throw unreadable(name, why, error);
  }
}

function unreadable(name: string, why: string, cause?: unknown): FinIngestError {
  return new FinIngestError(`the notebook ${name} cannot be read: ${why}`, {
    hint: "Open and save it in Jupyter, or leave it out with a rule (`exclude: true`).",
    cause,
  });
}

/** Format 3 calls the source of a code cell `input`, and has heading cells. */
function cellOf(cell: Part): Cell {
  const metadata = partOf(cell.metadata);
  const outputs = listOf(cell.outputs).map(partOf);
  const source = textOf(cell.source ?? cell.input);
  switch (cell.cell_type) {
    case "code": {
      const language = textOf(cell.language);
      return { kind: "code", source, metadata, outputs, ...(language === "" ? {} : { language }) };
    }
    case "heading": {
      const level = Math.min(Math.max(Number(cell.level) || 1, 1), 6);
      return {
        kind: "markdown",
        source: `${"#".repeat(level)} ${source.replaceAll("\n", " ")}`,
        metadata,
        outputs: [],
      };
    }
    case "markdown":
      return { kind: "markdown", source, metadata, outputs: [] };
    default:
      return { kind: "raw", source, metadata, outputs: [] };
  }
}
