import { z } from "zod";
import { globFault } from "../../glob.ts";

/** A pattern over the paths of documents, for `rules`, `include` and `exclude` alike (see `relativeGlob`). */
export const globOption = (): z.ZodString =>
  z
    .string()
    .min(1)
    .superRefine((text, context) => {
      const fault = globFault(text);
      if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
    });
