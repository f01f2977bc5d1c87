import type { Gap, Gone } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { toFailure } from "../../src/errors.ts";
import { isNotShared } from "./client.ts";
import type { Place } from "./place.ts";
import { PageTooLargeError } from "./tree.ts";

/** Not shared is evidence; what is about this object alone is a gap. @throws `error`, where it is about everything */
export function* refused(error: unknown, id: string, place: Place): Iterable<Gap | Gone> {
  if (isNotShared(error)) yield notShared(id);
  else if (error instanceof PageTooLargeError) yield gap(place, error.message);
  else if (isAboutOneObject(error)) yield gap(place, `${id} cannot be read: ${toFailure(error).message}`);
  else throw error;
}

/** Notion answers the same for what was deleted for good and for what is no longer shared; Fin may use neither. */
function notShared(externalId: string): Gone {
  return {
    kind: "gone",
    externalId,
    reason:
      "Notion no longer gives it to the integration: its sharing was withdrawn, or it was deleted for good",
  };
}

/** Something below this place cannot be listed, so that nothing there counts as gone. */
export function gap({ path }: Place, reason: string): Gap {
  return { kind: "gap", part: path || "(root)", reason };
}
