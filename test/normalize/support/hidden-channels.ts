/** Ways to put words on a page that its readers do not see. `secret` is where the words go. */
export const hiddenChannels: Readonly<Record<string, (secret: string) => string>> = {
  "display none": (s) => `<p style="display:none">${s}</p>`,
  "display none, important, in capitals": (s) => `<p style="DISPLAY : NONE !IMPORTANT">${s}</p>`,
  "display none behind a comment and an escape": (s) =>
    `<p style="dis/**/play:x;disp\\6c ay:no\\6e e">${s}</p>`,
  "visibility hidden": (s) => `<div style="visibility:hidden"><p>${s}</p></div>`,
  "visibility collapse": (s) => `<p style="visibility:collapse">${s}</p>`,
  "opacity 0": (s) => `<p style="opacity:0">${s}</p>`,
  "opacity 0.01": (s) => `<p style="opacity: .01">${s}</p>`,
  "filter opacity": (s) => `<p style="filter:opacity(0)">${s}</p>`,
  "content-visibility": (s) => `<div style="content-visibility:hidden">${s}</div>`,
  "font-size 0": (s) => `<p>a<span style="font-size:0px">${s}</span>b</p>`,
  "font shorthand": (s) => `<p><span style="font:1px/1 serif">${s}</span></p>`,
  "text in its background": (s) => `<p style="color:#fefefe;background-color:#fff">${s}</p>`,
  "black on black": (s) => `<p style="background:black;color:rgb(0,0,0)">${s}</p>`,
  "white on nothing": (s) => `<div><span style="color:white">${s}</span></div>`,
  "white by an old element": (s) => `<div><font color="#FFFFFF">${s}</font></div>`,
  "colour of an outer background": (s) =>
    `<div style="background:#eeeeee"><p><span style="color:#eee">${s}</span></p></div>`,
  "a table's background": (s) =>
    `<table><tr><td bgcolor="#ff0000"><font color="red">${s}</font></td><td>x</td></tr></table>`,
  "transparent letters": (s) => `<p style="color:transparent">${s}</p>`,
  "letters without opacity": (s) => `<p style="color:rgba(0,0,0,0)">${s}</p>`,
  "the hidden attribute": (s) => `<p hidden>${s}</p>`,
  "the hidden attribute with a value": (s) => `<section hidden="hidden"><h2>${s}</h2></section>`,
  "aria-hidden": (s) => `<p aria-hidden="true">${s}</p>`,
  "a popover": (s) => `<div popover>${s}</div>`,
  "far to the left": (s) => `<p style="position:absolute;left:-9999px">${s}</p>`,
  "far above": (s) => `<p style="position:fixed;top:-200em">${s}</p>`,
  "by its margin": (s) => `<p style="margin-left:-5000px">${s}</p>`,
  "moved away": (s) => `<p style="transform:translateX(-9999px)">${s}</p>`,
  "scaled to nothing": (s) => `<p style="transform:scale(0)">${s}</p>`,
  "text-indent": (s) => `<p style="text-indent:-9999px">${s}</p>`,
  clip: (s) => `<p style="position:absolute;clip:rect(0 0 0 0)">${s}</p>`,
  "clip to a pixel": (s) => `<p style="clip:rect(1px, 1px, 1px, 1px)">${s}</p>`,
  "clip-path inset": (s) => `<p style="clip-path:inset(50%)">${s}</p>`,
  "clip-path circle": (s) => `<p style="clip-path:circle(0)">${s}</p>`,
  "no height": (s) => `<div style="height:0;overflow:hidden">${s}</div>`,
  "no width": (s) => `<div style="width:0px;overflow:hidden">${s}</div>`,
  "max-height": (s) => `<div style="max-height:0;overflow-y:hidden">${s}</div>`,
  "a class for screen readers": (s) => `<p><span class="sr-only">${s}</span></p>`,
  "a framework's class": (s) => `<p class="d-none">${s}</p>`,
  "a rule of the page's own": (s) => `<style>.zz9{display:none}</style><p class="zz9">${s}</p>`,
  "a rule by id, in a media query": (s) =>
    `<style>@media screen and (min-width:1px){#q-7{position:absolute;left:-9000px}}</style><p id="q-7">${s}</p>`,
  "a rule with a parent": (s) =>
    `<style>/*x*/ .outer7 > p, h9 {visibility:hidden}</style><div class="outer7"><p>${s}</p></div>`,
  "a rule by attribute": (s) => `<style>[data-q7="1"]{font-size:0}</style><p data-q7="1">${s}</p>`,
  "a rule that beats another": (s) =>
    `<style>p.k8{display:none!important} p.k8{display:block}</style><p class="k8" style="display:block">${s}</p>`,
  "a script": (s) => `<script>document.title="${s}"</script>`,
  "data for machines": (s) => `<script type="application/ld+json">{"name":"${s}"}</script>`,
  "a style block": (s) => `<style>.a::before{content:"${s}"}</style>`,
  "a comment": (s) => `<!-- ${s} -->`,
  "a conditional comment": (s) => `<!--[if IE]><p>${s}</p><![endif]-->`,
  "a CDATA section": (s) => `<![CDATA[ ${s} ]]>`,
  noscript: (s) => `<noscript><p>${s}</p></noscript>`,
  template: (s) => `<template><p>${s}</p></template>`,
  dialog: (s) => `<dialog><p>${s}</p></dialog>`,
  "a hidden field": (s) => `<input type="hidden" value="${s}">`,
  "a list to choose from": (s) => `<select><option>a<option>${s}</select>`,
  suggestions: (s) => `<datalist><option value="a">${s}</datalist>`,
  "a text field": (s) => `<textarea>${s}</textarea>`,
  "a drawing's text": (s) => `<svg><desc>${s}</desc><title>${s}</title><text>${s}</text></svg>`,
  "a drawing's foreign part": (s) => `<svg><foreignObject><p>${s}</p></foreignObject></svg>`,
  "a formula's annotation": (s) =>
    `<p><math><mi>x</mi><annotation encoding="text/plain">${s}</annotation></math></p>`,
  "a formula's source": (s) =>
    `<p><math alttext="${s}"><semantics><mi>x</mi><annotation encoding="application/x-tex">${s}</annotation></semantics></math></p>`,
  "meta data": (s) => `<meta name="description" content="${s}">`,
  "data attributes": (s) => `<p data-note="${s}" title="${s}">x</p>`,
  "a tracking pixel": (s) => `<img src="https://t.example/p.gif?${s}" width="1" height="1" alt="${s}">`,
  "a tracking pixel by style": (s) =>
    `<img src="https://t.example/p.gif" style="width:1px;height:1px" alt="${s}">`,
  "an invisible frame": (s) =>
    `<iframe src="https://t.example/${s}" width="0" height="0" title="${s}"></iframe>`,
  "a frame's fallback": (s) => `<iframe src="about:blank">${s}</iframe>`,
  "a canvas's fallback": (s) => `<canvas>${s}</canvas>`,
  "a link that runs a script": (s) => `<p><a href="javascript:alert('${s}')">x</a></p>`,
  "a link that holds data": (s) => `<p><a href="data:text/html,${s}">x</a></p>`,
  "a link without words": (s) => `<p>x<a href="https://t.example/${s}"></a></p>`,
  "tag characters": (s) =>
    `<p>x${[...s].map((c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0))).join("")}</p>`,
};

/** What looks similar and is visible to everybody. */
export const visibleParts: Readonly<Record<string, (words: string) => string>> = {
  "a part to open": (w) => `<details><summary>More</summary><p>${w}</p></details>`,
  "an image's description": (w) => `<img src="a.png" alt="${w}">`,
  "white on blue": (w) => `<p style="color:white;background:#003">${w}</p>`,
  "white in a box of some class": (w) => `<div class="hero9"><span style="color:#fff">${w}</span></div>`,
  "letters of a gradient": (w) =>
    `<p style="color:transparent;background:linear-gradient(red,blue);background-clip:text">${w}</p>`,
  "hidden on small screens only": (w) =>
    `<style>@media (max-width:600px){.w9{display:none}} @media print{.w9{display:none}}</style><p class="w9">${w}</p>`,
  "hidden only while the mouse is there": (w) =>
    `<style>.v9:hover{display:none}</style><p class="v9">${w}</p>`,
  "shown again by a later rule": (w) =>
    `<style>.u9{display:none}.u9{display:block}</style><p class="u9">${w}</p>`,
  "shown again by a closer rule": (w) =>
    `<style>.t9.on{display:block}.t9{display:none}</style><p class="t9 on">${w}</p>`,
  "half transparent": (w) => `<p style="opacity:.6">${w}</p>`,
  "placed, on the page": (w) => `<p style="position:absolute;left:20px;top:-10px">${w}</p>`,
  "small print": (w) => `<p style="font-size:9px">${w}</p>`,
  "cut when too long": (w) => `<p style="overflow:hidden;max-height:400px;width:100%">${w}</p>`,
  "a framework's class for wide screens": (w) => `<p class="hidden md:block">${w}</p>`,
  "words with a joiner": (w) => `<p>${w} नमस्ते 👩‍💻</p>`,
};
