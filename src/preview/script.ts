/** The preview's one script: keys, and a reload when the document or the list changed. Everything works without it. */
export const script = `
const isTyping = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;
const follow = (selector) => document.querySelector(selector)?.click();
function step(by) {
  const links = [...document.querySelectorAll(".docs .title")];
  if (links.length === 0) return follow(by > 0 ? "a[rel=next]" : "a[rel=prev]");
  const at = links.indexOf(document.activeElement);
  if (at + by >= links.length) return follow("a[rel=next]");
  links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.max(0, at + by)].focus();
}
const keys = {
  j: () => step(1), k: () => step(-1), ArrowRight: () => follow("a[rel=next]"), ArrowLeft: () => follow("a[rel=prev]"),
  "/": () => (document.querySelector("input[type=search]") ?? document.querySelector("a.to-list"))?.focus(),
  u: () => follow("a.to-list"),
};
for (const n of [1, 2, 3, 4]) keys[n] = () => follow(".views li:nth-child(" + n + ") a");
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !(event.target instanceof Element)) return;
  if (event.key === "Escape" && isTyping(event.target)) return event.target.blur();
  if (isTyping(event.target) || !Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});
const watched = document.body.dataset.watch;
const scrollKey = "fin-ingest-scroll " + location.href;
if (watched) {
  const scrollers = [document.scrollingElement, ...document.querySelectorAll(".source, .sheet pre")];
  try {
    const kept = JSON.parse(sessionStorage.getItem(scrollKey) ?? "[]");
    sessionStorage.removeItem(scrollKey);
    kept.forEach((top, at) => { if (scrollers[at]) scrollers[at].scrollTop = top; });
  } catch {}
  let first;
  const poll = async () => {
    // Not under the fingers of somebody who types a filter.
    if (!document.hidden && !isTyping(document.activeElement ?? document.body)) {
      try {
        const answer = await fetch(watched, { cache: "no-store" });
        const version = answer.ok ? await answer.text() : first;
        first ??= version;
        if (version !== first) {
          sessionStorage.setItem(scrollKey, JSON.stringify(scrollers.map((each) => each?.scrollTop ?? 0)));
          return location.reload();
        }
      } catch {}
    }
    setTimeout(poll, 1000);
  };
  poll();
}
`;
