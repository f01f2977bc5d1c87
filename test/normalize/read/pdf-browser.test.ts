import { expect, it } from "vitest";
import { readPdf } from "../../../src/normalize/read/pdf/index.ts";
import { chromiumPath, launchChromium, openPage, whyNoBrowser } from "../../setup/chromium.ts";

const page = `<title>Printed guide</title><h1>Guide</h1><p>Run <code>agent</code> with <b>care</b>, see
<a href="https://docs.acme.example/a">the manual</a>.</p><h2>Steps</h2><ul><li>one</li><li>two</li></ul>
<pre>if a:\n    b()</pre><p style="color: white; print-color-adjust: exact">unseen</p>
<p>The agent keeps its settings in one file, and reads that file again when it changes, for all of its users.</p>`;

it.skipIf(!chromiumPath)(`a page that Chromium printed${whyNoBrowser}`, async () => {
  const browser = await launchChromium();
  const tab = await openPage(browser);
  await tab.setContent(page);
  const body = await tab.pdf({ format: "A4" });
  await browser.close();
  const [converted] = await readPdf({ body });
  expect(converted?.title).toBe("Printed guide");
  const html = converted?.html ?? "";
  expect(html).toContain("<h1>Guide</h1>");
  expect(html).toContain("<h2>Steps</h2>");
  // Chromium draws bullets as shapes.
  expect(html).toContain("<ul><li>one</li><li>two</li></ul>");
  expect(html).toContain('<a href="https://docs.acme.example/a">the manual</a>');
  expect(html).toContain("<code>agent</code>");
  expect(html).toContain("<pre><code>if a:\n    b()</code></pre>");
  expect(html).not.toContain("unseen");
});
