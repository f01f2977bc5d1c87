import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Which way nothing goes any more. */
export type Cut = "to the server" | "from the server" | "both";

/** A way to a server on loopback that can be cut without anybody being told: nothing arrives, nothing is closed. */
export interface Way {
  readonly port: number;
  /** The same address by this way. */
  through(url: string): string;
  cut(direction: Cut): void;
  /** Cuts as soon as a client's bytes match; these still arrive. Resolves when it is done. */
  cutAfter(pattern: RegExp, direction: Cut): Promise<void>;
  /** What was held back arrives, as what a machine sends again does, also that of a process which is gone. */
  heal(): void;
  close(): Promise<void>;
}

export async function startWay(target: number): Promise<Way> {
  let cut: Cut | undefined;
  let trap: { readonly pattern: RegExp; spring(): void } | undefined;
  const flushes = new Set<() => void>();
  const sockets = new Set<Socket>();
  const isCut = (direction: Cut) => cut === "both" || cut === direction;

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: target, host: "127.0.0.1", allowHalfOpen: true });
    const pumps = [
      pump(client, upstream, () => isCut("to the server"), look),
      pump(
        upstream,
        client,
        () => isCut("from the server"),
        () => {},
      ),
    ];
    for (const flush of pumps) flushes.add(flush);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true).once("close", () => sockets.delete(socket));
    }
  });

  function look(bytes: Buffer): void {
    if (!trap?.pattern.test(bytes.toString("latin1"))) return;
    trap.spring();
    trap = undefined;
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const { port } = address;
  return {
    port,
    through: (url) => Object.assign(new URL(url), { port: String(port) }).href,
    cut(direction) {
      cut = direction;
    },
    cutAfter: (pattern, direction) =>
      new Promise((resolve) => {
        const spring = () => {
          cut = direction;
          resolve();
        };
        trap = { pattern, spring };
      }),
    heal() {
      cut = undefined;
      for (const flush of flushes) flush();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** @returns forwards what was held back */
function pump(from: Socket, to: Socket, isCut: () => boolean, look: (bytes: Buffer) => void): () => void {
  const held: Buffer[] = [];
  let isOver = false;
  from.on("error", () => {});
  from.on("data", (bytes: Buffer) => {
    if (isCut() || held.length > 0) held.push(bytes);
    else to.write(bytes);
    look(bytes);
  });
  const end = () => {
    isOver = true;
    if (!isCut()) to.end();
  };
  from.once("end", end).once("close", end);
  return () => {
    for (const bytes of held.splice(0)) to.write(bytes);
    if (isOver) to.end();
  };
}
