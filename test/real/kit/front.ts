import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** One request as the front saw it. */
export interface Seen {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly status: number;
}

/** Decides on a request before the server sees it: an answer of its own, or a cut connection. */
export type Fault = (
  request: IncomingMessage,
  count: number,
) => { readonly status: number; readonly headers?: Record<string, string> } | "cut" | undefined;

/** A small proxy before a real server: its access log, and faults on demand. */
export interface Front {
  readonly url: string;
  readonly port: number;
  /** Empties the log. */
  take(): Seen[];
  fault: Fault | undefined;
  close(): Promise<void>;
}

/** Opens the front of a server that may start later. */
export async function openFront(target: () => number): Promise<Front> {
  let log: Seen[] = [];
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    const note = (status: number) =>
      log.push({ method: incoming.method ?? "", url: incoming.url ?? "", status });
    const fault = front.fault?.(incoming, count);
    count += 1;
    if (fault === "cut") {
      note(0);
      incoming.socket.destroy();
    } else if (fault) {
      note(fault.status);
      outgoing.writeHead(fault.status, { "content-type": "text/plain", ...fault.headers }).end("fault");
    } else pass(incoming, outgoing, target(), note);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const front: Front = {
    url: `http://127.0.0.1:${port}`,
    port,
    fault: undefined,
    take() {
      const seen = log;
      log = [];
      count = 0;
      return seen;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return front;
}

function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  port: number,
  note: (status: number) => void,
): void {
  const { method, url, headers } = incoming;
  const inner = request({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
    note(answer.statusCode ?? 0);
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  inner.once("error", () => {
    note(0);
    outgoing.destroy();
  });
  incoming.pipe(inner);
}
