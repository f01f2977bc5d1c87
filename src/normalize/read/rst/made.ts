import { directiveRule, versionWords } from "./directives.ts";
import { dedented, indented, trimmed } from "./lines.ts";

const optionLine = /^\s*:[\w-]{1,60}:(?:\s|$)/;

/** A directive as it is written. */
export interface Block {
  readonly name: string;
  readonly argument: string;
  readonly options: ReadonlyMap<string, string>;
  /** Lines below options, without the indentation they share. */
  readonly content: readonly string[];
}

/** Code with its caption. Productions of a grammar begin in the directive's own line. */
export function codeBlock({ name, argument, options, content: below }: Block): string[] {
  const caption = options.get("caption") ?? "";
  const content = name === "productionlist" ? [...argument.split("\n"), ...below] : below;
  const word = name === "productionlist" || name === "prompt" ? "" : (argument.split(/\s+/, 1)[0] ?? "");
  const language = /^[\w+#.-]{1,40}$/.test(word) && !/^(?:none|text|default)$/.test(word) ? ` ${word}` : "";
  if (content.every((line) => line.trim() === "")) return [];
  return [
    "",
    ...(caption === "" ? [] : [`**${caption.replaceAll(/[*`]/g, "")}**`, ""]),
    `.. code::${language}`,
    "",
    ...indented(content, 3),
    "",
  ];
}

export function labelled(block: Block, argument: string, inner: () => string[]): string[] {
  if (block.name === "code-tab") {
    const [language = "", ...words] = block.argument.split(/\s+/);
    const label = words.join(" ") || language;
    return ["", `**${label.replaceAll("*", "")}**`, ...codeBlock({ ...block, argument: language })];
  }
  return ["", ...labelLines(argument), ...inner(), ""];
}

/** A label above what it names, in bold where it holds no other markup. */
export function labelLines(written: string): string[] {
  const label = written.replaceAll("*", "").trim();
  return label === "" ? [] : [/[`_|]/.test(label) ? label : `**${label}**`, ""];
}

export function version(block: Block, argument: string, inner: readonly string[]): string[] {
  const [number = "", ...rest] = argument.split(" ");
  const words = versionWords(block.name, number);
  const isWarning = /deprecated|removed/.test(block.name);
  const body = trimmed([rest.join(" ").trim(), ...inner]);
  if (body.length === 0) return ["", `.. ${isWarning ? "warning" : "note"}:: **${words}**`, ""];
  const kind = isWarning ? ["   :class: warning"] : [];
  return ["", `.. admonition:: ${words}`, ...kind, "", ...indented(body, 3), ""];
}

/** A documented name: a term of a description list with its description. */
export function signature(block: Block, inner: readonly string[]): string[] {
  const terms = block.argument.split("\n").map((line) => line.trim().replaceAll("`", "'").replace(/\\$/, ""));
  const verb = /^http:(\w+)$/.exec(block.name)?.[1]?.toUpperCase();
  // In docutils, `class` names the style of the next paragraph.
  if (block.name === "class" && inner.length === 0 && /^[a-z][a-z0-9 -]*$/.test(block.argument)) return [];
  const term = terms
    .filter((line) => line !== "")
    .map(
      (line) =>
        `\`\`${verb === undefined ? "" : `${verb} `}${kindWords(block)}${line}${valueWords(block)}\`\``,
    )
    .join(", ");
  const body = trimmed(inner).map(fieldWords);
  if (term === "") return ["", ...inner, ""];
  return body.length === 0 ? ["", term, ""] : ["", term, ...indented(body, 3), ""];
}

/** What Sphinx writes before a name: https://www.sphinx-doc.org/en/master/usage/domains/python.html */
function kindWords({ name, options }: Block): string {
  const kind = /^(?:py:)?(class|exception|property|classmethod|staticmethod)$/.exec(name)?.[1] ?? "";
  const stated = ["async", "abstractmethod", "static", "classmethod", "staticmethod"].filter((one) =>
    options.has(one),
  );
  return [...stated, kind === "" ? "" : kind.replace(/method$/, "")]
    .map((word) => (word === "" ? "" : `${word} `))
    .join("");
}

function valueWords({ name, options }: Block): string {
  if (!/^(?:py:)?(?:attribute|data|property)$/.test(name)) return "";
  const [type, value] = [options.get("type") ?? "", options.get("value") ?? ""];
  return (type === "" ? "" : `: ${type}`) + (value === "" ? "" : ` = ${value}`);
}

/** The fields of a signature in words: https://www.sphinx-doc.org/en/master/usage/domains/python.html#info-field-lists */
function fieldWords(line: string): string {
  const [, name = "", argument = "", text = ""] = /^:(\w+)(?: ([^:]{1,200}))?:(?= |$)(.*)$/.exec(line) ?? [];
  const words = fields.get(name);
  if (words === undefined) return line;
  const [, type = "", own = argument] = /^(.+) (\S+)$/.exec(argument) ?? [];
  const subject =
    words === "Raises" ? argument : own.replaceAll("*", "\\*") + (type === "" ? "" : ` (${type})`);
  return `:${subject === "" ? words : `${words} ${subject}`}:${text}`;
}

const fields: ReadonlyMap<string, string> = new Map([
  ...["param", "parameter", "arg", "argument", "key", "keyword"].map((name) => [name, "Parameter"] as const),
  ["type", "Type of"],
  ["return", "Returns"],
  ["returns", "Returns"],
  ["rtype", "Return type"],
  ...["raises", "raise", "except", "exception", "throws"].map((name) => [name, "Raises"] as const),
]);

export function blockOf(match: RegExpExecArray, lines: readonly string[]): Block {
  const name = (match[2] ?? "").toLowerCase();
  const argument = [(match[3] ?? "").trim()];
  let at = 0;
  while (at < lines.length && (lines[at] ?? "").trim() !== "" && !optionLine.test(lines[at] ?? "")) {
    argument.push((lines[at] ?? "").trim());
    at += 1;
  }
  const options = new Map<string, string>();
  for (; at < lines.length && optionLine.test(lines[at] ?? ""); at += 1) {
    const [, key = "", value = ""] = /^\s*:([\w-]{1,60}):\s*(.*)$/.exec(lines[at] ?? "") ?? [];
    options.set(key, value);
  }
  const hasLines = name === "productionlist" || directiveRule(name)?.as === "signature";
  const joined = argument.join(hasLines ? "\n" : " ").trim();
  return { name, argument: joined, options, content: dedented(lines.slice(at)) };
}
