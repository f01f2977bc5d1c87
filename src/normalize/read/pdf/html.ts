import { escapeHtml } from "../../../html/characters.ts";
import type { Block, ListItem, Span } from "./text.ts";

export function htmlOf(blocks: readonly Block[]): string {
  return blocks.map(blockHtml).join("\n");
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.level}>${inline(block.spans)}</h${block.level}>`;
    case "paragraph":
      return `<p>${inline(block.spans)}</p>`;
    case "code":
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case "list":
      return listHtml(block.items);
    case "table":
      return tableHtml(block);
  }
}

function tableHtml({ rows, header }: Extract<Block, { kind: "table" }>): string {
  const lines = rows.map((cells, index) => {
    const name = header && index === 0 ? "th" : "td";
    return `<tr>${cells.map((cell) => `<${name}>${name === "th" ? escapeHtml(cell.map(({ text }) => text).join("")) : inline(cell)}</${name}>`).join("")}</tr>`;
  });
  const [first = "", ...rest] = lines;
  const head = header ? `<thead>${first}</thead>` : "";
  return `<table>${head}<tbody>${(header ? rest : lines).join("")}</tbody></table>`;
}

/** Items with depths as nested lists; a change of kind starts a list of its own. */
function listHtml(items: readonly ListItem[]): string {
  let html = "";
  const open: string[] = [];
  for (const { depth: wanted, ordered, spans } of items) {
    const depth = Math.min(wanted, open.length);
    const name = ordered ? "ol" : "ul";
    while (open.length > depth + 1) html += `</li></${open.pop()}>`;
    const same = open.length === depth + 1 && open.at(-1) === name;
    if (open.length === depth + 1) html += same ? "</li>" : `</li></${open.pop()}>`;
    if (!same) {
      open.push(name);
      html += `<${name}>`;
    }
    html += `<li>${inline(spans)}`;
  }
  while (open.length > 0) html += `</li></${open.pop()}>`;
  return html;
}

function inline(spans: readonly Span[]): string {
  return spans
    .map(({ text, bold, italic, code, href, script }) => {
      if (text.trim() === "") return escapeHtml(text);
      const [before, after] = [/^\s/.test(text) ? " " : "", /\s$/.test(text) ? " " : ""];
      const escaped = escapeHtml(text.trim());
      const formats: readonly (readonly [boolean | undefined, string])[] = [
        [code, "code"],
        [italic, "em"],
        [bold, "strong"],
        [script === "sup", "sup"],
        [script === "sub", "sub"],
      ];
      const formatted = formats.reduce(
        (html, [on, name]) => (on ? `<${name}>${html}</${name}>` : html),
        escaped,
      );
      const linked = href === undefined ? formatted : `<a href="${escapeHtml(href)}">${formatted}</a>`;
      return `${before}${linked}${after}`;
    })
    .join("")
    .trim();
}
