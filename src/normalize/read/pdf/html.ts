import { escapeHtml } from "../../../html/characters.ts";
import { depthsOf } from "./lists.ts";
import type { Block, ListItem, ListMarker, Span } from "./text.ts";

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
      return codeHtml(block.text);
    case "list":
      return listHtml(block.items);
    case "table":
      return tableHtml(block);
  }
}

function codeHtml(text: string): string {
  return `<pre><code>${escapeHtml(text)}</code></pre>`;
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

/** Items as nested lists; a change of kind, or a jump of numbers, starts a list of its own. */
function listHtml(items: readonly ListItem[]): string {
  const depths = depthsOf(items);
  const open: (ListMarker | undefined)[] = [];
  let html = "";
  const close = () => {
    html += `</li></${open.pop()?.type === "bullet" ? "ul" : "ol"}>`;
  };
  items.forEach(({ marker, spans, code }, index) => {
    const depth = Math.min(depths[index] ?? 0, open.length);
    while (open.length > depth + 1) close();
    if (!marker) {
      html += code === undefined ? `<p>${inline(spans)}</p>` : codeHtml(code);
      return;
    }
    const last = open[depth];
    if (last && goesOn(last, marker)) html += "</li>";
    else {
      if (last) close();
      html += listStart(marker);
    }
    open[depth] = marker;
    html += `<li>${inline(spans)}`;
  });
  while (open.length > 0) close();
  return html;
}

function goesOn(last: ListMarker, next: ListMarker): boolean {
  if (next.type === "bullet" || last.type === "bullet") return next.type === last.type;
  return next.type === last.type && next.number === last.number + 1;
}

function listStart(marker: ListMarker): string {
  if (marker.type === "bullet") return "<ul>";
  const start = marker.number === 1 ? "" : ` start="${marker.number}"`;
  return `<ol${marker.type === "1" ? "" : ` type="${marker.type}"`}${start}>`;
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
