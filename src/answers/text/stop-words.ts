/**
 * English words that every page has and that say nothing of what is asked. Only questions leave them out, and only
 * where other words remain: "What is it?" is asked as it stands.
 */
export const stopWords: ReadonlySet<string> = new Set(
  (
    "a an and are as at be but by for from has have how i if in into is it its my of on or that the their them then " +
    "there these they this to was what when where which who will with you your we our can do does use using via " +
    "about am any could did just many may me much need please should so some want would"
  ).split(" "),
);
