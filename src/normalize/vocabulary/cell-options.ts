/** A code cell without its option lines, and what they hide. */
export interface CellOptions {
  readonly source: string;
  readonly hides: ReadonlySet<"cell" | "input" | "output">;
}

const optionLine = /^\s*(?:#|\/\/|--|%%|;)\|\s?(.*)$/;

/**
 * Options of Quarto and knitr at the top of a cell: `#| echo: false`, `//| include: false`, `#| echo=FALSE, results='hide'`.
 * They are not part of the code that readers see. https://quarto.org/docs/computations/execution-options.html
 *
 * @param stated further options, as knitr has them behind the language: `echo=FALSE`
 */
export function cellOptions(source: string, stated = ""): CellOptions {
  const lines = source.split("\n");
  const first = lines.findIndex((line) => line.trim() !== "" && !optionLine.test(line));
  const end = first === -1 ? lines.length : first;
  const options = lines.slice(0, end).map((line) => optionLine.exec(line)?.[1] ?? "");
  const hides = new Set<"cell" | "input" | "output">();
  for (const option of [...options, ...stated.split(",")].flatMap((line) =>
    line.split(/,(?=\s*[\w.-]+\s*=)/),
  )) {
    const [, name = "", value = ""] = /^\s*([\w.-]+)\s*[:=]\s*["']?([^"'\s]*)/.exec(option) ?? [];
    const what = hidden(name.toLowerCase(), value.toLowerCase());
    if (what !== undefined) hides.add(what);
  }
  const hasOptions = options.some((option) => option !== "");
  return { source: hasOptions ? lines.slice(end).join("\n") : source, hides };
}

function hidden(name: string, value: string): "cell" | "input" | "output" | undefined {
  const isOff = ["false", "f", "no"].includes(value);
  if (name === "include" && isOff) return "cell";
  if (name === "echo" && isOff) return "input";
  return (name === "output" && isOff) || (name === "results" && value === "hide") ? "output" : undefined;
}
