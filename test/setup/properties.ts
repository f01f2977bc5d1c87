import fc from "fast-check";

/**
 * Properties draw the same cases wherever the suite runs, so that a commit passes or fails, not a moment of it. New
 * cases are looked for by `npm run soak properties`, which gives each of its rounds another seed.
 */
const usual = 20_261_128;

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? usual) });
