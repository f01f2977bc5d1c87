import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { startEmulator } from "../../src/emulator/index.ts";
import { runCli } from "../e2e/cli.ts";
import { ownAuthority } from "../setup/own-authority.ts";
import { samples } from "./kit/pages.ts";
import { startNginx } from "./kit/php-site.ts";
import { findProgram, missing, runProgram, startDaemon } from "./kit/processes.ts";
import { addRow } from "./kit/table.ts";

const backend = findProgram("git-http-backend");
const fcgiwrap = findProgram("fcgiwrap");
const lacking = missing({
  nginx: findProgram("nginx"),
  git: findProgram("git"),
  openssl: findProgram("openssl"),
  "git-http-backend": backend,
  fcgiwrap,
});
const why = lacking.length > 0 ? ` (not installed: ${lacking.join(", ")})` : "";

it.skipIf(lacking.length > 0)(
  `a repository behind a company's own authority is read with ca_file${why}`,
  async () => {
    const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-git-"));
    const { keyFile, certFile } = ownAuthority(dir);
    const work = path.join(dir, "work");
    mkdirSync(work);
    const git = (...args: string[]) =>
      runProgram("git", ["-c", "user.name=A", "-c", "user.email=a@example.com", ...args], { cwd: work });
    const commit = (message: string) => {
      git("add", "-A");
      git("commit", "-qm", message);
      git("push", "-q", path.join(dir, "docs.git"), "HEAD:main");
    };
    runProgram("git", ["init", "-q", "--bare", "-b", "main", path.join(dir, "docs.git")]);
    git("init", "-q", "-b", "main");
    for (const { name, title, lines } of samples)
      writeFileSync(path.join(work, `${name}.md`), `# ${title}\n\n${lines.join("\n\n")}\n`);
    commit("Write");
    const socket = path.join(dir, "cgi.sock");
    const cgi = await startDaemon(fcgiwrap ?? "", ["-s", `unix:${socket}`], socket);
    const server = await startNginx(
      dir,
      `ssl_certificate ${certFile}; ssl_certificate_key ${keyFile};
    location / { include /etc/nginx/fastcgi_params; fastcgi_pass unix:${socket}; fastcgi_param SCRIPT_FILENAME ${backend};
      fastcgi_param GIT_PROJECT_ROOT ${dir}; fastcgi_param GIT_HTTP_EXPORT_ALL 1; fastcgi_param PATH_INFO $uri; }`,
      "ssl",
    );
    const emulator = await startEmulator({ ratePer10s: Number.POSITIVE_INFINITY });
    let seen = 0;
    const night = async (more: string) => {
      writeFileSync(
        path.join(dir, "config.yaml"),
        `intercom: {token: "\${INTERCOM_ACCESS_TOKEN}", base_url: "${emulator.url}"}
sources:
  docs:
    url: https://docs.example.com
    visible_to: customers
    allow_private_addresses: true
    connector: docs-repo
    repository: https://127.0.0.1:${server.port}/docs.git
${more}`,
      );
      const env = { INTERCOM_ACCESS_TOKEN: emulator.token };
      const { code, stdout, stderr } = await runCli(["nightly"], { cwd: dir, env });
      const writes = emulator.log.since(seen).filter((one) => one.method !== "GET" && one.externalId).length;
      seen = emulator.log.last;
      return { code, stderr: `${stdout}${stderr}`, writes };
    };
    try {
      const untrusted = await night("");
      expect(untrusted.code).not.toBe(0);
      expect(untrusted.stderr).toContain("ca_file");
      const first = await night("    ca_file: ./ca.pem\n");
      expect(first, first.stderr).toMatchObject({ code: 0, writes: samples.length });
      const second = await night("    ca_file: ./ca.pem\n");
      expect(second, second.stderr).toMatchObject({ code: 0, writes: 0 });
      writeFileSync(path.join(work, `${samples[0]?.name}.md`), "# Edited\n\nThis text is new.\n");
      rmSync(path.join(work, `${samples[1]?.name}.md`));
      commit("Edit");
      const third = await night("    ca_file: ./ca.pem\n");
      expect(third, third.stderr).toMatchObject({ code: 0, writes: 2 });
      addRow({
        server: "git http-backend, own authority",
        pages: samples.length,
        writesUnchanged: second.writes,
      });
    } finally {
      await emulator.close();
      await server.stop();
      await cgi.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  },
);
