import { stateStories } from "./state-stories.ts";

/** Each once; `npm run soak state` tells all of them with every kind of state. */
const told: Readonly<Record<string, RegExp>> = {
  PostgreSQL: /^stopped past its lease|^a folder is moved/,
  "an object store": /^of two runners|^killed in the middle/,
};

stateStories((kind, name) => told[kind]?.test(name) ?? false);
