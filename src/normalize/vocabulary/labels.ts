/** A scheme of our own for what Sphinx's and MyST's references name: a section anywhere in the project. */
const scheme = "ref:";

/** A label as a target; case and white space do not count. */
export const labelTarget = (label: string): string =>
  scheme + label.trim().toLowerCase().replaceAll(/\s+/g, " ");

/** The label of such a target; undefined for the target of a link. */
export const labelOfTarget = (target: string): string | undefined =>
  target.startsWith(scheme) ? target.slice(scheme.length) : undefined;

/** Labels that a text refers to and does not have itself, as targets. */
export const foreignLabels = (
  labels: Iterable<string>,
  sections: Readonly<Record<string, string>>,
): string[] =>
  [...labels].map(labelTarget).filter((target) => !Object.hasOwn(sections, target.slice(scheme.length)));
