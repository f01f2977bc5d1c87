import type http from "node:http";
import { FinIngestError } from "../errors.ts";
import { parseUrl } from "../http/url.ts";

/**
 * The address of a request, or undefined where its Host is not this machine: a foreign name that resolves to
 * loopback would let a web page read what is served here.
 */
export function loopbackUrl({ headers, url = "/" }: http.IncomingMessage): URL | undefined {
  const host = headers.host ?? "";
  const isLoopback = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host);
  return isLoopback ? parseUrl(`http://${host}${url}`) : undefined;
}

/**
 * Listens on 127.0.0.1. Resolves to the port.
 *
 * @param port 0: a free one
 * @param name of the server, for the error: `The preview`
 * @throws FinIngestError when the port is taken or not allowed
 */
export function listenOnLoopback(server: http.Server, port: number, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      reject(
        new FinIngestError(`${name} cannot listen on 127.0.0.1:${port}: ${error.message}`, {
          hint: "Choose another port with --port, or 0 for a free one.",
          cause: error,
        }),
      );
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

/** Ends a server at once, cutting the connections that are open. */
export function closeNow(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
