import { once } from "node:events";
import type { Cli } from "./verb.ts";

/** What answers a browser on this machine. */
interface LocalServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Says where a server answers, lets it until a signal stops it, and closes it.
 * @param welcome what is said without `--json`
 * @returns the exit code: Ctrl-C is the normal end
 */
export async function serveUntilStopped(
  server: LocalServer,
  welcome: string,
  { json }: { readonly json: boolean },
  { terminal, signal }: Cli,
): Promise<number> {
  try {
    await terminal.result(json ? `${JSON.stringify({ url: server.url })}\n` : welcome);
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    await server.close();
  }
  return 0;
}
