import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { confluence } from "../../../connectors/confluence/index.ts";
import { documentsOf, entriesOf, testIo } from "../../../src/connector-kit/testing/index.ts";
import { contentIn } from "./site.ts";
import { cloudSystem, dataCenterSystem, type System } from "./systems.ts";

const macro = (name: string, inner = "") =>
  `<ac:structured-macro ac:name="${name}">${inner}</ac:structured-macro>`;
const rich = (inner: string) => `<ac:rich-text-body>${inner}</ac:rich-text-body>`;
const plain = (inner: string) => `<ac:plain-text-body><![CDATA[${inner}]]></ac:plain-text-body>`;
const named = (name: string, value: string) => `<ac:parameter ac:name="${name}">${value}</ac:parameter>`;
const page = (title: string) => `<ac:link><ri:page ri:content-title="${title}"/></ac:link>`;

/** What only Confluence can render, beside what shows others. */
const storage = [
  "<p>Words &amp; signs: &euro; 5 &lt; 6.</p>",
  macro("html", plain("<p>Quokkacanary &amp; co</p>")),
  macro("auitabs", rich(macro("auitabspage", `${named("title", "Windows")}${rich("<p>Run setup.</p>")}`))),
  macro("stock-prices"),
  macro("drawio", named("diagramName", "plan")),
  macro("csv", named("url", "x")),
  macro("expand", rich(`<p>Before.</p>${macro("excerpt-include", named("", page("Expenses")))}`)),
  macro("include", named("", page("Salary bands"))),
  macro("children"),
  `<p>See ${page("Salary bands")} and ${page("Leave")}.</p>`,
].join("");

describe.each([
  ["Cloud", cloudSystem],
  ["Data Center", dataCenterSystem],
])("a page that shows others, %s", (edition, start) => {
  let system: System;
  beforeEach(async () => {
    system = await start();
    onTestFinished(() => system.close());
    contentIn(system.site, "101").storage = storage;
  });
  const load = async (options: object = {}) => {
    const io = testIo("/", "/");
    const parsed = confluence.options.parse({ ...system.options, ...options });
    const found = documentsOf(await entriesOf(confluence.list(parsed, io))).find(
      ({ externalId }) => externalId === "101",
    );
    const { body, warnings = [] } = (await found?.load(io.signal)) ?? { body: "" };
    const macros = warnings.flatMap(({ code, message }) =>
      code === "macro-left-out" ? [/"([^"]*)"/.exec(message)?.[1]] : [],
    );
    return { body: String(body), macros };
  };
  const conversions = () =>
    system.server.requests.filter(({ path, method }) => method === "POST" && path.includes("/convert/"));

  it("keeps Confluence's rendering, but for the macros and links that show others", async () => {
    const { body, macros } = await load();
    expect(body).toContain("Quokkacanary &amp; co");
    expect(body).toContain(
      '<div class="aui-tabs"><div class="tabs-pane"><strong>Windows</strong><p>Run setup.</p>',
    );
    expect(body).toContain("Wombatcanary 17");
    expect(body).toContain("<p>Before.</p><p>Claim within 30 days.</p>");
    expect(body).toContain(">Leave</a>");
    expect(body).not.toMatch(/Band C|Salary|finpart|finmacro|not found/);
    expect(macros).toEqual(["csv", "drawio"]);
  });

  it("sends Confluence nothing that it would show of others", async () => {
    await load();
    expect(conversions().length).toBeGreaterThan(0);
    for (const { body } of conversions()) expect(body).not.toMatch(/children|Salary|excerpt-include/);
  });

  it("is rendered here where Confluence does not convert, which is asked once, and each lost macro is named", async () => {
    system.site.converts = false;
    const { body, macros } = await load();
    expect(body).toContain("Quokkacanary");
    expect(body).toContain("Claim within 30 days.");
    expect(macros).toEqual(["csv", "drawio", "stock-prices"]);
    expect(conversions()).toHaveLength(1);
  });

  it.each([
    ["500", { status: 500, json: {} }],
    ["an odd answer", { json: {} }],
    ["a task that fails", { json: { asyncId: "task-99", error: "timeout", status: "FAILED" } }],
  ])("is rendered here where the answer is %s", async (_, reply) => {
    system.server.interfere(({ path }) => (path.includes("/convert/") ? reply : undefined));
    const { body } = await load();
    expect(body).toContain("Claim within 30 days.");
    expect(body).toContain("Quokkacanary");
  });

  it("is rendered here where Confluence loses what is included, so that it is not lost", async () => {
    const losing = (json: unknown): unknown => JSON.parse(JSON.stringify(json).replace(/finpart\w+/g, ""));
    system.server.interfere(({ path }) =>
      path.includes("/convert/") ? (reply) => ({ ...reply, json: losing(reply.json) }) : undefined,
    );
    const { body } = await load();
    expect(body).toContain("Claim within 30 days.");
    expect(body).not.toContain("Wombatcanary");
  });

  it("keeps the kind of the new editor's panels, and what is included in one", async () => {
    const inside = `<p>Mind this.</p>${macro("excerpt-include", named("", page("Expenses")))}`;
    const shown = `<div class="panel" style="background-color: rgb(234,230,255);"><div class="panelContent">${inside}</div></div>`;
    contentIn(system.site, "101").storage =
      `<ac:adf-extension><ac:adf-node type="panel"><ac:adf-attribute key="panel-type">note</ac:adf-attribute><ac:adf-content>${inside}</ac:adf-content></ac:adf-node><ac:adf-fallback>${shown}</ac:adf-fallback></ac:adf-extension>${macro("stock-prices")}`;
    const { body } = await load();
    expect(body).toMatch(/<div class="admonition note">.*Mind this\.<\/p><p>Claim within 30 days\./s);
    expect(body.match(/Claim within/g)).toHaveLength(1);
    expect(body).toContain("Wombatcanary");
  });

  it("is rendered here where the options say so", async () => {
    expect((await load({ body: "storage" })).macros).toContain("stock-prices");
    expect(conversions()).toEqual([]);
  });

  it("names files and pages to a Data Center, which is not told which page it is", async () => {
    if (edition === "Cloud") return;
    contentIn(system.site, "101").storage =
      `${storage}<ac:image><ri:attachment ri:filename="map.png"/></ac:image>`;
    await load();
    const sent = conversions().map(({ body }) => body);
    expect(sent.join()).toContain('ri:content-title=\\"Leave\\" ri:space-key=\\"HB\\"');
    expect(sent.join()).toContain('<ri:page ri:space-key=\\"HB\\" ri:content-title=\\"Handbook home\\"/>');
  });
});
