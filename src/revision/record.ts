import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { hashOf } from "./index.ts";
import { InstalledPackages } from "./installed.ts";
import { connectorPart, pagesPart, type RecordedPart, readPart, recordFile, root } from "./parts.ts";

// The last step of a build: writes down what each part consists of, so that a run need not look for it. Kept also by a
// package whose files were put together into one, where there is nothing left to look for.
const installed = new InstalledPackages();
const connectors = readdirSync(path.join(root, "connectors"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => connectorPart(name));
const parts = [pagesPart, ...connectors].map((part): [string, RecordedPart] => {
  const { digest, packages } = readPart(part, path.dirname(root));
  const { files, digest: built } = readPart(part, root);
  const builtWith = hashOf(installed.versions(packages, root).lines);
  return [part, { digest, packages, built: { files, digest: built }, builtWith }];
});
writeFileSync(recordFile, `${JSON.stringify(Object.fromEntries(parts), null, 1)}\n`);
