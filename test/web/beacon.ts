import http from "node:http";
import type { AddressInfo } from "node:net";

/** A foreign origin of which no page of ours may ask anything. */
export interface Beacon {
  readonly url: string;
  /** What was asked of it. */
  readonly reached: readonly string[];
  close(): void;
}

export async function startBeacon(): Promise<Beacon> {
  const reached: string[] = [];
  const server = http.createServer((request, response) => {
    reached.push(request.url ?? "");
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reached,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
