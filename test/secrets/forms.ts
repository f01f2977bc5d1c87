import type { MediaType } from "../../src/normalize/document.ts";

/** How somebody may write a secret into a document. */
export interface Form {
  readonly name: string;
  readonly mediaType: MediaType;
  readonly write: (secret: string) => string;
  /** What is not sent is warned of only. */
  readonly warned?: true;
}

const middle = (secret: string): [string, string] => {
  const at = Math.ceil(secret.length * 0.6);
  return [secret.slice(0, at), secret.slice(at)];
};
const oneLine = (secret: string) => secret.replaceAll("\n", " ");
const html = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const wide = (text: string) =>
  text.replace(/[A-Za-z0-9]/g, (sign) => String.fromCodePoint(sign.charCodeAt(0) + 0xfee0));
const doc = (body: string) =>
  `# Setting up\n\nThe nightly job needs access.\n\n${body}\n\nAsk the platform team when it fails.\n`;
const site = (body: string) =>
  `<!doctype html><html><head><title>Setting up</title></head><body><main><h1>Setting up</h1><p>The nightly job needs access to all of our systems, and runs at two.</p>${body}<p>Ask the platform team when it fails.</p></main></body></html>`;

const markdown = (name: string, write: Form["write"]): Form => ({
  name,
  mediaType: "text/markdown",
  write: (secret) => doc(write(secret)),
});
const page = (name: string, write: Form["write"]): Form => ({
  name,
  mediaType: "text/html",
  write: (secret) => site(write(secret)),
});

/** A document for each way to write a secret. */
export const forms: readonly Form[] = [
  markdown("in prose", (secret) => `Use ${oneLine(secret)} for it.`),
  markdown("code block", (secret) => `\`\`\`\n${secret}\n\`\`\``),
  markdown("inline code", (secret) => `It is \`\` ${oneLine(secret)} \`\` here.`),
  markdown(
    "table cell",
    (secret) => `| What | Value |\n|---|---|\n| job | ${oneLine(secret).replaceAll("|", "\\|")} |`,
  ),
  markdown("link query", (secret) => `[open](https://tools.acme.com/run?q=${encodeURIComponent(secret)})`),
  markdown(
    "in JSON",
    (secret) => `\`\`\`json\n${JSON.stringify({ job: "nightly", token: secret }, null, 2)}\n\`\`\``,
  ),
  markdown(
    "in YAML",
    (secret) => `\`\`\`yaml\njob:\n  token: |\n    ${secret.replaceAll("\n", "\n    ")}\n\`\`\``,
  ),
  markdown("in a shell", (secret) => `\`\`\`sh\nexport TOKEN='${secret}'\n\`\`\``),
  markdown("base64", (secret) => `Decode ${Buffer.from(secret).toString("base64")} first.`),
  markdown("U+200E", (secret) => `Use ${middle(oneLine(secret)).join("\u200e")} for it.`),
  markdown("zero-width", (secret) => `Use ${oneLine(secret).replace(/(.{5})/g, "$1\u200b")} for it.`),
  markdown("fullwidth", (secret) => `Use ${wide(oneLine(secret))} for it.`),
  page("HTML code", (secret) => `<pre><code>${html(secret)}</code></pre>`),
  page(
    "coloured HTML",
    (secret) =>
      `<pre><code>${[...middle(secret)].map((half) => `<span class="s">${html(half)}</span>`).join("")}</code></pre>`,
  ),
  page(
    "HTML link",
    (secret) => `<p><a href="https://tools.acme.com/run?q=${encodeURIComponent(secret)}">open</a></p>`,
  ),
  page("cut by <br>", (secret) => `<p>Use ${middle(oneLine(secret)).map(html).join("<br>")} for it.</p>`),
  page(
    "cut by cells",
    (secret) =>
      `<table><tr><th>Part</th><th>One</th><th>Two</th></tr><tr><td>value</td>${middle(oneLine(secret))
        .map((half) => `<td>${html(half)}</td>`)
        .join("")}</tr></table>`,
  ),
  { ...markdown("Markdown comment", (secret) => `<!-- ${secret} -->`), warned: true },
  { ...page("HTML comment", (secret) => `<!-- ${secret.replaceAll("--", "- -")} -->`), warned: true },
];
