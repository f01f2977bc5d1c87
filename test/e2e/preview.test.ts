import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startCli, tempFolder } from "./cli.ts";
import { runHere as runCli } from "./cli-here.ts";

const examples = path.resolve(import.meta.dirname, "../../examples");

describe("preview", () => {
  async function twoFiles() {
    const cwd = await tempFolder();
    await mkdir(path.join(cwd, "a"));
    await writeFile(path.join(cwd, "a/one.md"), "---\ntitle: One\n---\nSee [two](two.md).\n");
    await writeFile(
      path.join(cwd, "two.html"),
      "<title>Two</title><main><h1>Two</h1><p>Text &amp; more</p></main>",
    );
    return cwd;
  }

  test("one file: Markdown, HTML or an object; what was dropped on stderr", async () => {
    const cwd = await twoFiles();
    const markdown = await runCli(["preview", "a/one.md"], { cwd });
    expect(markdown).toMatchObject({ code: 0, stdout: "# One\n\nSee two.\n" });
    expect(markdown.stderr).toMatch(/^a\/one\.md: .*link/);
    const html = await runCli(
      ["preview", "a/one.md", "--format", "html", "--url", "https://example.com/docs/one"],
      { cwd },
    );
    expect(html.stdout).toBe('<p>See <a href="https://example.com/docs/two.md">two</a>.</p>\n');
    const page = JSON.parse((await runCli(["preview", "two.html", "--format", "json"], { cwd })).stdout);
    expect(page).toEqual({
      title: "Two",
      html: "<p>Text &amp; more</p>",
      markdown: "Text & more",
      url: null,
      words: expect.any(Number),
      audience: null,
      // A file has no address that Fin could cite, and three words answer nothing.
      warnings: [{ code: "nothing-left" }, { code: "no-url" }].map((warning) =>
        expect.objectContaining(warning),
      ),
    });
  });

  test("several: an array, texts with their names, or a file each", async () => {
    const cwd = await twoFiles();
    const array = JSON.parse((await runCli(["preview", "a/one.md", "two.html", "--json"], { cwd })).stdout);
    expect(array.map(({ title }: { title: string }) => title)).toEqual(["One", "Two"]);
    const texts = await runCli(["preview", "a/one.md", "two.html"], { cwd });
    expect(texts.stdout).toBe(
      "<!-- a/one.md -->\n# One\n\nSee two.\n\n<!-- two.html -->\n# Two\n\nText & more\n",
    );
    const out = await runCli(["preview", "a/one.md", "two.html", "--format", "markdown", "--out", "p/q"], {
      cwd,
    });
    expect(out).toMatchObject({ code: 0, stdout: "" });
    expect(await readdir(path.join(cwd, "p/q"))).toEqual(["one.md", "two.md"]);
    expect(await readFile(path.join(cwd, "p/q/two.md"), "utf8")).toBe("# Two\n\nText & more\n");
  });

  test("an address, redirects followed; what is not a page is refused with a reason", async () => {
    const server = http.createServer((request, response) => {
      if (request.url === "/old") response.writeHead(302, { location: "/help/start" }).end();
      else if (request.url === "/help/start")
        response
          .writeHead(200, { "content-type": "text/html; charset=iso-8859-1" })
          .end(Buffer.from('<main><h1>Caf\u00e9</h1><p><a href="next">Next</a></p></main>', "latin1"));
      else if (request.url === "/logo") response.writeHead(200, { "content-type": "image/png" }).end("x");
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const base = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const page = JSON.parse((await runCli(["preview", `${base}/old`, "--json"])).stdout);
    expect(page).toMatchObject({ title: "Caf\u00e9", html: `<p><a href="${base}/help/next">Next</a></p>` });
    const missing = await runCli(["preview", `${base}/nope`]);
    expect(missing).toMatchObject({ code: 1, stdout: "" });
    expect(missing.stderr).toMatch(/\/nope: answered 404/);
    expect((await runCli(["preview", `${base}/logo`])).stderr).toMatch(
      /is image\/png: not a format that can be read/,
    );
    server.closeAllConnections();
  });

  test("as a source sends it: links, address, and why a document is not sent", async () => {
    const config = path.join(examples, "handbook.yaml");
    const args = ["preview", "api/create-shipment.mdx", "-c", config, "--source", "handbook", "--json"];
    const page = JSON.parse((await runCli(args)).stdout);
    expect(page.url).toBe("https://help.parcelwise.example/api/create-shipment");
    expect(page.html).toContain('href="https://help.parcelwise.example/');
    const file = path.join(examples, "handbook/guides/pick-by-voice.md");
    const draft = await runCli(["preview", file, "-c", config, "--source", "handbook"]);
    expect(draft.code).toBe(2);
    expect(draft.stderr).toMatch(/is not sent: draft/);
  });
});

describe("preview --serve", () => {
  const config = path.join(examples, "handbook.yaml");
  const place = /"url":\s*"(http:\/\/127\.0\.0\.1:\d+)"/;

  test.each<[what: string, args: string[], shows: string[]]>([
    [
      "a folder",
      ["handbook", "--url", "https://help.example.com"],
      ["Webhooks", "billing/legacy-plans.html"],
    ],
    [
      "one document of a source",
      ["handbook/api/webhooks.md", "--source", "handbook", "-c", config],
      ["1 document."],
    ],
    [
      "files and folders",
      ["handbook/api/webhooks.md", "handbook/billing"],
      ["Webhooks", "handbook/billing/legacy"],
    ],
  ])("%s, until it is told to end", async (_, args, shows) => {
    const preview = startCli(["preview", ...args, "--serve", "--json"], { cwd: examples });
    const [, url = ""] = await preview.until(place);
    const text = await (await fetch(url)).text();
    for (const shown of shows) expect(text).toContain(shown);
    preview.child.kill("SIGINT");
    expect(await preview.done).toMatchObject({ code: 0 });
  });

  test("as the source sends it: addresses, links and who is answered", async () => {
    const preview = startCli(["preview", "--source", "handbook", "-c", config, "--serve"]);
    const [url = ""] = await preview.until(/http:\/\/127\.0\.0\.1:\d+/);
    const page = await (await fetch(`${url}/document?key=api/create-shipment.mdx&as=html`)).text();
    expect(page).toContain('href="https://help.parcelwise.example/api/create-shipment"');
    expect(page).toContain("Customers and teammates");
    expect(page).toContain("https://help.parcelwise.example/guides/print-labels#void-a-label");
  });

  test.each<[what: string, args: string[], said: RegExp]>([
    ["nothing to show", ["--serve"], /preview --serve needs documents/],
    ["a port without it", ["config.yaml", "--port", "1"], /--port belongs to --serve/],
    ["two ways at once", ["handbook", "--serve", "--out", "x"], /exclude each other/],
    ["a folder without it", ["handbook"], /handbook is not a file[\s\S]*--serve/],
  ])("refuses %s", async (_, args, said) => {
    const { code, stderr } = await runCli(["preview", ...args], { cwd: examples });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(said) });
  });
});
