import remapping, { type SourceMapInput } from "@jridgewell/remapping";
import { minifySync } from "oxc-minify";

/** Above this share of what a file would save by characters as they are, V8's two bytes for each of its characters are worth it. */
const MIN_SAVED_BY_CHARACTERS = 0.05;

/**
 * A file with short names for what only itself can name. Functions and classes keep theirs: stack traces show them, and
 * packages read them.
 *
 * @param map of the file
 * @throws Error for text that is no module
 */
export function shortened(name: string, text: string, map: SourceMapInput): { text: string; map: string } {
  const ascii = written(name, text, true);
  const plain = written(name, text, false);
  const saved = 1 - Buffer.byteLength(plain.code) / Buffer.byteLength(ascii.code);
  const { code, map: last } = saved >= MIN_SAVED_BY_CHARACTERS ? plain : ascii;
  if (last === undefined) throw new Error(`${name} has no map`);
  const composed = remapping([{ ...last, version: 3, file: name }, map], () => null);
  return { text: `${code}\n//# sourceMappingURL=${name}.map\n`, map: composed.toString() };
}

function written(name: string, text: string, asciiOnly: boolean) {
  const result = minifySync(name, text, {
    module: true,
    compress: false,
    mangle: { toplevel: true, keepNames: true },
    codegen: { removeWhitespace: true, asciiOnly },
    sourcemap: true,
  });
  const [error] = result.errors;
  if (error !== undefined) throw new Error(`${name} cannot be shortened: ${error.message}`);
  return result;
}
