import { expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

test.each<[string, string, string]>([
  [
    "another colour within shows again, what is around it stays hidden",
    '<div style="background:#123456;color:#123456">secret<span style="color:white">seen</span></div>',
    "<p>seen</p>",
  ],
  [
    "a colour that is not known brings nothing back",
    '<p style="color:white;background:white">a<span style="color:var(--x)">b</span></p><p>c</p>',
    "<p>c</p>",
  ],
  [
    "nor does a background that is inherited",
    '<p style="color:white">a<span class="k" style="background:inherit">b</span></p><p>c</p>',
    "<p>c</p>",
  ],
  [
    "nor the same colour said again",
    '<p style="color:white">a<span class="k" style="color:#fefefe">b</span></p><p>c</p>',
    "<p>c</p>",
  ],
  [
    "a box in the colour of the page's letters shows letters of its own",
    '<div style="color:#111"><div style="background:#111"><p style="color:#eee">seen</p></div></div>',
    "<p>seen</p>",
  ],
])("%s", (_name, html, expected) => expect(flat(html)).toBe(expected));
