import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { documented } from "../kit/documented.ts";
import { samples } from "../kit/pages.ts";
import { missingForPhp, startPhpSite } from "../kit/php-site.ts";
import { findProgram, missing, runProgram } from "../kit/processes.ts";
import type { RealServer } from "../kit/server.ts";

const program = "/usr/share/dokuwiki";
const password = "correct-horse-battery";

/** DokuWiki with access control: nothing is read without a login. */
export const dokuwiki: RealServer = {
  name: "DokuWiki (ACL)",
  missing: () => [...missingForPhp(), ...missing({ dokuwiki: program, php: findProgram("php") })],
  async start(dir, url) {
    const root = path.join(dir, "wiki");
    const data = path.join(dir, "data");
    const conf = path.join(dir, "conf");
    cpSync(program, root, { recursive: true, dereference: true });
    cpSync("/etc/dokuwiki", conf, { recursive: true, dereference: true });
    for (const folder of [
      "attic",
      "cache",
      "index",
      "locks",
      "log",
      "media",
      "media_attic",
      "media_meta",
      "meta",
      "pages",
      "tmp",
    ])
      mkdirSync(path.join(data, folder), { recursive: true });
    writeFileSync(
      path.join(root, "inc/preload.php"),
      `<?php if(!defined('DOKU_CONF')) define('DOKU_CONF', '${conf}/');\n`,
    );
    writeFileSync(
      path.join(conf, "local.php"),
      `<?php $conf['title']='Company wiki'; $conf['useacl']=1; $conf['superuser']='@admin'; $conf['savedir']='${data}'; $conf['baseurl']='${url}';\n`,
    );
    writeFileSync(
      path.join(conf, "acl.auth.php"),
      "# <?php exit()?>\n*\t@ALL\t0\n*\t@user\t1\nhr:*\t@user\t0\n",
    );
    const hash = runProgram("php", ["-r", `echo password_hash('${password}', PASSWORD_BCRYPT);`]);
    writeFileSync(
      path.join(conf, "users.auth.php"),
      `# <?php exit()?>\nreader:${hash}:Reader:reader@example.com:user\n`,
    );
    const file = (name: string) => path.join(data, "pages", `${name.replaceAll(":", "/")}.txt`);
    const write = (name: string, text: string) => {
      mkdirSync(path.dirname(file(name)), { recursive: true });
      writeFileSync(file(name), text);
    };
    const index = () => samples.map(({ name, title }) => `  * [[guide:${name}|${title}]]`).join("\n");
    write(
      "start",
      `====== Company wiki ======\n\nWelcome to the handbook of the company.\n\n${index()}\n  * [[guide:renamed]]\n  * [[hr:salaries]]\n`,
    );
    for (const { name, title, lines } of samples)
      write(
        `guide:${name}`,
        `====== ${title} ======\n\n${lines.join("\n\n")}\n\n===== Limits =====\n\n^ Plan ^ Seats ^\n| ${title} Basic | 5 |\n| Team | 50 |\n\n<code>fin --set ${name}</code>\n\nSee [[start]].\n`,
      );
    write("hr:salaries", "====== Salaries ======\n\nNobody reads this.\n");
    const site = await startPhpSite(dir, { root });
    return {
      port: site.port,
      source: documented("DokuWiki", url),
      env: { WIKI_PASSWORD: password },
      pages: samples.length + 1,
      edit: () =>
        write(
          `guide:${samples[0]?.name}`,
          "====== Edited ======\n\nThis text is new, and long enough to be read by all.\n",
        ),
      rename: () => renameSync(file(`guide:${samples[1]?.name}`), file("guide:renamed")),
      remove: () => rmSync(file(`guide:${samples[2]?.name}`)),
      makePrivate: () =>
        writeFileSync(
          path.join(conf, "acl.auth.php"),
          `# <?php exit()?>\n*\t@ALL\t0\n*\t@user\t1\nhr:*\t@user\t0\nguide:${samples[3]?.name}\t@user\t0\n`,
        ),
      endSessions: () => rmSync(path.join(dir, "sessions"), { recursive: true, force: true }),
      stop: () => site.stop(),
    };
  },
};
