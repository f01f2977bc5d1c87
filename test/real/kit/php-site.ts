import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Daemon, findProgram, freePort, missing, startDaemon } from "./processes.ts";

const phpFpm = findProgram("php-fpm8.2", "php-fpm8.4", "php-fpm8.3", "php-fpm8.1", "php-fpm");
const nginx = findProgram("nginx");

/** What a PHP application needs and is not installed. */
export const missingForPhp = (): string[] => missing({ nginx, "php-fpm": phpFpm });

/** Serves the PHP application in a folder; loopback only. */
export async function startPhpSite(
  dir: string,
  { root, env = {} }: { readonly root: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Daemon & { readonly port: number }> {
  const socket = path.join(dir, "php.sock");
  const isRoot = process.getuid?.() === 0;
  const pool = [
    "[global]",
    `error_log = ${dir}/fpm.log`,
    "[www]",
    `listen = ${socket}`,
    ...(isRoot ? ["user = root", "group = root"] : []),
    "pm = static",
    "pm.max_children = 4",
    "clear_env = no",
    "catch_workers_output = yes",
    `php_value[session.save_path] = ${dir}/sessions`,
    ...Object.entries(env).map(([name, value]) => `env[${name}] = ${value}`),
  ];
  mkdirSync(path.join(dir, "sessions"), { recursive: true });
  writeFileSync(path.join(dir, "fpm.conf"), `${pool.join("\n")}\n`);
  const args = ["-F", "-y", path.join(dir, "fpm.conf"), ...(isRoot ? ["-R"] : [])];
  const php = await startDaemon(phpFpm ?? "", args, socket);
  const site = await startNginx(
    dir,
    `root ${root}; index index.php index.html;
    location / { try_files $uri $uri/ /index.php?$args; }
    location ~ \\.php { fastcgi_split_path_info ^(.+\\.php)(/.*)?$; fastcgi_pass unix:${socket};
      include /etc/nginx/fastcgi_params; fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_param PATH_INFO $fastcgi_path_info; fastcgi_param HTTP_HOST $http_host; }`,
  );
  return {
    port: site.port,
    async stop() {
      await site.stop();
      await php.stop();
    },
  };
}

/** Runs nginx with one server. @param listen added to the `listen` line: `ssl` */
export async function startNginx(
  dir: string,
  server: string,
  listen = "",
): Promise<Daemon & { readonly port: number }> {
  const port = await freePort();
  const file = path.join(dir, "nginx.conf");
  writeFileSync(
    file,
    `daemon off; pid ${dir}/nginx.pid; error_log ${dir}/nginx-error.log; worker_processes 1;
${process.getuid?.() === 0 ? "user root;" : ""}
events {}
http {
  include /etc/nginx/mime.types; default_type application/octet-stream; client_max_body_size 64m;
  access_log ${dir}/access.log; client_body_temp_path ${dir}/body; proxy_temp_path ${dir}/proxy;
  fastcgi_temp_path ${dir}/fastcgi; uwsgi_temp_path ${dir}/uwsgi; scgi_temp_path ${dir}/scgi;
  server { listen 127.0.0.1:${port} ${listen}; server_name 127.0.0.1; absolute_redirect off; ${server} }
}
`,
  );
  return { ...(await startDaemon(nginx ?? "", ["-c", file], port)), port };
}
