/**
 * What every connector must keep, for its author: suites for vitest (4 or later, installed beside this package), and a
 * small server that represents a system. docs/writing-a-connector.md shows how.
 */
export { type ApiFixture, describeApiConnector } from "./api-contract.ts";
export {
  type ApiReply,
  type ApiRequest,
  type ApiRoutes,
  type ApiServer,
  type Interference,
  startApiServer,
} from "./api-server.ts";
export {
  describeConnector,
  documentsOf,
  entriesOf,
  type Fixture,
  type TestIo,
  testIo,
} from "./connector-contract.ts";
export { describeInclusions, type InclusionFixture } from "./inclusion-contract.ts";
export { badAnswers, tryBadAnswer } from "./one-answer-contract.ts";
export { tryEachFault } from "./one-object-contract.ts";
export { describeRecipe } from "./recipe/contract.ts";
