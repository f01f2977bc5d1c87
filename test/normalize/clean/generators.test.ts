import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { normalizedHtml } from "../support/normalized.ts";

/** One article as five generators render it, each with its own boilerplate; the page is always the same. */
const folder = path.join(import.meta.dirname, "../../fixtures/pages");

const article = `<p>The agent sends metrics from your hosts. See the <a href="https://docs.example.com/docs/ports">list of ports</a> first.</p>
<blockquote>
<p><strong>Warning</strong></p>
<p>Do not install two agents on one host.</p>
</blockquote>
<h2>Steps</h2>
<ol>
<li>Download the package.</li>
<li>Run the installer:</li>
</ol>
<p><strong>Linux</strong></p>
<pre><code class="language-bash">curl -O https://example.com/agent.sh
sudo sh agent.sh --token "$TOKEN"</code></pre>
<p><strong>Windows</strong></p>
<pre><code class="language-powershell">.\\agent.exe /install</code></pre>
<h2>Options</h2>
<table>
<thead>
<tr><th>Option</th><th>Meaning</th></tr>
</thead>
<tbody>
<tr><td><code>--token</code></td><td>The key of your account</td></tr>
<tr><td><code>--quiet</code></td><td>Prints errors only</td></tr>
</tbody>
</table>
<p><em>Image: The status window of the agent</em></p>`;

test.each(fs.readdirSync(folder))("%s", (file) => {
  const page = normalizedHtml(fs.readFileSync(path.join(folder, file)), {
    url: "https://docs.example.com/agent/",
  });
  expect(page.html).toBe(article);
  expect(page.title).toBe("Install the agent");
  expect(page.words).toBe(63);
  expect(page.warnings.map(({ code }) => code)).toEqual(["boilerplate-dropped"]);
});
