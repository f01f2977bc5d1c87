import { describe, expect, test } from "vitest";
import { isPlaceholder } from "../../../src/normalize/blocks/descriptions.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";

test.each([
  "image",
  "Screenshot.",
  "enter image description here",
  "oven-door.png",
  "IMG_2031",
  "20240312_101500",
  "1000001540",
  "Screenshot 2024-03-12 at 10.15.00",
  "woman-at-a-desk",
  "Oven 8e40b6da Door",
  "Oven Door 2 1920x1080",
  "Oven Door Scaled 1",
])("%s describes nothing", (alt) => expect(isPlaceholder(alt)).toBe(true));

test.each([
  "Visa",
  "The dialog",
  "kube-proxy",
  "IPv6",
  "ESP32",
  "Step 3",
  "Error 1010",
  "Image of an oven",
  "The screen at 1920x1080",
  "Scaled drawing",
  "Deadbeef beaded facades",
])("%s may describe something", (alt) => expect(isPlaceholder(alt)).toBe(false));

describe("a description on a page", () => {
  const prose = "The oven is heated before the dough is made, and stays hot while it rises. ".repeat(8);
  const page = async (around: string) => {
    const body = `<html><body><main><h1>Bread</h1><p>${prose}</p>${around}<p>${prose}</p></main></body></html>`;
    const [made] = await normalizeDocument({ body, mediaType: "text/html", name: "bread.html" });
    return made?.html ?? "";
  };

  test.each([
    ["the heading above it", '<h2>How to close the oven</h2><img src=x alt="How to close the oven">'],
    [
      "a caption that it was cut from",
      '<div><img src=x alt="baking guide - Close the door as soon as the..."><p>Baking guide: Close the door as soon as the bread is in.</p></div>',
    ],
    [
      "a text with all of its words",
      '<p>The door of the oven has two handles of wood.</p><img src=x alt="Two handles of the oven door"><p>It opens with them.</p>',
    ],
    [
      "the same words with other marks",
      '<p><a href="/x"><img src=x alt="Ovens, doors & handles"></a></p><h3>Ovens / Doors / Handles</h3>',
    ],
  ])("is left out where %s says it", async (_what, html) => {
    expect(await page(html)).not.toContain("Image:");
  });

  test.each([
    ["says more", '<h2>The oven</h2><img src=x alt="The oven with its door open">'],
    [
      "is a short word",
      '<table><tr><th>Plan</th><td><img src=x alt="Included"></td><td>Not included</td></tr></table>',
    ],
  ])("stays where it %s", async (_what, html) => {
    expect(await page(html)).toMatch(/Image: The oven with|<td>Included</);
  });
});

test.each([
  [
    "<p>Learn<img src=x alt='How a loaf rises'>more</p>",
    "<p>Learn <em>Image: How a loaf rises</em> more</p>",
  ],
  [
    "<p><a href='https://x.example/v'><img src=x alt='How a loaf rises'></a>Learn more</p>",
    "<em>Image: How a loaf rises</em></a> Learn more</p>",
  ],
  ["<p>See (<img src=x alt='How a loaf rises'>).</p>", "<p>See (<em>Image: How a loaf rises</em>).</p>"],
])("a description does not run into the words beside its picture: %s", async (body, wanted) => {
  const [made] = await normalizeDocument({
    body: `<html><body>${body}</body></html>`,
    mediaType: "text/html",
    name: "bread.html",
  });
  expect(made?.html).toContain(wanted);
});
