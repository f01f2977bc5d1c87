import { ConfigError } from "../errors.ts";

/** Audiences on Content Import Sources came with 2.15; `Preview` and `Unstable` are newer than any number. */
export function knowsAudiences(version: string): boolean {
  const parts = /^(\d+)\.(\d+)$/.exec(version);
  if (!parts) return true;
  const [major, minor] = [Number(parts[1]), Number(parts[2])];
  return major > 2 || (major === 2 && minor >= 15);
}

/**
 * Audiences that would be dropped silently would show a source to everybody, so that is refused.
 * @throws ConfigError when audiences are asked for and the version has none
 */
export function requireAudiences(version: string): void {
  if (knowsAudiences(version)) return;
  throw new ConfigError(
    `audience_ids needs Intercom's API version 2.15 or later, and intercom.version is ${version}`,
    {
      hint: 'Set intercom.version to "2.15" or later, or take audience_ids out.',
    },
  );
}
