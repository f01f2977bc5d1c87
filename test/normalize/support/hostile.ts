import type { Document, MediaType } from "../../../src/normalize/document.ts";
import { hiddenChannels } from "./hidden-channels.ts";

/** Words that must not appear in the output of any of these inputs. */
export const canary = "zebracanary";
const formats: readonly MediaType[] = ["text/html", "text/markdown", "text/mdx", "text/plain"];

/** A generator of numbers from 0 to 1 that one seed determines (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Random = () => number;
export const among = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T;
/** Usually a few, sometimes very many. */
export const amount = (random: Random, most: number) => Math.max(1, Math.floor(most ** random()));
export const nested = (open: string, close: string, times: number, inner = "x") =>
  open.repeat(times) + inner + close.repeat(times);

/** Text that makes patterns backtrack: each is repeated, and ends so that the match fails. */
const pumps = [
  ..."< <! <!-- </ <a <a\u00a0 & &# [ ![ ]( [x]( [^ ` `` ``` ~ * ** *a _ __ | \\ # ##### > - + 1. : ::: :::: { {% {{ {{< {# ${ $ $$ <{ </> ( \" ' = == --- +++ ! !!! ??? @ / // http:// www. \t % ^ ~~ == ++ [[ ]] ---\n > - * 1)".split(
    " ",
  ),
  " ",
  "\n",
  "\n\n",
  "\t",
  "\u00a0",
  "a ",
  "a\n",
  "a: b\n",
  "- a\n",
  "| a ",
  "|-",
  "<!-- x",
  "<b ",
  'a="',
  "import a ",
  "export const a = ",
  "{/* ",
  "[a]: b\n",
  "[a][b]",
  "![a](b)",
  "a@b.",
  ":a[",
  "\ud800",
  "\u202e",
  "👩‍",
];
const tags =
  "div span b i a p ul ol li table tr td blockquote details summary section pre code font em svg math dl dt dd h1 select form button label q sub".split(
    " ",
  );

type Make = (random: Random) => string;

/** The classes of hostile input, each as a generator. */
const classes: Readonly<Record<string, Make>> = {
  "nested elements": (r) => {
    const tag = among(r, tags);
    return nested(`<${tag}>`, r() < 0.5 ? `</${tag}>` : "", amount(r, 100_000));
  },
  "nested elements of many kinds": (r) =>
    Array.from({ length: amount(r, 20_000) }, () => `<${among(r, tags)}>`).join(""),
  "nested quotations": (r) => `${"> ".repeat(amount(r, 100_000))}x`,
  "nested lists": (r) => {
    const mark = among(r, ["- ", "* ", "1. ", "+ "]);
    return r() < 0.5
      ? `${mark.repeat(amount(r, 50_000))}x`
      : Array.from({ length: amount(r, 1500) }, (_, level) => `${"  ".repeat(level)}${mark}x`).join("\n");
  },
  "nested directives": (r) =>
    Array.from({ length: amount(r, 5000) }, (_, n) => `${":".repeat(3 + (r() < 0.5 ? 0 : n % 50))}note`).join(
      "\n",
    ),
  "nested components": (r) =>
    nested("<Tabs><Tab title='x'>\n", "</Tab></Tabs>\n", amount(r, 5000), `${canary.slice(0, 3)}\n`),
  "nested braces": (r) =>
    nested(among(r, ["{", "{[", "{(", "{a?", "${`"]), among(r, ["}", "]}", ")}"]), amount(r, 50_000)),
  "nested data": (r) =>
    `---\na: ${nested("[", "]", amount(r, 50_000), "")}\nb: ${nested("{a: ", "}", amount(r, 5000), "1")}\n---\nx`,
  "data that multiplies": (r) => {
    const levels = Math.max(2, amount(r, 40));
    const line = (n: number) =>
      `l${n}: &l${n} [${Array.from({ length: 10 }, () => (n === 0 ? "x" : `*l${n - 1}`)).join(",")}]`;
    return `---\n${Array.from({ length: levels }, (_, n) => line(n)).join("\n")}\ntitle: *l${levels - 1}\n---\nx`;
  },
  "one pattern over and over": (r) =>
    among(r, pumps).repeat(amount(r, 200_000)) + among(r, ["", "x", "\n", "!", ">"]),
  "two patterns in turn": (r) => `${among(r, pumps)}${among(r, pumps)}`.repeat(amount(r, 100_000)),
  "a pattern and its end": (r) => {
    const many = amount(r, 100_000);
    return among(r, pumps).repeat(many) + among(r, pumps).repeat(many);
  },
  "a code block of very many lines": (r) =>
    `<pre>${"<span>let</span> a = 1;\n".repeat(amount(r, 32_000))}</pre>`,
  "a long fence": (r) => `\`\`\`js\n${"let a = 1;\n".repeat(amount(r, 60_000))}`,
  "a large table": (r) => `<table>${"<tr><td>1<td>a <b>b</b><td>c".repeat(amount(r, 20_000))}</table>`,
  "a large Markdown table": (r) => `| a | b |\n|---|---|\n${"| x | `y` |\n".repeat(amount(r, 20_000))}`,
  spans: (r) =>
    `<table><tr><td colspan=${amount(r, 100_000)} rowspan=${amount(r, 100_000)}>x</td></tr>${"<tr><td>a".repeat(amount(r, 3000))}</table>`,
  attributes: (r) =>
    `<a ${Array.from({ length: amount(r, 30_000) }, (_, n) => `a${n}="${n}"`).join(" ")}>x</a>`,
  classes: (r) =>
    `<p class="${Array.from({ length: amount(r, 30_000) }, (_, n) => `c${n}`).join(" ")}">x</p>`.repeat(
      amount(r, 5),
    ),
  "a style of many declarations": (r) =>
    `<p style="${"color:red;".repeat(amount(r, 50_000))}">x</p>`.repeat(amount(r, 20)),
  "a style sheet of many rules": (r) =>
    `<style>${Array.from({ length: amount(r, 30_000) }, () => `.a${among(r, [" ", ">", "."])}.b{color:red}`).join("")}</style>${"<div class='a b'>".repeat(amount(r, 2000))}x`,
  "an unfinished style sheet": (r) =>
    `<style>${among(r, ["{", "@media (", "/*", "a[", "'", ".a{b:", "\\"]).repeat(amount(r, 50_000))}</style>x`,
  "formatting left open": (r) =>
    Array.from({ length: amount(r, 8000) }, (_, n) => `<b class=c${n}><p>x`).join(""),
  footnotes: (r) =>
    `${"[^a]".repeat(amount(r, 5000))}\n\n${"[^a]: x[^b]\n\n[^b]: y[^a]\n\n".repeat(amount(r, 500))}`,
  references: (r) =>
    Array.from(
      { length: amount(r, 10_000) },
      (_, n) => `[r${n}]: https://e.example/${n}\n[r${n}][r${n + 1}]`,
    ).join("\n"),
  "includes of themselves": (r) =>
    `{% include "a.md" %}\n--8<-- "a.md"\n<<< a.md\nimport A from './a.md'\n\n<A/>\n`.repeat(amount(r, 200)),
  "bytes that are not text": (r) =>
    Array.from({ length: amount(r, 20_000) }, () => String.fromCharCode(Math.floor(r() * 65_536))).join(""),
  "control characters": (r) =>
    "\0\x01\x1b[31m\x7f\x85\r\n\r\ufeff\u202e\u2028\ud800x".repeat(amount(r, 20_000)),
  "hidden words": (r) =>
    Array.from({ length: amount(r, 30) }, () => among(r, Object.values(hiddenChannels))(canary)).join(
      // Words between, as a sign for the eye right beside its words for screen readers keeps one of the two.
      "\n\nand\n\n",
    ),
  scripts: (r) =>
    Array.from({ length: amount(r, 200) }, () =>
      among(r, [
        `<script>${canary}</script>`,
        `<SCRIPT x>${canary}</SCRIPT >`,
        `<scr<script>x</script>ipt></script>`,
        `<img src=x onerror="${canary}()">`,
        `<a href="java\nscript:${canary}()">x</a>`,
        `<a href=" &#14; javascript&colon;${canary}()">x</a>`,
        `<svg onload="${canary}()"><script>${canary}</script></svg>`,
        `<math><mtext><script>${canary}</script></mtext></math>`,
        `<iframe srcdoc="<script>${canary}</script>"></iframe>`,
        `<object data="javascript:${canary}"></object>`,
        `<style>@import "javascript:${canary}";</style>`,
        `<form action="javascript:${canary}"><input value="${canary}"></form>`,
        `<noscript><p title="</noscript><script>${canary}</script>">`,
        `<base href="javascript:${canary}//"><a href="x">x</a>`,
        `<link rel=prefetch href="https://t.example/${canary}">`,
        `<meta http-equiv=refresh content="0;url=javascript:${canary}">`,
      ]),
    ).join("\n"),
  "links that run scripts, in Markdown": (r) =>
    Array.from({ length: amount(r, 200) }, () => {
      const target = among(r, [
        `javascript:${canary}`,
        `JaVaScRiPt&#58;${canary}`,
        `data:text/html,${canary}`,
        `vbscript:${canary}`,
        `&#x6A;avascript:${canary}`,
        `file:///${canary}`,
        `<java\tscript:${canary}>`,
      ]);
      return among(r, [
        `[x](${target})`,
        `![x](${target})`,
        `[x]: ${target}\n\n[x]`,
        `<javascript:x>\n\n[y](${target} "z")`,
      ]);
    }).join("\n\n"),
};

export const hostileClasses: readonly string[] = Object.keys(classes);

/** Hostile text of any class. */
export const hostileText = (random: Random): string =>
  (classes[among(random, hostileClasses)] as Make)(random);

export interface HostileCase {
  readonly name: string;
  readonly document: Document;
  /** In plain text, and in HTML that contains Markdown, the words are visible to everybody. */
  readonly mayShowCanary: boolean;
}

/** Case `index` of a seed: the classes and formats in turn, the rest at random. */
export function hostileCase(seed: number, index: number): HostileCase {
  const random = randomFrom(seed * 100_003 + index);
  const name = hostileClasses[index % hostileClasses.length] as string;
  const mediaType = formats[Math.floor(index / hostileClasses.length) % formats.length] as MediaType;
  const made = (classes[name] as Make)(random);
  const start = mediaType === "text/html" && random() < 0.5 ? "<!doctype html><html><body><main>" : "";
  const text = `${start}${made}`;
  const isBytes = random() < 0.3;
  return {
    name: `${name} as ${mediaType}${start === "" ? "" : " (page)"}`,
    document: {
      body: isBytes ? Buffer.from(text) : text,
      mediaType,
      name: "hostile",
      includes: { "a.md": text.slice(0, 20_000), "./a.md": text.slice(0, 20_000) },
    },
    mayShowCanary: mediaType === "text/plain" || (name.endsWith("in Markdown") && mediaType === "text/html"),
  };
}

/** Why an output must not be published; undefined when it may. */
export function escapeIn(
  output: string,
  { mayShowCanary }: Pick<HostileCase, "mayShowCanary">,
): string | undefined {
  if (!mayShowCanary && output.includes(canary)) return `the canary is in it: …${around(output, canary)}…`;
  if (/<(?:script|style|iframe|object|embed|form|svg|link|meta|base)\b/i.test(output))
    return "active content is in it";
  if (/<a href="(?!https?:|mailto:|tel:)/i.test(output))
    return `a link of another kind is in it: ${around(output, 'href="')}`;
  return undefined;
}

function around(output: string, words: string): string {
  const at = output.indexOf(words);
  return output.slice(Math.max(at - 60, 0), at + 60);
}
