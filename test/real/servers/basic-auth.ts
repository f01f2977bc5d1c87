import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { samples } from "../kit/pages.ts";
import { startNginx } from "../kit/php-site.ts";
import { findProgram, missing, runProgram } from "../kit/processes.ts";
import type { RealServer } from "../kit/server.ts";

const password = "correct-horse-battery";

/** A static site under nginx that asks for basic authentication, with ETag and Last-Modified. */
export const basicAuth: RealServer = {
  name: "nginx, basic authentication",
  missing: () => missing({ nginx: findProgram("nginx"), openssl: findProgram("openssl") }),
  async start(dir, url) {
    const root = path.join(dir, "site");
    mkdirSync(path.join(root, "guide"), { recursive: true });
    const hash = runProgram("openssl", ["passwd", "-apr1", password]).trim();
    writeFileSync(path.join(dir, "users"), `reader:${hash}\n`);
    const file = (name: string) => path.join(root, "guide", `${name}.html`);
    const html = (title: string, body: string) =>
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><nav><a href="/">Home</a></nav><main><h1>${title}</h1>${body}</main></body></html>`;
    const links = [...samples.map(({ name }) => name), "renamed"].map(
      (name) => `<li><a href="/guide/${name}.html">${name}</a></li>`,
    );
    writeFileSync(
      path.join(root, "index.html"),
      html("Handbook", `<p>Welcome to the handbook of the company.</p><ul>${links.join("")}</ul>`),
    );
    for (const { name, title, lines } of samples)
      writeFileSync(
        file(name),
        html(
          title,
          `${lines.map((line) => `<p>${line}</p>`).join("")}<table><tr><th>Plan</th><th>Seats</th></tr><tr><td>${title} Basic</td><td>5</td></tr></table><pre><code>fin --set ${name}</code></pre>`,
        ),
      );
    const site = await startNginx(
      dir,
      `root ${root}; auth_basic "Handbook"; auth_basic_user_file ${dir}/users; include ${dir}/closed*.conf;`,
    );
    const [first, second, third, fourth] = samples.map(({ name }) => name);
    return {
      port: site.port,
      source: [
        "connector: website",
        `start: ${url}/`,
        'auth: {basic: {username: reader, password: "${SITE_PASSWORD}"}}',
      ].join("\n"),
      env: { SITE_PASSWORD: password },
      pages: samples.length + 1,
      edit: () =>
        writeFileSync(
          file(first ?? ""),
          html("Edited", "<p>This text is new, and long enough to be read.</p>"),
        ),
      rename: () => renameSync(file(second ?? ""), file("renamed")),
      remove: () => rmSync(file(third ?? "")),
      // nginx answers 403 for what it may not open.
      makePrivate: () => {
        rmSync(file(fourth ?? ""));
        mkdirSync(file(fourth ?? ""));
      },
      stop: () => site.stop(),
    };
  },
};
