import { describe, expect, it } from "vitest";
import { fillPageUrl, idFrom } from "../../../connectors/notion/ids.ts";
import { knownPageOf } from "../../../connectors/notion/known-page.ts";
import { below, top } from "../../../connectors/notion/place.ts";
import { labelsOf, propertyTable, valueText } from "../../../connectors/notion/properties.ts";
import { Page, Property } from "../../../connectors/notion/schema.ts";

const hex = "59833787e2c94fdf8782e53db20768a5";
const id = "59833787-e2c9-4fdf-8782-e53db20768a5";

it.each([
  [hex, id],
  [id.toUpperCase(), id],
  [`https://www.notion.so/${hex}`, id],
  [`https://www.notion.so/acme/Install-the-agent-${hex}?pvs=4`, id],
  [`https://acme.notion.site/Install-${hex}#part`, id],
  [`https://www.notion.so/acme/0123456789abcdef0123456789abcdef?v=1&p=${hex}&pm=s`, id],
  ["handbook", undefined],
  ["https://www.notion.so/acme/Install", undefined],
  [`ftp://www.notion.so/${hex}`, undefined],
  [`${hex}0`, undefined],
])("the id in %s", (text, expected) => {
  expect(idFrom(text)).toBe(expected);
});

it.each([
  ["https://d.example/{slug}", "Über uns & mehr", "https://d.example/uber-uns-mehr"],
  [
    "https://acme.notion.site/{path}",
    "Install the agent",
    `https://acme.notion.site/Install-the-agent-${hex}`,
  ],
  ["https://d.example/?id={id}", "x", `https://d.example/?id=${hex}`],
  ["https://d.example/{slug}", "???", `https://d.example/${hex}`],
])("page_url %s", (template, title, expected) => {
  expect(fillPageUrl(template, { id, title })).toBe(expected);
});

const words = (text: string) => [{ type: "text", plain_text: text, href: null }];

describe("properties", () => {
  it.each<[object, string]>([
    [{ type: "number", number: 0 }, "0"],
    [{ type: "number", number: null }, ""],
    [{ type: "rich_text", rich_text: words(" a  b ") }, "a b"],
    [{ type: "select", select: null }, ""],
    [{ type: "status", status: { name: "Done" } }, "Done"],
    [{ type: "multi_select", multi_select: [{ name: "a" }, { name: "b" }] }, "a, b"],
    [{ type: "people", people: [{ name: "Ada" }, { id: "x" }] }, "Ada"],
    [{ type: "files", files: [{ name: "a.pdf", file: { url: "https://s3.example/?X-Amz=1" } }] }, "a.pdf"],
    [{ type: "date", date: { start: "2025-01-01", end: null } }, "2025-01-01"],
    [{ type: "checkbox", checkbox: false }, "No"],
    [{ type: "unique_id", unique_id: { prefix: "FAQ", number: 7 } }, "FAQ-7"],
    [{ type: "created_time", created_time: "2025-01-02T03:04:00.000Z" }, "2025-01-02"],
    [{ type: "verification", verification: { state: "verified" } }, "Verified"],
    [{ type: "formula", formula: { type: "boolean", boolean: false } }, "No"],
    [{ type: "formula", formula: { type: "number", number: 2 } }, "2"],
    [
      {
        type: "rollup",
        rollup: {
          type: "array",
          array: [
            { type: "title", title: words("A") },
            { type: "number", number: 1 },
          ],
        },
      },
      "A, 1",
    ],
    [{ type: "rollup", rollup: { type: "number", number: 3 } }, "3"],
    [{ type: "relation", relation: [{ id }] }, ""],
    [{ type: "of_the_future", of_the_future: {} }, ""],
  ])("%j", (property, expected) => {
    expect(valueText(Property.parse(property))).toBe(expected);
  });

  const properties = {
    Name: Property.parse({ type: "title", title: words("T") }),
    Topic: Property.parse({ type: "multi_select", multi_select: [{ name: "A & B" }] }),
    Empty: Property.parse({ type: "number", number: null }),
    Edited: Property.parse({ type: "last_edited_time", last_edited_time: "2025-01-02T03:04:00.000Z" }),
    Link: Property.parse({ type: "url", url: "https://x.example" }),
  };
  it("are a table: all that are not empty, or those named", () => {
    const topic = '<tr><th scope="row">Topic</th><td>A &amp; B</td></tr>';
    const link =
      '<tr><th scope="row">Link</th><td><a href="https://x.example">https://x.example</a></td></tr>';
    expect(propertyTable({ properties }, true)).toBe(`<table><tbody>${topic}${link}</tbody></table>`);
    expect(propertyTable({ properties }, ["Link", "Topic", "None"])).toBe(
      `<table><tbody>${link}${topic}</tbody></table>`,
    );
    expect(propertyTable({ properties }, false)).toBe("");
    expect(labelsOf({ properties })).toEqual(["A & B"]);
  });
});

describe("what is kept of a page", () => {
  const page = (extra: object = {}) =>
    Page.parse({
      object: "page",
      id,
      last_edited_time: "2025-03-01T09:00:00.000Z",
      parent: { type: "workspace" },
      url: `https://www.notion.so/T-${hex}`,
      properties: { title: { type: "title", title: words("T") } },
      ...extra,
    });
  const at = Date.parse("2025-03-01T09:00:00.000Z");
  const known = (extra: object = {}, minutes = 60, page_url?: string) =>
    knownPageOf(page(extra), at + minutes * 60_000, { page_url, properties: false });

  it("has no final time while an edit in the same minute could go unseen, by Notion's clock", () => {
    expect([-1, 0, 4.99, 5, 600].map((minutes) => known({}, minutes).isTimeFinal)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });
  it("prefers the template's address, then the published one", () => {
    expect(known().url).toBe(`https://www.notion.so/T-${hex}`);
    expect(known({ public_url: "https://acme.notion.site/T" }).url).toBe("https://acme.notion.site/T");
    expect(known({ public_url: "https://acme.notion.site/T" }, 60, "https://d.example/{slug}").url).toBe(
      "https://d.example/t",
    );
  });
  it.each([["in_trash"], ["archived"], ["is_archived"]])("treats %s as gone", (flag) => {
    expect(known({ [flag]: true }).trashed).toBe(true);
    expect(known({ [flag]: false }).trashed).toBe(false);
  });
});

it("paths contain titles as parts, whatever characters they have", () => {
  const path = ["A/B", "..", " ", "C\\D"].reduce(below, top).path;
  expect(path).toBe("A-B/Untitled/Untitled/C-D");
});
