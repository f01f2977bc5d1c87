/**
 * Two of the six ways to narrow who may read a document, and others for the next way to show it: by path or by label, to
 * nobody and to teammates, and by what the system itself says. `npm run soak inclusions` tries each with each.
 */
export const everyThird = (narrowings: readonly string[], nth: number): readonly string[] =>
  process.env.WHOLE_CONTRACTS === undefined ? narrowings.filter((_, at) => at % 3 === nth % 3) : narrowings;
