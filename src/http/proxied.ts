import type { EnvHttpProxyAgent } from "undici";
import { ConfigError } from "../errors.ts";

/**
 * Connections that go through the proxy of the environment (`HTTPS_PROXY`, `HTTP_PROXY`; in small letters, too), but for the
 * hosts of `NO_PROXY`.
 *
 * For addresses that a person configured. What documents and servers name is asked without it: a proxy would look up
 * the name, and so undo the check of the address.
 * @throws ConfigError where a variable holds no address of a proxy; its value may hold a password and is not shown
 */
export async function proxied(settings: EnvHttpProxyAgent.Options = {}): Promise<EnvHttpProxyAgent> {
  const { EnvHttpProxyAgent } = await import("undici");
  try {
    return new EnvHttpProxyAgent(settings);
  } catch (error) {
    throw new ConfigError(
      "HTTPS_PROXY or HTTP_PROXY is not the address of a proxy: it begins with http:// or https://, as in http://proxy.example.com:3128",
      { cause: error },
    );
  }
}
