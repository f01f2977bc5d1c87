/** Environment variables as the program sees them; tests pass their own. */
export type Env = Readonly<Record<string, string | undefined>>;

/** The environment of this process. */
export function processEnv(): Env {
  return process.env;
}

/** Variables that child processes never need. */
const withheld = ["INTERCOM_ACCESS_TOKEN"];

/**
 * The environment for a child process such as git: this process's without Intercom's token, so that proxies, agents and
 * locale settings work. `extra` overrides it; undefined removes a variable.
 */
export function childEnv(extra: Env = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of withheld) delete env[name];
  for (const [name, value] of Object.entries(extra)) {
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
  return env;
}

/** The least of the environment that is needed to find and run another program. */
export function programEnv(): Record<string, string> {
  const names = ["PATH", "Path", "PATHEXT", "SystemRoot", "LANG", "LC_ALL"];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
