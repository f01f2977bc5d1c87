/** Environment variables as the program sees them; tests bring their own. */
export type Env = Readonly<Record<string, string | undefined>>;

/** The environment of this process. */
export function processEnv(): Env {
  return process.env;
}

/** Ours alone: no child process has a use for it. */
const withheld = ["INTERCOM_ACCESS_TOKEN"];

/**
 * The environment for a child process such as git: this process's, so that proxies, agents and locale settings
 * work, without Intercom's token. `extra` is laid over it; undefined takes a variable away.
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

/** As much of the environment as it takes to find and run a program that knows nothing of us. */
export function programEnv(): Record<string, string> {
  const names = ["PATH", "Path", "PATHEXT", "SystemRoot", "LANG", "LC_ALL"];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
