import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { docsRepo } from "../../../connectors/docs-repo/index.ts";
import { entriesOf, testIo } from "../../../src/connector-kit/testing/index.ts";
import { sourceHttp } from "../../../src/http/source-http.ts";

/** A listener that counts who comes, and never answers as git would. */
async function door() {
  let callers = 0;
  const server = createServer((socket) => {
    callers += 1;
    socket.on("error", () => {});
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : 0, callers: () => callers };
}

async function listed(repository: string, allowHosts: readonly string[]): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), "fin-ingest-hosts-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const http = sourceHttp({ network: { allowHosts, privateAddresses: false } });
  const io = { ...testIo(dir, path.join(dir, "cache")), http };
  return entriesOf(docsRepo.list(docsRepo.options.parse({ repository }), io)).then(
    () => "listed",
    (error: unknown) => String(error),
  );
}

test.each([
  "https://localhost:PORT/docs.git",
  "https://127.0.0.1:PORT/docs.git",
  "ssh://git@localhost:PORT/docs.git",
  "git@localhost:docs.git",
  "localhost:docs.git",
  "http://localhost:PORT/docs.git",
])("%s is not asked when allow_hosts does not name its host", async (address) => {
  const { port, callers } = await door();
  const result = await listed(address.replace("PORT", String(port)), ["git.example.com", "*.localhost"]);
  expect(result).toMatch(/not requested: .* is not among the source's allow_hosts/);
  expect(callers()).toBe(0);
});

test("a host that is named is asked", async () => {
  const { port, callers } = await door();
  const result = await listed(`https://localhost:${port}/docs.git`, ["localhost"]);
  expect(result).toContain("git fetch failed");
  expect(callers()).toBeGreaterThan(0);
});

test("files need no host", async () => {
  expect(await listed("file:///nowhere/docs.git", ["git.example.com"])).toContain("git fetch failed");
  expect(await listed("./nowhere", ["git.example.com"])).toContain("git fetch failed");
});
