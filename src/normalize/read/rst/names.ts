import type { RstNames } from "./roles.ts";

/** The line under (and over) a section's title. */
export const adornment = /^([!-/:-@[-`{-~])\1+\s*$/;

/** Labels before headings, and roles that the text defines. */
export function namesOf(lines: readonly string[]): RstNames {
  const sections = new Map<string, string>();
  const roles = new Set<string>();
  let open: string[] = [];
  for (const [index, line] of lines.entries()) {
    const role = /^\.\. role::\s+([\w-]{1,60})/.exec(line)?.[1];
    if (role !== undefined) roles.add(role);
    const label = /^\s*\.\. _`?([^`:]{1,200})`?:$/.exec(line)?.[1];
    if (label !== undefined) open.push(label.toLowerCase());
    else if (line.trim() !== "" && open.length > 0) {
      const title = adornment.test(line) ? (lines[index + 1] ?? "") : line;
      const under = lines[index + (adornment.test(line) ? 2 : 1)] ?? "";
      if (adornment.test(under)) for (const name of open) sections.set(name, title.trim());
      open = [];
    }
  }
  return { sections, roles };
}
