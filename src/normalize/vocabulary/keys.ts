/** Names of keys whose label is not the name in capitals; `_` is a blank. */
const labels: ReadonlyMap<string, string> = new Map(
  `backslash=\\ bar=| pipe=| brace-left={ open-brace={ brace-right=} close-brace=} bracket-left=[ open-bracket=[
   bracket-right=] close-bracket=] colon=: comma=, double-quote=" dblquote=" exclam=! exclamation=! grave=\` grave-accent=\`
   greater=> greater-than=> gt=> less=< less-than=< lt=< minus=- hyphen=- period=. plus=+ question=? question-mark=?
   semicolon=; single-quote=' slash=/ tilde=~ arrow-up=Up arrow-down=Down arrow-left=Left arrow-right=Right
   page-dn=Page_Down pg-dn=Page_Down next=Page_Down pg-up=Page_Up prior=Page_Up back=Backspace bksp=Backspace delete=Del
   insert=Ins cancel=Break capital=Caps_Lock cplk=Caps_Lock clr=Clear return=Enter escape=Esc prtsc=Print_Screen scroll=Scroll_Lock
   num-asterisk=Num_* multiply=Num_* num-delete=Num_Del num-equal=Num_= num-minus=Num_- subtract=Num_- num-plus=Num_+
   add=Num_+ num-separator=Num_. decimal=Num_. separator=Num_. num-slash=Num_/ divide=Num_/ numlk=Num_Lock alt-graph=AltGr
   altgr=AltGr command=Cmd control=Ctrl function=Fn opt=Option windows=Win spc=Space tabulator=Tab bktab=Back_Tab
   backtab=Back_Tab context-menu=Menu apps=Menu`
    .split(/\s+/)
    .map((entry): [string, string] => {
      const at = entry.indexOf("=");
      return [
        entry.slice(0, at),
        entry
          .slice(at + 1)
          .replaceAll("_", " ")
          .trim(),
      ];
    }),
);
const regular =
  /^(?:space|up|down|left|right|page-(?:up|down)|home|end|backspace|del|ins|tab|break|caps-lock|clear|eject|enter|esc|help|print-screen|scroll-lock|pause|num-?\d|num-(?:clear|lock|enter)|alt|cmd|ctrl|fn|meta|option|shift|super|win|menu|copy|mail|media|print|reset|select|sleep|zoom|power|f\d{1,2}|volume-(?:down|up|mute)|mute|(?:left|middle|right)-button)$/;

/**
 * The label on a key that PyMdown's `++name++` or Material's documentation names; undefined where no key has that name. A text in
 * quotes is its own label. https://facelessuser.github.io/pymdown-extensions/extensions/keys/#key-map-index
 */
export function keyLabel(written: string): string | undefined {
  const quoted = /^(["'])(.*)\1$/.exec(written)?.[2];
  if (quoted !== undefined) return quoted;
  if ([...written].length === 1) return written.toUpperCase();
  const name = written.toLowerCase();
  const [, side, rest] = /^(left-|right-|l(?=[acmosw]\w)|r(?=[acmosw]\w))(\w+)$/.exec(name) ?? [];
  const modifier = rest === undefined ? undefined : modifierLabel(rest);
  if (side !== undefined && modifier !== undefined)
    return `${side.startsWith("l") ? "Left" : "Right"} ${modifier}`;
  if (name === "underscore") return "_";
  return labels.get(name) ?? (regular.test(name) ? inCapitals(name) : undefined);
}

const modifierLabel = (name: string): string | undefined =>
  /^(?:alt|cmd|command|control|ctrl|meta|opt|option|shift|super|win|windows)$/.test(name)
    ? (labels.get(name) ?? inCapitals(name))
    : undefined;

const inCapitals = (name: string): string =>
  name
    .replace(/^num-?(\d)$/, "num $1")
    .split(/[- ]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
