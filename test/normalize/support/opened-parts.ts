/** Parts that readers open on demand, or that a script reveals: a label, and where the words go that it opens. */
export const openedParts: Readonly<Record<string, (label: string, words: string) => string>> = {
  "a W3C accordion": (l, w) =>
    `<h3><button aria-expanded="false" aria-controls="p1">${l}</button></h3><div id="p1" hidden><p>${w}</p></div>`,
  "a region that names its control": (l, w) =>
    `<h3 id="b1"><button aria-expanded="false">${l}</button></h3><p>Between.</p><div role="region" aria-labelledby="b1" hidden>${w}</div>`,
  "Bootstrap 3's collapse": (l, w) =>
    `<style>.collapse{display:none}.collapse.in{display:block}</style><h4><a data-toggle="collapse" href="#c3">${l}</a></h4><div id="c3" class="collapse">${w}</div>`,
  "Bootstrap 5's collapse": (l, w) =>
    `<style>.collapse:not(.show){display:none}</style><h2 class="accordion-header"><button data-bs-toggle="collapse" data-bs-target="#c5">${l}</button></h2><div id="c5" class="collapse">${w}</div>`,
  "Flowbite's accordion": (l, w) =>
    `<h2><button data-accordion-target="#f1">${l}</button></h2><div id="f1" class="hidden">${w}</div>`,
  "a panel without height, by the page's own rule": (l, w) =>
    `<style>.ans{max-height:0;overflow:hidden}.open .ans{max-height:none}</style><div class="faq"><h3><button aria-expanded="false">${l}</button></h3><div class="ans">${w}</div></div>`,
  "a panel without height, by its style": (l, w) =>
    `<div class="accordion-item"><div role="button" tabindex="0" aria-expanded="false">${l}</div><div class="panel" style="max-height:0;overflow:hidden">${w}</div></div>`,
  "a question and an answer by their classes": (l, w) =>
    `<div class="faq-item"><button class="faq-question" type="button">${l}</button><div class="faq-answer" style="display:none">${w}</div></div>`,
  "a heading as a control": (l, w) =>
    `<div class="faq"><h3 class="faq-question">${l}</h3><div class="faq-answer" style="display:none">${w}</div></div>`,
  "a term as a control": (l, w) =>
    `<dl class="faq"><dt><button aria-expanded="false">${l}</button></dt><dd hidden>${w}</dd></dl>`,
  "rows of a tree that is drawn as a table": (l, w) =>
    `<table><tr><td><span onclick="toggleFolder('0_')">►</span><a href="n.html">${l}</a></td><td>Kind</td></tr><tr style="display:none"><td>One</td><td>Two</td></tr><tr style="display:none"><td>${w}</td><td>Three</td></tr></table>`,
  "a term with two answers": (l, w) =>
    `<dl class="accordion"><dt class="accordion-title">${l}</dt><dd style="display:none">One.</dd><dd style="display:none">${w}</dd></dl>`,
  "a box to tick that a style sheet reads": (l, w) =>
    `<style>.body{display:none}#t1:checked ~ .body{display:block}</style><div class="item"><input type="checkbox" id="t1"><label for="t1">${l}</label><div class="body">${w}</div></div>`,
  "a link to a part that its address shows": (l, w) =>
    `<style>.pop{display:none}.pop:target{display:block}</style><p><a href="#pop1">${l}</a></p><div id="pop1" class="pop">${w}</div>`,
  "Alpine.js": (l, w) =>
    `<style>[x-cloak]{display:none}</style><div x-data="{open:false}"><button @click="open=!open">${l}</button><div x-show="open" x-cloak>${w}</div></div>`,
  "a script in an attribute": (l, w) =>
    `<p><a href="#" onclick="toggle('more1')">${l}</a></p><div id="more1" style="display:none">${w}</div>`,
  "a popover": (l, w) => `<p><button popovertarget="tip">${l}</button></p><div id="tip" popover>${w}</div>`,
  "a panel that is hidden from screen readers, too": (l, w) =>
    `<h3><button aria-expanded="false" aria-controls="p4">${l}</button></h3><div id="p4" aria-hidden="true" style="height:0;overflow:hidden"><div style="opacity:0">${w}</div></div>`,
  "a wrapper around the panel": (l, w) =>
    `<h3><button aria-expanded="false" aria-controls="p5">${l}</button></h3><div style="height:0;overflow:hidden"><div id="p5">${w}</div></div>`,
  "a panel within a panel": (l, w) =>
    `<h3><button aria-expanded="false" aria-controls="o1">Outer</button></h3><div id="o1" hidden><h4><button aria-expanded="false" aria-controls="i1">${l}</button></h4><div id="i1" hidden>${w}</div></div>`,
  "a closed part that a style sheet empties": (l, w) =>
    `<style>details:not([open]) > :not(summary){display:none}</style><details><summary>${l}</summary><div>${w}</div></details>`,
  "ARIA tabs": (l, w) =>
    `<div><div role="tablist"><button role="tab" aria-controls="ta">First</button><button role="tab" aria-controls="tb">${l}</button></div><div role="tabpanel" id="ta">One.</div><div role="tabpanel" id="tb" hidden>${w}</div></div>`,
  "Bootstrap's tabs": (l, w) =>
    `<ul class="nav nav-tabs"><li class="active"><a href="#w1" data-toggle="tab">First</a></li><li><a href="#w2" data-toggle="tab">${l}</a></li></ul><div class="tab-content"><div class="tab-pane active" id="w1">One.</div><div class="tab-pane" id="w2" style="display:none">${w}</div></div>`,
  "Bootstrap's tabs in a nav": (l, w) =>
    `<nav><div class="nav nav-tabs"><button class="nav-link active" data-bs-toggle="tab" data-bs-target="#n1">First</button><button class="nav-link" data-bs-toggle="tab" data-bs-target="#n2">${l}</button></div></nav><div class="tab-content"><div class="tab-pane fade show active" id="n1">One.</div><div class="tab-pane fade" id="n2" style="display:none">${w}</div></div>`,
  "tabs by numbers": (l, w) =>
    `<div class="code-tabs"><div class="tab-buttons"><button data-tab="0">First</button><button data-tab="1">${l}</button></div><div data-tab-panel="0">One.</div><div data-tab-panel="1" hidden>${w}</div></div>`,
  "tabs by their names": (l, w) =>
    `<div class="tabs"><button class="tablinks" onclick="openTab(event, 'Paris')">Paris</button><button class="tablinks" onclick="openTab(event, 'Rome')">${l}</button></div><div id="Paris" class="tabcontent">One.</div><div id="Rome" class="tabcontent" style="display:none">${w}</div>`,
  "tabs that hold their panels": (l, w) =>
    `<div class="accordion" role="tablist"><div role="tab" id="h1"><h2><button href="#q1" aria-controls="q1">${l}</button></h2><div id="q1" class="collapse" role="tabpanel" aria-labelledby="h1" style="display:none">${w}</div></div><div role="tab" id="h2"><h2><button href="#q2" aria-controls="q2">Other</button></h2><div id="q2" role="tabpanel" aria-labelledby="h2">Two.</div></div></div>`,
  "tabs as headings in a menu": (l, w) =>
    `<ul role="menu" class="tab-list"><li role="menuitem"><h3 role="button" class="tab-link" aria-controls="m1">First</h3><div></div></li><li role="menuitem"><h3 role="button" class="tab-link" aria-controls="m2">${l}</h3><div></div></li></ul><div><div class="tab__content" id="m1">One.</div><div class="tab__content" id="m2" hidden>${w}</div></div>`,
  "an answer that is named as a menu": (l, w) =>
    `<ul><li class="accordion-item"><p class="accordion-item__title-wrapper" role="heading" aria-level="3"><button aria-expanded="false"><span class="accordion-item__title">${l}</span></button></p><div class="accordion-item__dropdown" role="region"><p>${w}</p></div></li></ul>`,
  "a region that its control calls a popup": (l, w) =>
    `<div class="accordion"><div class="accordion__item-header" role="button" tabindex="0" aria-expanded="false" aria-haspopup="true"><h3 class="accordion__item-title">${l}</h3></div><div role="region" aria-hidden="true"><p>${w}</p></div></div>`,
  "questions in a row, with nothing that says how they open": (l, w) =>
    `<div>${[l, "Is it new?", "Is it old?"].map((q) => `<div class="x1"><div class="x2"><div>${q}</div><div></div></div><div height="0" style="visibility:hidden">${q === l ? w : "No."}</div></div>`).join("")}</div>`,
  "tabs by radio buttons": (l, w) =>
    `<div class="tabbed-set"><input id="__1" name="s" type="radio" checked><label for="__1">First</label><div class="tabbed-content">One.</div><input id="__2" name="s" type="radio"><label for="__2">${l}</label><div class="tabbed-content" style="display:none">${w}</div></div>`,
};

/** Text that is transparent until a script has run or a reader has come to it. */
export const revealedParts: Readonly<Record<string, (words: string) => string>> = {
  AOS: (w) => `<style>[data-aos]{opacity:0}</style><p data-aos="fade-up">${w}</p>`,
  "wow.js": (w) => `<p class="wow fadeInUp" style="visibility:hidden">${w}</p>`,
  "a class of reveal": (w) => `<p class="reveal" style="opacity:0;transform:translateY(20px)">${w}</p>`,
  "a state that a script sets": (w) =>
    `<style>.card7{opacity:0}.card7.is-visible{opacity:1}</style><p class="card7">${w}</p>`,
  "an animation that ends visible": (w) =>
    `<style>.fade{opacity:0;animation:f 1s forwards}@keyframes f{to{opacity:1}}</style><p class="fade">${w}</p>`,
  "Framer's appearing parts": (w) => `<p data-framer-appear-id="x1" style="opacity:0.001">${w}</p>`,
  "a slide that comes later": (w) =>
    `<div class="slick-track"><div class="slick-slide slick-active"><p>One.</p></div><div class="slick-slide" aria-hidden="true"><p>${w}</p></div></div>`,
  "a slide that fades in": (w) =>
    `<style>.slick-slide{opacity:0}.slick-slide.slick-active{opacity:1}</style><div class="slick-track"><div class="slick-slide slick-active"><p>One.</p></div><div class="slick-slide" aria-hidden="true"><p>${w}</p></div></div>`,
  "a cloak": (w) => `<style>[v-cloak]{display:none}</style><p v-cloak>${w}</p>`,
  Elementor: (w) =>
    `<style>.elementor-invisible{visibility:hidden}</style><p class="elementor-invisible">${w}</p>`,
};

/** What looks as if it opened on demand, and does not: nobody can open it, or it is not text of the page. */
export const neverOpened: Readonly<Record<string, (secret: string) => string>> = {
  "a control that is hidden": (s) =>
    `<div style="display:none"><button aria-expanded="false" aria-controls="n1">A?</button></div><div id="n1" hidden>${s}</div>`,
  "a control by a hiding class": (s) =>
    `<button class="d-none" aria-controls="n2">A?</button><div id="n2" hidden>${s}</div>`,
  "a control in the colour of the page": (s) =>
    `<div><button aria-controls="n3" style="color:#fff;background:#fff">A?</button></div><div id="n3" hidden>${s}</div>`,
  "a control within what it opens": (s) =>
    `<div id="n4" hidden><button aria-controls="n4">Close</button><p>${s}</p></div>`,
  "two hidden parts that open each other": (s) =>
    `<div id="n5" hidden><button aria-controls="n6">B</button><p>${s}</p></div><div id="n6" hidden><button aria-controls="n5">A</button><p>${s}</p></div>`,
  "a control that is switched off": (s) =>
    `<button disabled aria-controls="n7">A?</button><div id="n7" hidden>${s}</div>`,
  "something hidden within what is opened": (s) =>
    `<h3><button aria-controls="n8" aria-expanded="false">A?</button></h3><div id="n8" hidden><p>Seen.</p><p style="display:none">${s}</p></div>`,
  "a hidden part that no control names": (s) =>
    `<h3><button aria-controls="n9" aria-expanded="false">A?</button></h3><div id="n9" hidden>Seen.</div><div hidden>${s}</div>`,
  "a hidden part beside an ordinary button": (s) => `<button>Buy</button><div hidden>${s}</div>`,
  "a hidden part under a heading": (s) => `<h3>Is it safe?</h3><p style="display:none">${s}</p>`,
  "a hidden part in one of several rows with a question": (s) =>
    `<div><div><p>A?</p><p hidden>${s}</p></div><div><p>B?</p><p>C.</p><p>D.</p></div><div><p>E?</p><p>F.</p></div></div>`,
  "hidden parts under lines that ask nothing": (s) =>
    `<div>${`<div><p>Item</p><p hidden>${s}</p></div>`.repeat(3)}</div>`,
  "the copy of a slide": (s) =>
    `<div class="slick-track"><div class="slick-slide"><p>One.</p></div><div class="slick-slide slick-cloned" aria-hidden="true"><p>${s}</p></div></div>`,
  "a slide that is not displayed": (s) =>
    `<div class="slides"><div class="slide"><p>One.</p></div><div class="slide" aria-hidden="true" style="display:none"><p>${s}</p></div></div>`,
  "a part for a role": (s) =>
    `<h3><button aria-controls="n10" aria-expanded="false">A?</button></h3><div id="n10" data-role="admin" hidden>${s}</div>`,
  "a part for the staff": (s) =>
    `<h3><button aria-controls="n11" aria-expanded="false">A?</button></h3><div id="n11" class="staff-only" hidden>${s}</div>`,
  "a menu": (s) =>
    `<button aria-haspopup="true" aria-controls="n12">More</button><ul id="n12" role="menu" hidden><li>${s}</li></ul>`,
  "Bootstrap's dropdown": (s) =>
    `<div class="dropdown"><button data-bs-toggle="dropdown" aria-expanded="false">More</button><ul class="dropdown-menu" style="display:none"><li>${s}</li></ul></div>`,
  "a modal": (s) =>
    `<button data-bs-toggle="modal" data-bs-target="#n13">Open</button><div class="modal" id="n13" style="display:none">${s}</div>`,
  "a dialog": (s) => `<button aria-controls="n14">Open</button><dialog id="n14"><p>${s}</p></dialog>`,
  "a template": (s) => `<button aria-controls="n15">Open</button><template id="n15"><p>${s}</p></template>`,
  "a control in the navigation": (s) =>
    `<nav><button aria-controls="n16" aria-expanded="false">Products</button></nav><div id="n16" hidden>${s}</div>`,
  "a tool-tip": (s) =>
    `<span class="tooltip-x" aria-describedby="n17">Term</span><span id="n17" role="tooltip" style="display:none">${s}</span>`,
  "an animation that ends hidden": (s) =>
    `<style>.out{animation:o 1s forwards}@keyframes o{to{opacity:0}}</style><p class="out">${s}</p>`,
  "an animation that fades back": (s) =>
    `<style>.flash{opacity:0;animation:g 1s}@keyframes g{50%{opacity:1}}</style><p class="flash">${s}</p>`,
  "a class of reveal that is not displayed": (s) =>
    `<p class="reveal" style="opacity:0;display:none">${s}</p>`,
  "words for screen readers that no sign belongs to": (s) =>
    `<p>Open <span class="sr-only">${s}</span> it.</p>`,
  "words for screen readers beside a hidden sign": (s) =>
    `<p>Hold <span aria-hidden="true" style="display:none">⌥</span><span class="sr-only">${s}</span>.</p>`,
  "other words than the sign's": (s) =>
    `<p>It costs <span aria-hidden="true">$10</span><span class="sr-only">${s}</span>.</p>`,
  "a hidden twin": (s) =>
    `<p>Hold <span aria-hidden="true">⌥</span><span class="sr-only" hidden>${s}</span>.</p>`,
};
