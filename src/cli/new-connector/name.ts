/** Names of devices that no file can have on Windows: https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;
const MAX_LENGTH = 64;

/**
 * Why a connector cannot have a name; undefined where it can.
 * @param taken the types of the built-in connectors
 */
export function nameFault(name: string, taken: Iterable<string>): string | undefined {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) || name.length > MAX_LENGTH)
    return `"${name}" cannot be the name of a connector: lower-case letters and digits in words with hyphens between them, at most ${MAX_LENGTH} characters`;
  if (DEVICE.test(name)) return `"${name}" cannot be the name of a connector: Windows reserves it`;
  if ([...taken].includes(name)) return `there is a built-in connector "${name}"`;
  return undefined;
}

/** `help-desk` → `HelpDesk`, for names of types. */
export const pascalCase = (name: string): string =>
  name.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase());

/** `help-desk` → `helpDesk`, for names of values. */
export const camelCase = (name: string): string => {
  const pascal = pascalCase(name);
  return `${pascal.charAt(0).toLowerCase()}${pascal.slice(1)}`;
};
