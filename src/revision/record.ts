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
  const code = readPart(part);
  return [part, { ...code, builtWith: hashOf(installed.versions(code.packages, root)) }];
});
writeFileSync(recordFile, `${JSON.stringify(Object.fromEntries(parts), null, 1)}\n`);
