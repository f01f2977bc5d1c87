import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { remoteOf } from "../../connectors/docs-repo/remote-address.ts";
import { ConfigError } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import { sourceHttp } from "../../src/http/source-http.ts";
import { type OwnAuthority, ownAuthority } from "../setup/own-authority.ts";

let dir: string;
let authority: OwnAuthority;
let server: Server;
let url: string;

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-ca-"));
  authority = ownAuthority(dir);
  server = createServer(authority, (_, response) => void response.end("inside"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `https://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}/`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
  rmSync(dir, { recursive: true, force: true });
});

async function read(caFile?: string): Promise<string> {
  const http = sourceHttp({ network: { privateAddresses: true, caFile } }, { baseDir: dir });
  try {
    return Buffer.from((await http.get(url)).body).toString();
  } finally {
    await http.close();
  }
}

it("trusts the authority that the source names, relative to the configuration", async () => {
  expect(await read("./ca.pem")).toBe("inside");
  expect(await read(authority.caFile)).toBe("inside");
});

it("says without it which key names the authority", async () => {
  const failure: unknown = await read().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(HttpError);
  expect(failure).toMatchObject({ hint: expect.stringContaining("`ca_file`") });
});

it.each([
  ["there is none", "nowhere.pem", undefined, /ca_file cannot be read/],
  ["it has no certificate", "empty.pem", "hello", /has no certificate/],
  [
    "it is damaged",
    "damaged.pem",
    "-----BEGIN CERTIFICATE-----\nTm8=\n-----END CERTIFICATE-----\n",
    /cannot be read/,
  ],
])("refuses the file where %s", async (_, name, text, message) => {
  if (text !== undefined) writeFileSync(path.join(dir, name), text);
  const failure: unknown = await read(name).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ConfigError);
  expect(failure).toMatchObject({ message: expect.stringMatching(message) });
});

it("hands the file to git", async () => {
  const http = sourceHttp({ network: { privateAddresses: true } });
  const options = { repository: "https://git.example.com/docs.git", token: "t0ken" };
  const { config } = await remoteOf(options as Parameters<typeof remoteOf>[0], options.repository, {
    baseDir: dir,
    http,
    caFile: authority.caFile,
  });
  expect(config).toMatchObject({ "http.sslCAInfo": authority.caFile });
});
