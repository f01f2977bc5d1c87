import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { documented, documentedRecipe } from "../kit/documented.ts";
import { samples } from "../kit/pages.ts";
import { missingForPhp, startPhpSite } from "../kit/php-site.ts";
import { findProgram, missing, runProgram, startDaemon } from "../kit/processes.ts";
import type { RealServer, RunningServer } from "../kit/server.ts";

const program = "/usr/share/wordpress";
const mariadb = findProgram("mariadbd", "mysqld");
const installDatabase = findProgram("mariadb-install-db", "mysql_install_db");
const password = "correct-horse-battery";

const settings = (dir: string, url: string) => `<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:${dir}/db.sock'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
foreach (['AUTH','SECURE_AUTH','LOGGED_IN','NONCE'] as $name) { define($name.'_KEY', md5($name)); define($name.'_SALT', md5('s'.$name)); }
$table_prefix = 'wp_';
define('WP_HOME', '${url}'); define('WP_SITEURL', '${url}');
define('DISABLE_WP_CRON', true); define('WP_ENVIRONMENT_TYPE', 'local'); define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true);
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;

/** What the plug-ins for members-only sites do: everything leads to the login page. */
const membersOnly = `<?php
add_action('template_redirect', function () { if (!is_user_logged_in()) auth_redirect(); }, 1);
add_filter('rest_authentication_errors', function ($given) {
  return $given ?: (is_user_logged_in() ? $given : new WP_Error('rest_not_logged_in', 'Log in.', ['status' => 401])); });
add_action('template_redirect', function () {
  if (is_singular() && get_post_meta(get_queried_object_id(), 'closed', true)) wp_die('This page is for others.', 'Forbidden', ['response' => 403]);
}, 2);
`;

const php = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** A WordPress for members only, with posts, pages, drafts, private posts, comments and a calendar. */
const wordpressWith = (
  name: string,
  theme: string,
  about: (
    url: string,
    run: (script: string) => string,
  ) => Partial<RunningServer> & Pick<RunningServer, "source">,
): RealServer => ({
  name,
  missing: () => [
    ...missingForPhp(),
    ...missing({
      wordpress: path.join(program, "wp-settings.php"),
      [`wordpress-theme-${theme}`]: path.join(program, "wp-content/themes", theme),
      mariadbd: mariadb,
      "mariadb-install-db": installDatabase,
      php: findProgram("php"),
    }),
  ],
  async start(dir, url) {
    const root = path.join(dir, "wordpress");
    cpSync(program, root, { recursive: true, dereference: true, filter: (file) => existsSync(file) });
    writeFileSync(path.join(root, "wp-config.php"), settings(dir, url));
    mkdirSync(path.join(root, "wp-content/mu-plugins"), { recursive: true });
    writeFileSync(path.join(root, "wp-content/mu-plugins/members-only.php"), membersOnly);
    const data = path.join(dir, "data");
    const asRoot = process.getuid?.() === 0 ? ["--user=root"] : [];
    runProgram(installDatabase ?? "", [
      "--no-defaults",
      `--datadir=${data}`,
      "--auth-root-authentication-method=normal",
      "--skip-test-db",
      ...asRoot,
    ]);
    const socket = path.join(dir, "db.sock");
    const database = await startDaemon(
      mariadb ?? "",
      [
        "--no-defaults",
        ...asRoot,
        `--datadir=${data}`,
        `--socket=${socket}`,
        "--skip-networking",
        `--pid-file=${dir}/db.pid`,
        `--log-error=${dir}/db.log`,
      ],
      socket,
    );
    const run = (script: string) => {
      const file = path.join(dir, "script.php");
      writeFileSync(
        file,
        `<?php define('WP_INSTALLING', ${script.includes("wp_install") ? "true" : "false"}); $_SERVER['HTTP_HOST'] = ${php(new URL(url).host)}; $_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1'; require ${php(root)} . '/wp-load.php'; ${script}`,
      );
      return runProgram("php", [file]);
    };
    runProgram("php", [
      "-r",
      `$db = new mysqli('localhost', 'root', '', '', 0, ${php(socket)}); $db->query('create database wordpress character set utf8mb4');`,
    ]);
    run(
      `require ABSPATH . 'wp-admin/includes/upgrade.php'; function wp_new_blog_notification() {} wp_install('Company handbook', 'admin', 'admin@example.com', true, '', ${php(`${password}-admin`)});`,
    );
    const content = ({ name, title, lines }: (typeof samples)[number]) =>
      `${lines.map((line) => `<!-- wp:paragraph --><p>${line}</p><!-- /wp:paragraph -->`).join("\n")}
<!-- wp:heading --><h2>Limits</h2><!-- /wp:heading -->
<!-- wp:table --><figure class="wp-block-table"><table><thead><tr><th>Plan</th><th>Seats</th></tr></thead><tbody><tr><td>${title} Basic</td><td>5</td></tr></tbody></table></figure><!-- /wp:table -->
<!-- wp:image --><figure class="wp-block-image"><img src="/wp-content/uploads/${name}.png" alt=""></figure><!-- /wp:image -->
<!-- wp:code --><pre class="wp-block-code"><code>fin --set ${name}</code></pre><!-- /wp:code -->`;
    const insert = (sample: (typeof samples)[number], index: number) =>
      `wp_insert_post(['post_type' => ${index % 3 === 0 ? "'page'" : "'post'"}, 'post_status' => 'publish', 'post_name' => ${php(sample.name)}, 'post_title' => ${php(sample.title)}, 'post_content' => ${php(content(sample))}, 'post_author' => 1, 'post_date' => '2026-0${1 + (index % 9)}-${10 + (index % 15)} 10:00:00', 'post_category' => [$topics[${index % 4}]], 'tags_input' => ['plans', 'topic-${index % 5}']]);`;
    run(
      `wp_set_current_user(1);
update_option('permalink_structure', '/%postname%/'); update_option('template', '${theme}'); update_option('stylesheet', '${theme}');
wp_create_user('reader', ${php(password)}, 'reader@example.com');
$topics = array_map(fn ($name) => wp_insert_term($name, 'category')['term_id'], ['Billing', 'Setup', 'Data', 'People']);
${samples.map(insert).join("\n")}
foreach (['Draft' => 'draft', 'Salaries' => 'private', 'Later' => 'future'] as $title => $status)
  wp_insert_post(['post_type' => 'page', 'post_status' => $status, 'post_title' => $title, 'post_content' => 'Nobody reads this.', 'post_date' => $status === 'future' ? '2031-01-01 10:00:00' : '2026-01-01 10:00:00']);
wp_insert_post(['post_type' => 'post', 'post_status' => 'publish', 'post_name' => 'with-password', 'post_title' => 'With a password', 'post_content' => 'For those who know it.', 'post_password' => 'x', 'post_author' => 1]);
$first = get_page_by_path(${php(samples[1]?.name ?? "")}, OBJECT, 'post');
foreach ([1, 2] as $number) wp_insert_comment(['comment_post_ID' => $first->ID, 'comment_author' => 'Ann', 'comment_content' => 'Comment ' . $number, 'comment_approved' => 1]);
update_option('sidebars_widgets', ['wp_inactive_widgets' => [], 'sidebar-1' => ['calendar-2', 'archives-2', 'recent-posts-2', 'pages-2', 'meta-2'], 'array_version' => 3]);
foreach (['calendar', 'archives', 'recent-posts', 'pages', 'meta'] as $widget) update_option('widget_' . $widget, [2 => ['title' => ''], '_multiwidget' => 1]);`,
    );
    // A second process knows the permalinks when it registers the categories.
    run("flush_rewrite_rules();");
    const site = await startPhpSite(dir, { root });
    const find = (name = "") =>
      `$post = get_page_by_path(${php(name)}, OBJECT, ['post', 'page']); wp_set_current_user(1);`;
    const act = (script: string) => void run(script);
    const [first, second, third, fourth] = samples.map((sample) => sample.name);
    return {
      port: site.port,
      env: { SITE_PASSWORD: password },
      // The site's own: its start page, "Hello world!" and "Sample Page".
      pages: samples.length + 3,
      edit: () =>
        act(
          `${find(first)} wp_update_post(['ID' => $post->ID, 'post_content' => '<p>This text is new, and long enough to be read by all of the company.</p>']);`,
        ),
      rename: () => act(`${find(second)} wp_update_post(['ID' => $post->ID, 'post_name' => 'renamed']);`),
      remove: () => act(`${find(third)} wp_delete_post($post->ID, true);`),
      makePrivate: () => act(`${find(fourth)} update_post_meta($post->ID, 'closed', 1);`),
      endSessions: () => act("WP_Session_Tokens::destroy_all_for_all_users();"),
      ...about(url, run),
      async stop() {
        await site.stop();
        await database.stop();
        rmSync(data, { recursive: true, force: true });
      },
    };
  },
});

export const wordpress = wordpressWith("WordPress (members only), sitemap", "twentytwentyone", (url) => ({
  source: documented("WordPress", url),
}));

export const wordpressByLinks = wordpressWith(
  "WordPress (members only), links",
  "twentytwentythree",
  (url) => ({
    source: documented("WordPress", url, 1),
  }),
);

/** By its API, as an editor; the plug-in for members hides nothing there, so that a page is made private as WordPress does. */
export const wordpressRecipe = wordpressWith(
  "WordPress (members only), recipe",
  "twentytwentyone",
  (url, run) => ({
    source: documentedRecipe("WordPress", url),
    env: {
      WP_APPLICATION_PASSWORD: run(
        "$editor = wp_create_user('fin-ingest', wp_generate_password(), 'fin@example.com'); (new WP_User($editor))->set_role('editor'); echo WP_Application_Passwords::create_new_application_password($editor, ['name' => 'fin-ingest'])[0];",
      ).trim(),
    },
    // "Hello world!" and "Sample Page" are the site's own.
    pages: samples.length + 2,
    makePrivate: () =>
      void run(
        `$post = get_page_by_path(${php(samples[3]?.name ?? "")}, OBJECT, ['post', 'page']); wp_set_current_user(1); wp_update_post(['ID' => $post->ID, 'post_status' => 'private']);`,
      ),
    privateIsGone: true,
  }),
);
