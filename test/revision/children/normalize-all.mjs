// Normalises golden cases of every format with the compiled program, and writes down, a line each, which modules that
// loaded: `node normalize-all.mjs DIST GOLDENS OUT`.
import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { Module, register } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [dist, goldens, out] = process.argv.slice(2);
const hooks = `import { appendFileSync } from "node:fs";
export async function load(url, context, next) {
  if (url.startsWith("file:")) appendFileSync(${JSON.stringify(out)}, new URL(url).pathname + "\\n");
  return next(url, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

const from = (file) => import(pathToFileURL(path.join(dist, file)).href);
// What is looked for is what the normaliser loads, so that nothing of the program is loaded before it but this.
const { inProcessNormalizer } = await from("src/normalize/worker/normalizer.js");
const { mediaTypeOfName } = await from("src/normalize/media-types.js");
const normalizer = inProcessNormalizer();
// What further ones would load is imported by what these load, which another test looks at.
const MAX_OF_FORMAT = 3;
const seen = new Map();
for (const name of readdirSync(goldens)) {
  if (!name.includes("-")) continue;
  const folder = path.join(goldens, name);
  const input = readdirSync(folder).find((file) => file.startsWith("input."));
  const mediaType = mediaTypeOfName(input);
  const before = seen.get(mediaType) ?? 0;
  if (before === MAX_OF_FORMAT) continue;
  seen.set(mediaType, before + 1);
  const document = {
    body: readFileSync(path.join(folder, input)),
    mediaType,
    name: input,
    options: { locale: "de" },
  };
  const made = await normalizer.normalize(document).catch((error) => error);
  // reStructuredText needs a program that may be absent; its module was loaded by then.
  if (made instanceof Error && mediaType !== "text/x-rst") throw made;
}
for (const file of Object.keys(Module._cache)) appendFileSync(out, `${file}\n`);
