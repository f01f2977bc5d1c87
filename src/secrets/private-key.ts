import { wordiness } from "./randomness.ts";

/** Characters of base64 in the shortest key: 32 random bytes and what names their algorithm. */
const MIN_MATERIAL = 40;

/** Of the length that a cut key states, this share makes the rest a matter of guessing. */
const MIN_SHARE = 0.6;

/** Prose may follow what only names the header. */
const MAX_WORDINESS = 0.4;

/** How different characters of base64 are in key material; made-up bodies repeat a few. */
const MIN_DISTINCT = 18;

/**
 * Private keys in armour: PKCS#1, PKCS#8, SEC 1, OpenSSH, PGP, SSH2, with the marks of whatever they stand in between
 * their lines, encrypted or not: a passphrase can be tried for years.
 * @see https://www.rfc-editor.org/rfc/rfc7468 https://www.rfc-editor.org/rfc/rfc4880#section-6.2
 */
export const armouredKey =
  /(?:- ?){4,6}BEGIN[ +_](?:[A-Z0-9]{1,20}[ +_]){0,3}PRIVATE[ +_]KEY(?:[ +_]BLOCK)?(?: ?-){4,6}[^-]{1,60000}(?:-(?!-)[^-]{0,200}){0,20}/g;

/**
 * Whether a block in armour holds a key. Only its body counts: what words its base64 happens to spell, and what
 * stands around it, says nothing.
 */
export function isPrivateKey(block: string): boolean {
  const body = block
    .replace(/^(?:- ?){4,6}BEGIN[^-]*(?: ?-){4,6}/, "")
    .replace(/\\+[nrt]|&#(?:x?0*[ad]|1[03]);|<br\s*\/?>/gi, "\n")
    .replace(/(?:Proc-Type: ?\d,ENCRYPTED|DEK-Info: ?[\w-]{1,30},[0-9A-F]{8,64})/gi, "\n")
    .replace(/^.{0,20}(?:Version|Comment|Hash|Charset|MessageID): [^\n]{0,80}$/gm, "");
  const material = (body.match(/[A-Za-z0-9+/]{16,}/g) ?? []).join("");
  if (material.length < MIN_MATERIAL || new Set(material).size < MIN_DISTINCT) return false;
  if (isPeriodic(material) || wordiness(material) > MAX_WORDINESS) return false;
  const share = statedShare(material);
  if (share !== undefined) return share >= MIN_SHARE;
  return !/\.\.\.|…|\*\*\*/.test(body);
}

/** A few characters over and over. */
function isPeriodic(text: string): boolean {
  for (let period = 1; period <= 16; period += 1)
    if (text.slice(period) === text.slice(0, -period)) return true;
  return false;
}

/**
 * How much is there of the structure that the first bytes of DER announce; undefined for what is not DER, such as
 * OpenSSH's own format and what is encrypted.
 * @see https://www.itu.int/rec/T-REC-X.690 section 8.1.3, definite length
 */
function statedShare(material: string): number | undefined {
  const bytes = Buffer.from(material, "base64");
  const [tag, first = 0, second = 0, third = 0] = bytes;
  if (tag !== 0x30) return undefined;
  const stated =
    first < 0x80 ? first : first === 0x81 ? second : first === 0x82 ? second * 256 + third : undefined;
  return stated === undefined || stated < 16 ? undefined : bytes.length / stated;
}
