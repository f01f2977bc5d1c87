import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { documented, documentedRecipe } from "../kit/documented.ts";
import { samples } from "../kit/pages.ts";
import { missingForPhp, startPhpSite } from "../kit/php-site.ts";
import { findProgram, missing, runProgram } from "../kit/processes.ts";
import type { RealServer, RunningServer } from "../kit/server.ts";

const program = "/usr/share/mediawiki";
const password = "correct-horse-battery-9";

/** A private MediaWiki: nothing but the login page is read without an account. */
const mediawikiWith = (
  name: string,
  about: (
    url: string,
    site: string,
  ) => Promise<Pick<RunningServer, "source" | "env"> & Partial<Pick<RunningServer, "privateIsGone">>>,
  hasSessions: boolean,
): RealServer => ({
  name,
  missing: () => [
    ...missingForPhp(),
    ...missing({ mediawiki: path.join(program, "maintenance/install.php"), php: findProgram("php") }),
  ],
  async start(dir, url) {
    const settings = path.join(dir, "LocalSettings.php");
    const run = (script: string, args: readonly string[], env: Record<string, string> = {}) =>
      runProgram("php", [path.join(program, "maintenance", script), ...args], { env });
    const configured = { MW_CONFIG_FILE: settings };
    run("install.php", [
      ...["--dbtype", "sqlite", "--dbpath", dir, "--dbname", "wiki", "--confpath", dir],
      ...["--server", url, "--scriptpath", "", "--pass", `${password}-admin`, "Company wiki", "Admin"],
    ]);
    appendFileSync(
      settings,
      `
$wgGroupPermissions['*']['read'] = false;
$wgGroupPermissions['*']['edit'] = false;
$wgWhitelistRead = ['Special:UserLogin'];
$wgMainCacheType = CACHE_ANYTHING;
$wgSessionCacheType = CACHE_DB;
$wgJobRunRate = 0;
$wgArticlePath = '/index.php?title=$1';
if (is_readable('${dir}/private.php')) require '${dir}/private.php';
`,
    );
    run("createAndPromote.php", ["Reader", password], configured);
    const texts = path.join(dir, "texts");
    mkdirSync(texts);
    const write = (pages: readonly (readonly [string, string])[]) => {
      const files = pages.map(([title, text]) => {
        const file = path.join(texts, `${title}.txt`);
        writeFileSync(file, text);
        return file;
      });
      run("importTextFiles.php", ["--overwrite", "-u", "Admin", ...files], configured);
    };
    const titleOf = ({ name }: { readonly name: string }) => `Guide ${name}`;
    write([
      ...samples.map((one): [string, string] => [
        titleOf(one),
        `${one.lines.join("\n\n")}\n\n== Limits ==\n{| class="wikitable"\n! Plan !! Seats\n|-\n| ${one.title} Basic || 5\n|}\n<pre>fin --set ${one.name}</pre>\n[[Main Page]]\n`,
      ]),
    ]);
    // Last, so that its links are known to exist.
    write([
      [
        "Main Page",
        `Welcome to the handbook of the company.\n\n${samples.map((one) => `* [[${titleOf(one)}]]`).join("\n")}\n* [[Renamed guide]]\n`,
      ],
    ]);
    run("rebuildall.php", [], configured);
    const site = await startPhpSite(dir, { root: program, env: configured });
    const act = (script: string, args: readonly string[]) => run(script, args, configured);
    const list = (name: string, lines: string) => {
      const file = path.join(dir, name);
      writeFileSync(file, lines);
      return file;
    };
    const [first, second, third, fourth] = samples.map(titleOf);
    return {
      port: site.port,
      ...(await about(url, `http://127.0.0.1:${site.port}`)),
      pages: samples.length + 1,
      edit: () =>
        write([[first ?? "", "This text is new, and long enough to be read by all of the company.\n"]]),
      // Jobs make the pages anew that link to what was moved or deleted; their links change.
      rename: () => {
        act("moveBatch.php", ["--noredirects", list("moves", `${second}|Renamed guide\n`)]);
        act("runJobs.php", []);
      },
      remove: () => {
        act("deleteBatch.php", [list("deletions", `${third}\n`)]);
        act("runJobs.php", []);
      },
      makePrivate: () =>
        writeFileSync(
          path.join(dir, "private.php"),
          `<?php $wgHooks['getUserPermissionsErrors'][] = function ($title, $user, $action, &$result) {
  if ($action === 'read' && $title->getText() === '${fourth}') { $result = 'badaccess-group0'; return false; }
  return true; };`,
        ),
      ...(hasSessions && {
        endSessions: () => {
          const php = `foreach (glob('${dir}/wikicache.sqlite') as $file) { $db = new SQLite3($file); $db->busyTimeout(5000); $db->exec('delete from objectcache'); }`;
          runProgram("php", ["-r", php]);
        },
      }),
      stop: () => site.stop(),
    };
  },
});

export const mediawiki = mediawikiWith(
  "MediaWiki (private)",
  async (url) => ({ source: documented("MediaWiki", url), env: { WIKI_PASSWORD: password } }),
  true,
);

/** Debian's MediaWiki has no OAuth extension: the cookie of a session is the documented way without it. */
export const mediawikiRecipe = mediawikiWith(
  "MediaWiki (private), recipe",
  async (url, site) => ({
    source: documentedRecipe("MediaWiki", url)
      .replace("/w/api.php", "/api.php")
      .replace(/^auth: .*$/m, 'auth: {cookie: "${WIKI_COOKIE}"}'),
    env: { WIKI_COOKIE: await cookieOf(`${site}/api.php`) },
    privateIsGone: true,
  }),
  false,
);

const Reply = z.object({
  query: z.object({ tokens: z.object({ logintoken: z.string() }) }).optional(),
  clientlogin: z.object({ status: z.string() }).optional(),
});

/** A session's cookies: https://www.mediawiki.org/wiki/API:Login */
async function cookieOf(api: string): Promise<string> {
  const jar = new Map<string, string>();
  const ask = async (parameters: Record<string, string>) => {
    const body = new URLSearchParams({ format: "json", formatversion: "2", ...parameters });
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(api, { method: "POST", body, headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, cookieName = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(cookieName, value);
    }
    return Reply.parse(await answer.json());
  };
  const { query } = await ask({ action: "query", meta: "tokens", type: "login" });
  const login = { action: "clientlogin", username: "Reader", password, loginreturnurl: api };
  const { clientlogin } = await ask({ ...login, logintoken: query?.tokens.logintoken ?? "" });
  if (clientlogin?.status !== "PASS") throw new Error("MediaWiki does not let Reader in");
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
}
