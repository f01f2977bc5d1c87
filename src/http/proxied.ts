import type { LookupFunction } from "node:net";
import type { Agent, buildConnector, Dispatcher } from "undici";
import { processEnv } from "../config/read/env.ts";
import { checkProxies, type HttpProxy, proxyOf } from "./proxy.ts";

/** The proxy that the environment names could not be connected to. */
export class ProxyUnreachableError extends Error {
  override readonly name = "ProxyUnreachableError";
  /** @param proxy its host and port */
  constructor(proxy: string, cause: Error) {
    super(`the proxy ${proxy} cannot be reached`, { cause });
  }
}

export interface DispatcherSettings
  extends Pick<Agent.Options, "connections" | "headersTimeout" | "bodyTimeout" | "keepAliveTimeout"> {
  readonly connect?: {
    /** Milliseconds, until a connection to the host, or to the proxy, is open. */
    readonly timeout?: number;
    /** For hosts that are asked without a proxy. */
    readonly lookup?: LookupFunction;
    /** Certificates in PEM that vouch for hosts, instead of Node's own. */
    readonly ca?: string[];
  };
}

/**
 * Connections through the proxy that the environment names for each host, else straight to the host. https is tunnelled
 * through the proxy, which sees the host's name and port alone; plain http it sees whole, as everybody on the way does.
 *
 * A proxy looks host names up by itself: `checkProxiedHost` is to be asked before.
 * @throws ConfigError where a variable holds no address of a proxy
 */
export async function openDispatcher(settings: DispatcherSettings = {}): Promise<Agent> {
  checkProxies(processEnv());
  const { Agent, Pool, ProxyAgent, buildConnector } = await import("undici");
  const { connect = {}, ...limits } = settings;
  const { timeout, ca } = connect;
  const timing = timeout === undefined ? {} : { timeout };

  function toProxy({ origin: uri, name, authorization }: HttpProxy): Dispatcher {
    const connector = naming(name, buildConnector(timing));
    return new ProxyAgent({
      ...limits,
      uri,
      ...(authorization && { token: authorization }),
      proxyTunnel: false,
      requestTls: { ...timing, ...(ca && { ca }) },
      clientFactory: (origin) => new Pool(origin, { ...limits, connect: connector }),
      // For the proxy itself undici would leave out our limits here.
      factory: (origin, options) =>
        new Pool(
          new URL(origin).origin,
          new URL(origin).origin === uri ? { ...limits, connect: connector } : options,
        ),
    });
  }

  return new Agent({
    ...limits,
    connect,
    factory(origin, options) {
      const proxy = proxyOf(new URL(origin), processEnv());
      return proxy ? toProxy(proxy) : new Pool(origin, options);
    },
  });
}

/** The connector, with errors that name the proxy. */
const naming =
  (proxy: string, connector: buildConnector.connector): buildConnector.connector =>
  (options, callback) =>
    connector(options, (...answer) =>
      answer[0] === null ? callback(...answer) : callback(new ProxyUnreachableError(proxy, answer[0]), null),
    );
