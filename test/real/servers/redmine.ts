import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { documented, documentedRecipe } from "../kit/documented.ts";
import { samples } from "../kit/pages.ts";
import { findProgram, freePort, missing, runProgram, startDaemon } from "../kit/processes.ts";
import type { RealServer } from "../kit/server.ts";

const program = "/usr/share/redmine";
const lockFile = "/var/lib/redmine/Gemfile.lock";
const puma = findProgram("puma");
const bundle = findProgram("bundle");
const password = "correct-horse-battery";
const env = { RAILS_ENV: "production", REDMINE_LANG: "en" };

const ruby = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** A copy of the program, whose database, secret and temporary files are its own. */
function instanceIn(dir: string): string {
  const root = path.join(dir, "redmine");
  const own = new Set(
    ["instances", "Gemfile.lock", "config/database.yml"].map((name) => path.join(program, name)),
  );
  cpSync(program, root, { recursive: true, filter: (file) => !own.has(file) });
  cpSync(lockFile, path.join(root, "Gemfile.lock"));
  const instance = path.join(root, "instances/default");
  for (const folder of ["config", "tmp", "log", "files"])
    mkdirSync(path.join(instance, folder), { recursive: true });
  writeFileSync(
    path.join(instance, "config/database.yml"),
    `production:\n  adapter: sqlite3\n  database: ${dir}/redmine.sqlite\n  timeout: 60000\n`,
  );
  writeFileSync(path.join(instance, "config/secret_key.txt"), "0123456789abcdef".repeat(4));
  const gemfile = path.join(root, "Gemfile");
  writeFileSync(gemfile, readFileSync(gemfile, "utf8").replaceAll(`${program}/`, `${root}/`));
  return root;
}

const textile = ({ name, title, lines }: (typeof samples)[number]) =>
  `h1. ${title}\n\n{{>toc}}\n\n${lines.join("\n\n")}\n\nh2. Limits\n\n|_. Plan |_. Seats |\n| ${title} Basic | 5 |\n| *Team* | 50 |\n\n<pre><code class="shell">fin --set ${name}</code></pre>\n\nSee [[Wiki|the handbook]] and [[Not written yet]].\n`;

const seed = () => `
Setting.login_required = '1'
Setting.rest_api_enabled = '1'
Setting.text_formatting = 'textile'
reader = User.new(firstname: 'Rea', lastname: 'Der', mail: 'reader@example.com', language: 'en')
reader.login = 'reader'; reader.password = ${ruby(password)}; reader.save!
User.find_by(login: 'admin').update!(must_change_passwd: false)
role = Role.find_by(name: 'Reporter')
role.permissions = [:view_wiki_pages, :view_wiki_edits, :export_wiki_pages, :view_issues, :view_calendar, :view_gantt, :view_news, :view_documents]
role.save!
def project(name, modules) = Project.create!(name: name.capitalize, identifier: name, is_public: false, enabled_module_names: modules)
handbook = project('handbook', %w(wiki issue_tracking calendar gantt news documents time_tracking))
Member.create!(project: handbook, principal: reader, roles: [role])
project('secret', %w(wiki))
tracker = Tracker.first
handbook.trackers << tracker unless handbook.trackers.include?(tracker)
12.times { |n| Issue.create!(project: handbook, tracker: tracker, author: User.find_by(login: 'admin'), subject: "Task #{n}", status: IssueStatus.first, priority: IssuePriority.first || IssuePriority.create!(name: 'Normal'), start_date: Date.today - n, due_date: Date.today + n) }
write('handbook', 'Wiki', ${ruby(`h1. Handbook\n\nWelcome to the handbook of the company.\n\n${samples.map(({ name, title }) => `* [[${name}|${title}]]`).join("\n")}\n* [[Renamed]]\n`)})
${samples.map((one) => `write('handbook', ${ruby(one.name)}, ${ruby(textile(one))}, 'Wiki')`).join("\n")}
write('handbook', 'Nobody links here', "h1. Unlinked\\n\\nThe index alone names this page of the handbook.\\n")
write('secret', 'Wiki', "h1. Salaries\\n\\nNobody reads this.\\n")
puts reader.api_key
`;

const helpers = `
def write(project, title, text, parent = nil)
  wiki = Project.find(project).wiki || Wiki.create!(project: Project.find(project), start_page: 'Wiki')
  page = wiki.find_or_new_page(title)
  page.parent_title = parent if parent
  content = page.content || WikiContent.new(page: page)
  content.text = text; content.author = User.find_by(login: 'admin')
  page.save_with_content(content) or raise page.errors.full_messages.to_s
end
def page(title) = Project.find('handbook').wiki.find_page(title)
`;

/** A Redmine that asks for a login, with the wiki of a private project. */
const redmineWith = (
  name: string,
  about: (url: string, key: string) => Pick<Awaited<ReturnType<RealServer["start"]>>, "source" | "env">,
): RealServer => ({
  name,
  missing: () =>
    missing({
      redmine: path.join(program, "config.ru"),
      "redmine-sqlite": existsSync(lockFile) ? lockFile : undefined,
      puma,
      bundle,
    }),
  async start(dir, url) {
    const root = instanceIn(dir);
    const run = (args: readonly string[]) => runProgram(bundle ?? "", ["exec", ...args], { cwd: root, env });
    const act = (script: string) => {
      const file = path.join(dir, "script.rb");
      writeFileSync(file, `${helpers}${script}`);
      return run(["rails", "runner", file]);
    };
    run(["rake", "db:migrate"]);
    run(["rake", "redmine:load_default_data"]);
    const key = act(seed()).trim().split("\n").at(-1) ?? "";
    const port = await freePort();
    const site = await startDaemon(
      puma ?? "",
      ["--dir", root, "-b", `tcp://127.0.0.1:${port}`, "-e", "production"],
      port,
      env,
    );
    const [first, second, third, fourth] = samples.map((sample) => sample.name);
    return {
      port,
      ...about(url, key),
      // The start page and the page that only the index names.
      pages: samples.length + 2,
      edit: () =>
        void act(
          `write('handbook', ${ruby(first ?? "")}, "h1. Edited\\n\\nThis text is new, and long enough to be read by all.\\n")`,
        ),
      rename: () =>
        void act(
          `one = page(${ruby(second ?? "")}); one.redirect_existing_links = '0'; one.title = 'Renamed'; one.save!`,
        ),
      remove: () => void act(`page(${ruby(third ?? "")}).destroy`),
      // Redmine has no permission for a page of its own: it goes to a project of others.
      makePrivate: () =>
        void act(
          `one = page(${ruby(fourth ?? "")}); one.update_columns(wiki_id: Project.find('secret').wiki.id)`,
        ),
      privateIsGone: true,
      endSessions: () => void act("Token.where(action: 'session').delete_all"),
      async stop() {
        await site.stop();
        rmSync(root, { recursive: true, force: true });
      },
    };
  },
});

export const redmine = redmineWith("Redmine (private project), pages", (url) => ({
  source: documented("Redmine", url),
  env: { SITE_PASSWORD: password },
}));

export const redmineRecipe = redmineWith("Redmine (private project), recipe", (url, key) => ({
  source: documentedRecipe("Redmine wiki", url),
  env: { REDMINE_API_KEY: key },
}));
