import { describe, expect, it } from "vitest";
import { sphinxConfiguration } from "../../../src/normalize/media-types.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";
import { documentFacts } from "../../../src/normalize/read/document-facts.ts";
import { sphinxConfigurationOf } from "../../../src/normalize/read/rst/configuration.ts";
import { prepareRst } from "../../../src/normalize/read/rst/prepare.ts";
import { Warnings } from "../../../src/normalize/warnings.ts";

const conf = `project = "Acme"
_repo = "https://git.example.com/acme"
version: str = '2.1'
# rst_epilog = """
# .. |old| replace:: old words
# """
rst_prolog = """
.. |product| replace:: Acme *Pro*
.. |gear| image:: /_static/gear.svg
    :alt: gear icon

    :width: 10
"""
rst_epilog = f"""
.. |release-name| replace:: Release {version}
.. |unknown| replace:: {compute()}
"""
extlinks = {
    "issue": (f"{_repo}/issues/%s", "issue %s"),
    'pkg': ('https://pkg.example.com/%s/', None),
    "made": (url_of("x"), "%s"),
}
myst_substitutions = {
    "short": "a **short** text",
    "made": make(),
}
`;
const includes = { [sphinxConfiguration]: conf };
const prepared = (text: string) => prepareRst(text, new Warnings(), includes).trim();

describe("a Sphinx project's configuration", () => {
  it("states substitutions, links and values in plain strings", () => {
    const { substitutions, extlinks, values } = sphinxConfigurationOf(includes);
    expect([...substitutions.keys()]).toEqual(["product", "gear", "release-name"]);
    expect(substitutions.get("gear")).toContain(":alt: gear icon");
    expect(Object.fromEntries(extlinks)).toEqual({
      issue: { url: "https://git.example.com/acme/issues/%s", caption: "issue %s" },
      pkg: { url: "https://pkg.example.com/%s/", caption: undefined },
    });
    expect(values).toEqual({ short: "a **short** text" });
  });
  it.each([
    ["a name that it defines", "Use |product|.", "Use |product|.\n\n.. |product| replace:: Acme *Pro*"],
    [
      "a name that it fills in",
      "|release-name|!",
      "|release-name|!\n\n.. |release-name| replace:: Release 2.1",
    ],
    [
      "a name that the text defines itself",
      ".. |product| replace:: Mine\n\n|product|",
      ".. |product| replace:: Mine\n\n|product|",
    ],
    ["a link with a caption", ":issue:`12`", "`issue 12 <https://git.example.com/acme/issues/12>`__"],
    ["a link with words", ":issue:`this one <12>`", "`this one <https://git.example.com/acme/issues/12>`__"],
    [
      "a link without a caption",
      ":pkg:`acme`",
      "`https://pkg.example.com/acme/ <https://pkg.example.com/acme/>`__",
    ],
  ])("%s", (_, text, made) => {
    expect(prepared(text)).toBe(made);
  });
  it("gives MyST its values, which the front matter may replace", async () => {
    const read = async (front: string) => {
      const body = `${front}(x)=\n# T\n\nRead {{ short }}.`;
      const [page] = await normalizeDocument({ body, mediaType: "text/markdown", name: "a.md", includes });
      return page?.html;
    };
    expect(await read("")).toContain("Read a <strong>short</strong> text.");
    expect(await read("---\nsubstitutions:\n  short: mine\n---\n")).toContain("Read mine.");
  });
});

describe("it is read only where a text needs it", () => {
  it.each([
    ["a name", "Use |product|.", true],
    ["a role of the project's", ":issue:`1`", true],
    ["Sphinx's own roles", ":ref:`x` :py:func:`y` :kbd:`z`", false],
    ["a table's bars", "+---+---+\n| a | b |\n+---+---+", false],
    ["plain words", "Words.", false],
  ])("%s", (_, text, isNeeded) => {
    expect(documentFacts(text, "text/x-rst").includes.includes(sphinxConfiguration)).toBe(isNeeded);
  });
  it.each([
    ["MyST's value", "(x)=\n# T\n\n{{ short }}", true],
    ["a value of another generator", "# T\n\n{{ short }}", false],
  ])("%s", (_, text, isNeeded) => {
    expect(documentFacts(text, "text/markdown").includes.includes(sphinxConfiguration)).toBe(isNeeded);
  });
});
