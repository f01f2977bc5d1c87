import { expect, test } from "vitest";
import { hidingPairs } from "../support/hiding-pairs.ts";
import { codes, flat } from "../support/normalized.ts";

const text = "These are words that everybody reads, and there are quite a few of them. ".repeat(5);
const forms = [
  (inner: string) =>
    `<!doctype html><html><head><title>Page</title></head><body><main><h1>Page</h1><p>${text}</p>${inner}<p>${text} end</p></main></body></html>`,
  (inner: string) => `<p>${text}</p>${inner}<p>${text} end</p>`,
];

test.each(hidingPairs)("%s hides, and what looks like it does not", (_name, hidden, shown) => {
  for (const form of forms) {
    const without = flat(form(hidden.replace("§", "zebracanary")));
    expect(without).not.toContain("zebracanary");
    expect(without).toContain("end</p>");
    expect(flat(form(shown.replace("§", "parrotcanary")))).toContain("parrotcanary");
  }
});

test("the names of the ways are told apart", () => {
  expect(new Set(hidingPairs.map(([name]) => name)).size).toBe(hidingPairs.length);
});

test.each([
  ["a selector that is not known", "<style>.x:unheard-of(2){display:none}</style><p class=x>a</p>", true],
  [
    "a condition that is not known",
    "<style>@media (mood: blue){.x{display:none}}</style><p class=x>a</p>",
    true,
  ],
  [
    "a feature that is not known",
    "<style>@supports (foo: bar){.x{display:none}}</style><p class=x>a</p>",
    true,
  ],
  [
    "a feature that is not known, negated",
    "<style>@supports not (display: foo){.x{display:none}}</style><p class=x>a</p>",
    true,
  ],
  [
    "a value that depends",
    "<style>.x{display:if(style(--a: 1): none; else: block)}</style><p class=x>a</p>",
    true,
  ],
  [
    "a value that depends, in the attribute",
    '<p style="display:if(media(print): block; else: none)">a</p>',
    true,
  ],
  [
    "a rule that depends",
    "<style>@when media(width >= 1px) {.x{display:none}} @else {.y{display:none}}</style><p class=x>a</p>",
    true,
  ],
  ["a custom state", "<style>p:state(gone){display:none}</style><p>a</p>", true],
  ["a part of a component", "<style>x-card::part(body){display:none}</style><x-card>a</x-card>", true],
  ["the start of a transition", "<style>@starting-style{p{opacity:0}}</style><p>a</p>", false],
  ["a variable of another sheet", '<p style="display:var(--elsewhere)">a</p>', true],
  ["places among chosen siblings", "<style>p:nth-child(1 of .x){opacity:0}</style><p class=x>a</p>", true],
  ["a rule that hides nothing", "<style>.x:unheard-of(2){color:red}</style><p class=x>a</p>", false],
  ["generated text", "<style>p::before{display:none} p:after{opacity:0}</style><p>a</p>", false],
  ["a state", "<style>p:focus-visible{display:none}</style><p>a</p>", false],
])("%s: a rule that hides and is not understood is named", (_name, html, isNamed) => {
  expect(codes(html).includes("style-unread")).toBe(isNamed);
  expect(flat(html)).toContain("a</");
});
