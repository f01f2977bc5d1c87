/**
 * The attributes of one element, by name; a name such as `constructor` finds nothing that the page did not write. An
 * object made with no prototype at all is a hash table to V8, several times as large.
 */
class Attribs {
  [name: string]: string;
}
Object.setPrototypeOf(Attribs.prototype, null);
Reflect.deleteProperty(Attribs.prototype, "constructor");

/** Those of every element without any, which most elements are: who asks for many can ask for this first. */
export const noAttributes: Record<string, string> = Object.freeze(new Attribs());

/** They may be added to. */
export function attribsOf(
  attributes: readonly { readonly name: string; readonly value: string }[],
): Record<string, string> {
  const attribs = new Attribs();
  for (const { name, value } of attributes) attribs[name] = value;
  return attribs;
}
