/**
 * A way to hide text from the readers of a page (`§` is where the words go), and what looks like it and hides nothing:
 * a reader that removes too much loses the second, one that removes too little shows the first.
 */
export type HidingPair = readonly [name: string, hidden: string, shown: string];

const styled = (hidden: string, shown: string) =>
  [`<p style="${hidden}">§</p>`, `<p style="${shown}">§</p>`] as const;
const ruled = (hidden: string, shown: string, html: string, shownHtml = html) =>
  [`<style>${hidden}</style>${html}`, `<style>${shown}</style>${shownHtml}`] as const;

const byValue: readonly HidingPair[] = [
  ["display", ...styled("display:none", "display:block")],
  ["visibility", ...styled("visibility:hidden", "visibility:visible")],
  ["opacity in percent", ...styled("opacity:0%", "opacity:50%")],
  ["opacity, calculated", ...styled("opacity:calc(1 - 1)", "opacity:calc(1 - .2)")],
  ["filter: opacity", ...styled("filter:opacity(0%)", "filter:opacity(80%)")],
  ["filter: blur", ...styled("filter:blur(12px)", "filter:blur(.4px)")],
  ["filter: contrast", ...styled("filter:contrast(0)", "filter:contrast(1.2)")],
  ["inset, all edges", ...styled("position:absolute;inset:-9999px", "position:absolute;inset:0")],
  [
    "inset, left edge",
    ...styled("position:fixed;inset:0 auto auto -200vw", "position:absolute;inset:0 auto auto 20px"),
  ],
  ["right edge", ...styled("position:absolute;right:-9999px", "position:absolute;right:-10px")],
  ["bottom edge", ...styled("position:fixed;bottom:-5000px", "position:absolute;bottom:-5px")],
  [
    "logical edge",
    ...styled("position:absolute;inset-inline-start:-9999px", "position:absolute;inset-inline-start:1em"),
  ],
  [
    "edge, calculated",
    ...styled("position:absolute;left:calc(-100vw - 500px)", "position:absolute;left:calc(100% - 900px)"),
  ],
  [
    "edge, the least of two",
    ...styled("position:absolute;left:min(-9999px, 0px)", "position:absolute;left:max(-9999px, 0px)"),
  ],
  ["far to the right", ...styled("position:absolute;left:99999px", "position:absolute;left:300px")],
  ["an edge without a position", ...styled("position:relative;left:-9999px", "left:-9999px")],
  ["margin shorthand", ...styled("margin:0 0 0 -9999px", "margin:0 0 0 -12px")],
  ["margin above", ...styled("margin-top:-5000px", "margin-top:-1em")],
  ["text-indent", ...styled("text-indent:-9999px", "text-indent:-2em")],
  [
    "text-indent to the right",
    ...styled("text-indent:100%;white-space:nowrap;overflow:hidden", "text-indent:2em;overflow:hidden"),
  ],
  ["scale", ...styled("transform:scale(0)", "transform:scale(.9)")],
  ["scaleX", ...styled("transform:scaleX(0)", "transform:scaleX(-1)")],
  ["scale in three dimensions", ...styled("transform:scale3d(1,0,1)", "transform:scale3d(1,1,1)")],
  ["scale as a property", ...styled("scale:0", "scale:1")],
  ["scale as a property, one axis", ...styled("scale:1 0", "scale:1 .8")],
  ["matrix without extent", ...styled("transform:matrix(0,0,0,0,0,0)", "transform:matrix(1,0,0,1,0,0)")],
  ["matrix that moves", ...styled("transform:matrix(1,0,0,1,-9999,0)", "transform:matrix(1,0,0,1,-10,0)")],
  [
    "matrix3d",
    ...styled(
      "transform:matrix3d(0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,1)",
      "transform:matrix3d(1,0,0,0,0,1,0,0,0,0,1,0,0,0,0,1)",
    ),
  ],
  ["rotated edge-on", ...styled("transform:rotateY(90deg)", "transform:rotateY(180deg)")],
  ["rotated edge-on, in turns", ...styled("transform:rotateX(.25turn)", "transform:rotate(.25turn)")],
  ["translate", ...styled("transform:translate(-9999px, 0)", "transform:translate(-50%, 0)")],
  ["translate3d", ...styled("transform:translate3d(-200vw,0,0)", "transform:translate3d(0,0,0)")],
  ["translate as a property", ...styled("translate:-9999px 0", "translate:-10px 0")],
  ["two transforms", ...styled("transform:rotate(3deg) scale(0)", "transform:rotate(3deg) scale(1)")],
  ["clip", ...styled("position:absolute;clip:rect(0,0,0,0)", "position:absolute;clip:rect(0,300px,200px,0)")],
  ["clip-path inset", ...styled("clip-path:inset(100%)", "clip-path:inset(0)")],
  ["clip-path inset from one side", ...styled("clip-path:inset(0 100% 0 0)", "clip-path:inset(0 10% 0 0)")],
  ["clip-path inset from two sides", ...styled("clip-path:inset(50% 0)", "clip-path:inset(5% 0)")],
  ["clip-path inset, rounded", ...styled("clip-path:inset(50% round 4px)", "clip-path:inset(0 round 4px)")],
  ["clip-path circle", ...styled("clip-path:circle(0 at 50% 50%)", "clip-path:circle(75% at 50% 50%)")],
  ["clip-path ellipse", ...styled("clip-path:ellipse(0 0)", "clip-path:ellipse(90% 90%)")],
  [
    "clip-path polygon in a point",
    ...styled(
      "clip-path:polygon(50% 50%, 50% 50%, 50% 50%)",
      "clip-path:polygon(0 0, 100% 0, 100% 100%, 0 100%)",
    ),
  ],
  [
    "clip-path polygon on a line",
    ...styled("clip-path:polygon(0 0, 100% 100%, 50% 50%)", "clip-path:polygon(0 0, 100% 0, 50% 100%)"),
  ],
  ["clip-path rect", ...styled("clip-path:rect(0 0 0 0)", "clip-path:rect(0 500px 500px 0)")],
  ["clip-path xywh", ...styled("clip-path:xywh(0 0 0 0)", "clip-path:xywh(0 0 500px 500px)")],
  [
    "a transparent mask",
    ...styled(
      "mask-image:linear-gradient(transparent, transparent)",
      "mask-image:linear-gradient(#000, transparent)",
    ),
  ],
  [
    "a transparent mask of WebKit",
    ...styled("-webkit-mask:linear-gradient(#0000,#0000)", "-webkit-mask:linear-gradient(#000f,#000)"),
  ],
  ["height", ...styled("height:0;overflow:hidden", "height:0;overflow:visible")],
  [
    "height, calculated",
    ...styled("height:calc(2px - 2px);overflow:hidden", "height:calc(2px + 2em);overflow:hidden"),
  ],
  ["max-height of a pixel", ...styled("max-height:1px;overflow:clip", "max-height:100px;overflow:clip")],
  ["max-width", ...styled("max-width:0;overflow:hidden", "max-width:100%;overflow:hidden")],
  ["block size", ...styled("block-size:0;overflow:hidden", "block-size:auto;overflow:hidden")],
  ["line height", ...styled("line-height:0;overflow:hidden", "line-height:1;overflow:hidden")],
  ["font size of nothing", ...styled("font-size:0", "font-size:11px")],
  ["font size in percent", ...styled("font-size:1%", "font-size:90%")],
  ["font size, calculated", ...styled("font-size:calc(1px * 0)", "font-size:calc(1rem - 2px)")],
  ["font size of a point", ...styled("font-size:1pt", "font-size:8pt")],
  ["font shorthand", ...styled("font:0/0 a", "font:14px/1.5 serif")],
  [
    "font sizes that multiply",
    '<div style="font-size:.2em"><p style="font-size:.2em">§</p></div>',
    '<div style="font-size:.9em"><p style="font-size:.9em">§</p></div>',
  ],
  ["letters on top of each other", ...styled("letter-spacing:-1em", "letter-spacing:-.02em")],
  ["dots in the place of letters", ...styled("-webkit-text-security:disc", "-webkit-text-security:none")],
  ["zoom", ...styled("zoom:.01", "zoom:.9")],
  ["content-visibility", ...styled("content-visibility:hidden", "content-visibility:auto")],
];

const byColor: readonly HidingPair[] = [
  ["a named colour on its like", ...styled("color:ivory;background:white", "color:navy;background:ivory")],
  ["a dark colour on its like", ...styled("color:#111;background:#0d0d0d", "color:#eee;background:#0d0d0d")],
  [
    "a colour by hue",
    ...styled(
      "color:hsl(120,50%,50%);background:hsl(120 50% 50%)",
      "color:hsl(120,50%,20%);background:hsl(120 50% 90%)",
    ),
  ],
  [
    "a colour by whiteness",
    ...styled("color:hwb(0 100% 0%);background:#fff", "color:hwb(0 0% 100%);background:#fff"),
  ],
  [
    "a colour by lightness",
    ...styled("color:oklch(1 0 0);background:#fff", "color:oklch(0 0 0);background:#fff"),
  ],
  [
    "a colour in percent",
    ...styled("color:rgb(100%,100%,100%);background:#fff", "color:rgb(0%,0%,100%);background:#fff"),
  ],
  ["hex with opacity", ...styled("color:#00000000", "color:#000000ff")],
  ["modern transparency", ...styled("color:rgb(0 0 0 / 0%)", "color:rgb(0 0 0 / 90%)")],
  ["transparent fill", ...styled("-webkit-text-fill-color:transparent", "-webkit-text-fill-color:#222")],
  [
    "transparent with a blurred shadow",
    ...styled("color:transparent;text-shadow:0 0 12px #000", "color:transparent;text-shadow:0 0 0 #000"),
  ],
  [
    "an inherited colour",
    '<div style="color:white"><p style="background:white">§</p></div>',
    '<div style="color:white;background:navy"><p>§</p></div>',
  ],
  [
    "a table's old attribute",
    '<table bgcolor="#336699"><tr><td><font color="#336699">§</font></td><td>x</td></tr></table>',
    '<table bgcolor="#336699"><tr><td><font color="#ffffff">§</font></td><td>x</td></tr></table>',
  ],
  [
    "white on the page",
    '<div><span style="color:#fdfdfd">§</span></div>',
    '<div><span style="color:#767676">§</span></div>',
  ],
];

const bySelector: readonly HidingPair[] = [
  [
    "a semicolon within a block, and one that spoils the next rule",
    ...ruled(".s1{color:red;;}.s2{display:none}", ".s1{color:red};.s2{display:none}", '<p class="s2">§</p>'),
  ],
  [
    "a rule behind a spoilt one, and one behind a stray bracket",
    ...ruled(";.s1{display:none}.s2{display:none}", ".s1{}}.s2{display:none}", '<p class="s2">§</p>'),
  ],
  [
    "a child, and one that is escaped for HTML",
    ...ruled(".s3 > p{display:none}", ".s3 &gt; p{display:none}", '<div class="s3"><p>§</p></div>'),
  ],
  [":is", ...ruled(":is(.h1,.h2){display:none}", ":is(.h1,.h2) b{display:none}", '<p class="h2">§</p>')],
  [
    ":where",
    ...ruled(
      ":where(.h3){display:none}",
      ":where(.h3){display:none} p{display:block}",
      '<p class="h3">§</p>',
    ),
  ],
  [
    ":has",
    ...ruled(
      "div:has(> i.off){display:none}",
      "div:has(> i.on){display:none}",
      '<div class="k1"><i class="off">x</i><p>§</p></div>',
    ),
  ],
  [
    ":nth-child",
    ...ruled(
      ".n1 :nth-child(2){display:none}",
      ".n1 :nth-child(3){display:none}",
      '<div class="n1"><p>a</p><p>§</p></div>',
    ),
  ],
  [
    ":nth-child by formula",
    ...ruled(
      ".n2 li:nth-child(2n){display:none}",
      ".n2 li:nth-child(2n + 1){display:none}",
      '<ul class="n2"><li>a</li><li>§</li></ul>',
    ),
  ],
  [
    ":first-child",
    ...ruled(
      ".n3 > :first-child{display:none}",
      ".n3 > :last-child{display:none}",
      '<div class="n3"><p>§</p><p>b</p></div>',
    ),
  ],
  [
    ":last-of-type",
    ...ruled(
      ".n4 p:last-of-type{display:none}",
      ".n4 p:first-of-type{display:none}",
      '<div class="n4"><p>a</p><p>§</p><b>c</b></div>',
    ),
  ],
  [
    ":nth-last-child",
    ...ruled(
      ".n5 :nth-last-child(1){display:none}",
      ".n5 :nth-last-child(2){display:none}",
      '<div class="n5"><p>a</p><p>§</p></div>',
    ),
  ],
  [
    ":only-child",
    ...ruled(
      ".n6 :only-child{display:none}",
      ".n6 :only-child{display:none}",
      '<div class="n6"><p>§</p></div>',
      '<div class="n6"><p>§</p><p>b</p></div>',
    ),
  ],
  [
    "an adjacent element",
    ...ruled("h5.a1 + p{display:none}", "h5.a1 + div{display:none}", '<h5 class="a1">a</h5><p>§</p>'),
  ],
  [
    "a later sibling",
    ...ruled(
      "h5.a2 ~ p{display:none}",
      "h5.a3 ~ p{display:none}",
      '<div><h5 class="a2">a</h5><ul><li>b</li></ul><p>§</p></div>',
    ),
  ],
  [
    "an escaped class",
    ...ruled(
      ".md\\:hidden{display:none}",
      ".sm\\:flex{display:none}",
      '<p class="md:hidden">§</p>',
      '<p class="sm:block">§</p>',
    ),
  ],
  [
    "an escaped value in a class",
    ...ruled(
      ".h-\\[0px\\]{height:0;overflow:hidden}",
      ".h-\\[9px\\]{height:0;overflow:hidden}",
      '<div class="h-[0px]">§</div>',
    ),
  ],
  ["an escaped id", ...ruled("#\\31 23{display:none}", "#\\31 24{display:none}", '<p id="123">§</p>')],
  [
    "an attribute that begins with",
    ...ruled('[class^="ic-"]{display:none}', '[class^="id-"]{display:none}', '<p class="ic-9">§</p>'),
  ],
  [
    "an attribute that contains",
    ...ruled('[data-k*="sec"]{display:none}', '[data-k*="sed"]{display:none}', '<p data-k="a-sec-b">§</p>'),
  ],
  [
    "an attribute, case aside",
    ...ruled("[data-m=OFF i]{display:none}", "[data-m=ON i]{display:none}", '<p data-m="off">§</p>'),
  ],
  [
    ":not with a list",
    ...ruled(
      "p.q1:not(.on,.up){display:none}",
      "p.q1:not(.on,.up){display:none}",
      '<p class="q1">§</p>',
      '<p class="q1 up">§</p>',
    ),
  ],
  [
    ":not with a state",
    ...ruled("p.q2:not(:hover){display:none}", "p.q2:hover{display:none}", '<p class="q2">§</p>'),
  ],
  [":root", ...ruled(":root .q3{display:none}", ":root.dark .q3{display:none}", '<p class="q3">§</p>')],
  [
    "a state of a control at rest",
    ...ruled(
      "#b7:not(:checked) ~ .q4{display:none}",
      "#b7:not(:checked) ~ .q4{display:none}",
      '<input type="checkbox" id="b7"><p class="q4">§</p>',
      '<input type="checkbox" id="b7" checked><p class="q4">§</p>',
    ),
  ],
  [
    "capitals in a class",
    ...ruled(".CamelOff{display:none}", ".CamelOn{display:none}", '<p class="CamelOff">§</p>'),
  ],
  [
    "a later rule of equal weight",
    ...ruled(
      ".w1{display:block} .w2{display:none}",
      ".w2{display:none} .w1{display:block}",
      '<p class="w1 w2">§</p>',
    ),
  ],
  [
    "weight of :is",
    ...ruled(
      ":is(#x9,.w3){display:none} .w3.w4{display:block}",
      ":is(.x9,.w3){display:none} .w3.w4{display:block}",
      '<p class="w3 w4">§</p>',
    ),
  ],
  [
    "a list with a state in it",
    ...ruled(".y1:hover,.y1{display:none}", ".y1:hover,.y2{display:none}", '<p class="y1">§</p>'),
  ],
];

const byRule: readonly HidingPair[] = [
  [
    "a nested rule",
    ...ruled(
      ".c1{color:#111;.c2{display:none}}",
      ".c1{color:#111;.c3{display:none}}",
      '<div class="c1"><p class="c2">§</p></div>',
    ),
  ],
  [
    "a nested rule with &",
    ...ruled(".c4{&.off{display:none}}", ".c4{&.on{display:none}}", '<p class="c4 off">§</p>'),
  ],
  [
    "a nested child",
    ...ruled(".c5{> p{display:none}}", ".c5{> b{display:none}}", '<div class="c5"><p>§</p></div>'),
  ],
  [
    "a rule nested in a list",
    ...ruled(".c6,.c7{& + p{display:none}}", ".c6,.c7{& + b{display:none}}", '<b class="c7">a</b><p>§</p>'),
  ],
  [
    "a declaration behind a nested rule",
    ...ruled(".c8{b{color:red} display:none}", ".c8{b{display:none} color:#111}", '<p class="c8">§</p>'),
  ],
  [
    "a nested condition",
    ...ruled(
      ".c9{@media (min-width:600px){display:none}}",
      ".c9{@media (max-width:600px){display:none}}",
      '<p class="c9">§</p>',
    ),
  ],
  [
    "a range of widths",
    ...ruled(
      "@media (width >= 768px){.m1{display:none}}",
      "@media (width < 768px){.m1{display:none}}",
      '<p class="m1">§</p>',
    ),
  ],
  [
    "a range with two ends",
    ...ruled(
      "@media (800px <= width <= 2000px){.m2{display:none}}",
      "@media (100px < width < 800px){.m2{display:none}}",
      '<p class="m2">§</p>',
    ),
  ],
  [
    "either of two queries",
    ...ruled(
      "@media print, (min-width:1em){.m3{display:none}}",
      "@media print, (max-width:1em){.m3{display:none}}",
      '<p class="m3">§</p>',
    ),
  ],
  [
    "a query that is negated",
    ...ruled(
      "@media not print{.m4{display:none}}",
      "@media not all{.m4{display:none}}",
      '<p class="m4">§</p>',
    ),
  ],
  [
    "a query with or",
    ...ruled(
      "@media (min-width:1px) or (hover:none){.m5{display:none}}",
      "@media (max-width:1px) or (hover:none){.m5{display:none}}",
      '<p class="m5">§</p>',
    ),
  ],
  [
    "a fine pointer",
    ...ruled(
      "@media (pointer:fine){.m6{display:none}}",
      "@media (pointer:coarse){.m6{display:none}}",
      '<p class="m6">§</p>',
    ),
  ],
  [
    "motion",
    ...ruled(
      "@media (prefers-reduced-motion:no-preference){.m7{display:none}}",
      "@media (prefers-reduced-motion:reduce){.m7{display:none}}",
      '<p class="m7">§</p>',
    ),
  ],
  [
    "dark colours",
    ...ruled(
      "@media (prefers-color-scheme:light){.m8{display:none}}",
      "@media (prefers-color-scheme:dark){.m8{display:none}}",
      '<p class="m8">§</p>',
    ),
  ],
  [
    "what is supported",
    ...ruled(
      "@supports (display:grid){.s1{display:none}}",
      "@supports not (display:grid){.s1{display:none}}",
      '<p class="s1">§</p>',
    ),
  ],
  ...[
    "(display:grid) and (color:red)",
    "(color:oklch(0 0 0)) or (foo:bar)",
    "selector(:has(a))",
    "((--a:b) and (gap:1px))",
  ].map(
    (query, index): HidingPair => [
      `what is supported: ${query}`,
      ...ruled(
        `@supports ${query}{.s1${index}{display:none}}`,
        `@supports not (${query}){.s1${index}{display:none}}`,
        `<p class="s1${index}">§</p>`,
      ),
    ],
  ),
  [
    "a container's width",
    ...ruled(
      "@container (min-width:300px){.s2{display:none}}",
      "@container (max-width:300px){.s2{display:none}}",
      '<p class="s2">§</p>',
    ),
  ],
  [
    "a layer against a rule outside",
    ...ruled(
      "@layer a{p.l1.l2{display:block}} .l1{display:none}",
      "@layer a{p.l1.l2{display:none}} .l1{display:block}",
      '<p class="l1 l2">§</p>',
    ),
  ],
  [
    "the order of layers",
    ...ruled(
      "@layer a,b; @layer b{.l3{display:none}} @layer a{.l3{display:block}}",
      "@layer a,b; @layer b{.l3{display:block}} @layer a{.l3{display:none}}",
      '<p class="l3">§</p>',
    ),
  ],
  [
    "a scope",
    ...ruled(
      "@scope (.o1){p{display:none}}",
      "@scope (.o2){p{display:none}}",
      '<div class="o1"><p>§</p></div>',
    ),
  ],
  [
    "a variable",
    ...ruled(
      ":root{--d:none}.v1{display:var(--d)}",
      ":root{--d:block}.v1{display:var(--d)}",
      '<p class="v1">§</p>',
    ),
  ],
  [
    "an inherited variable",
    ...ruled(
      ".v2{opacity:var(--o)}",
      ".v2{opacity:var(--o)}",
      '<div style="--o:0"><p class="v2">§</p></div>',
      '<div style="--o:.9"><p class="v2">§</p></div>',
    ),
  ],
  [
    "a variable's fallback",
    ...ruled(
      ".v3{display:var(--none-such, none)}",
      ".v3{display:var(--none-such, block)}",
      '<p class="v3">§</p>',
    ),
  ],
  [
    "a variable in a variable",
    ...ruled(
      ":root{--a:var(--b);--b:0}.v4{font-size:var(--a)}",
      ":root{--a:var(--b);--b:12px}.v4{font-size:var(--a)}",
      '<p class="v4">§</p>',
    ),
  ],
  [
    "a variable in a calculation",
    ...ruled(
      ":root{--w:9999px}.v5{margin-left:calc(-1 * var(--w))}",
      ":root{--w:9px}.v5{margin-left:calc(-1 * var(--w))}",
      '<p class="v5">§</p>',
    ),
  ],
  [
    "a variable as a colour",
    ...ruled(
      ":root{--paper:#fff}.v6{color:var(--paper);background:var(--paper)}",
      ":root{--paper:#fff}.v6{color:#111;background:var(--paper)}",
      '<p class="v6">§</p>',
    ),
  ],
  [
    "a variable of a style",
    '<p style="--x:none;display:var(--x)">§</p>',
    '<p style="--x:block;display:var(--x)">§</p>',
  ],
  [
    "a rule behind a string with braces",
    ...ruled(
      '.u1::before{content:"}"}.u2{display:none}',
      '.u1::before{content:"}.u2{display:none}"}',
      '<p class="u2">§</p>',
    ),
  ],
  [
    "a rule behind a statement",
    ...ruled(
      '@charset "utf-8";@import url(a;b.css);.u3{display:none}',
      '@charset "utf-8";@import url(.u3{display:none});',
      '<p class="u3">§</p>',
    ),
  ],
  [
    "an animation that ends",
    ...ruled(
      ".an{animation:e 1s both}@keyframes e{100%{opacity:0}}",
      ".an{animation:e 1s both}@keyframes e{0%{opacity:0}}",
      '<p class="an">§</p>',
    ),
  ],
];

const byMarkup: readonly HidingPair[] = [
  [
    "visibility, undone within",
    '<div style="visibility:hidden"><p>§</p></div>',
    '<div style="visibility:hidden"><p style="visibility:visible">§</p></div>',
  ],
  [
    "font size, undone within",
    '<div style="font-size:0"><p>§</p></div>',
    '<div style="font-size:0"><p style="font-size:16px">§</p></div>',
  ],
  ["the hidden attribute", "<p hidden>§</p>", '<p hidden="until-found">§</p>'],
  ["a class that hides on a desktop", '<p class="lg:hidden">§</p>', '<p class="hidden lg:block">§</p>'],
  ["a class that hides above a width", '<p class="d-md-none">§</p>', '<p class="d-none d-md-block">§</p>'],
  ["a class with one for a margin", '<p class="hidden md:mt-4">§</p>', '<p class="max-md:hidden">§</p>'],
  ["classes without height", '<p class="h-0 overflow-hidden">§</p>', '<p class="h-0">§</p>'],
  ["a class for one theme", '<p class="only-dark">§</p>', '<p class="only-light">§</p>'],
  ["a framework's own class", '<p class="ng-hide">§</p>', '<p class="ng-scope">§</p>'],
  [
    "a class for screen readers",
    '<p>a <span class="cdk-visually-hidden">§</span></p>',
    '<p>a <span class="visually">§</span></p>',
  ],
  ["a closed dialog", "<dialog><p>§</p></dialog>", "<details><summary>More</summary><p>§</p></details>"],
  ["aria-hidden", '<p aria-hidden="true">§</p>', '<p aria-hidden="false">§</p>'],
  ["a template", "<template><p>§</p></template>", "<section><p>§</p></section>"],
  ["a video's fallback", "<video><p>§</p></video>", "<figure><p>§</p></figure>"],
  ["a progress bar's fallback", "<p><progress>§</progress></p>", "<p><output></output>§</p>"],
];

export const hidingPairs: readonly HidingPair[] = [
  ...byValue,
  ...byColor,
  ...bySelector,
  ...byRule,
  ...byMarkup,
];
