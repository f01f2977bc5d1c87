import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeHtml } from "../../src/emulator/pages.ts";
import { call, pageOf, started, withSource } from "./support.ts";

const path = "/ai/external_pages";
const html = "<h1>A</h1>\n<p>One<br>two</p>";
const normalized = '<h1 class="intercom-align-left">A</h1><p class="intercom-align-left">One<br />two</p>';

test.each([
  ["never", html, html],
  ["at-once", normalized, normalized],
  ["later", html, normalized],
] as const)("html that is normalised %s", async (handling, answered, kept) => {
  const emulator = await started({ normalizesHtml: handling });
  const source = await withSource(emulator);
  const made = await call(emulator, "POST", path, pageOf(source, "a", { html }));
  expect(made.json.html).toBe(answered);
  expect((await call(emulator, "GET", `${path}/1`)).json.html).toBe(kept);
  await call(emulator, "POST", path, pageOf(source, "a", { html }));
  expect(emulator.log.writes().at(-1)?.effect).toBe("same");
});

test("what is normalised stays as it is", () => {
  const pieces = fc.array(
    fc.constantFrom("<p>", "</p>", "<br>", "<hr/>", "<h2>", "</h2>", "\n", " ", "text", "<em>"),
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const once = normalizeHtml(parts.join(""));
      expect(normalizeHtml(once)).toBe(once);
    }),
  );
});

test("it is switched while the emulator runs", async () => {
  const emulator = await started();
  const put = (body: unknown) =>
    fetch(`${emulator.url}/_emulator/html`, { method: "PUT", body: JSON.stringify(body) });
  expect((await put({ normalized: "at-once" })).status).toBe(204);
  expect(emulator.html.normalized).toBe("at-once");
  expect((await put({ normalized: "sometimes" })).status).toBe(400);
});
