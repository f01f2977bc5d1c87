const prose = (at: number) =>
  `<h2 id="s${at}">Section ${at}</h2><p>What <b>this</b> setting does, <a href="/p/${at}">and why</a> it is <code>on_${at}</code> by default.</p><ul><li>One</li><li>Two, <em>with</em> words</li></ul>`;
const row = (at: number) =>
  `<tr><td>setting_${at}</td><td>A setting with <code>values</code></td><td>${at}</td></tr>`;
const line = (at: number) =>
  `<span class="k">select</span> column_${at} <span class="o">from</span> table_${at};\n`;

/** Pages made of one thing, as references and logs are: as long as one likes. */
export const shapes = ["prose", "one table", "one pre", "everything"] as const;

/** A page of about so many bytes. @throws RangeError for a shape that is not one of `shapes` */
export function longPage(shape: string, bytes: number): string {
  return `<!doctype html><html><head><title>Long</title></head><body><nav><a href="/">Home</a></nav><main><h1>Long</h1>${bodyOf(shape, bytes)}</main></body></html>`;
}

function bodyOf(shape: string, bytes: number): string {
  switch (shape) {
    case "prose":
      return filled(prose, bytes);
    case "one table":
      return `<table><thead><tr><th>Name</th><th>What</th><th>No.</th></tr></thead><tbody>${filled(row, bytes)}</tbody></table>`;
    case "one pre":
      return `<div class="highlight-sql"><pre>${filled(line, bytes)}</pre></div>`;
    case "everything":
      return ["prose", "one table", "one pre"].map((part) => bodyOf(part, bytes / 3)).join("");
    default:
      throw new RangeError(`no shape: ${shape}`);
  }
}

function filled(part: (at: number) => string, bytes: number): string {
  const parts: string[] = [];
  let length = 0;
  for (let at = 0; length < bytes; at += 1) {
    const one = part(at);
    parts.push(one);
    length += one.length;
  }
  return parts.join("");
}
