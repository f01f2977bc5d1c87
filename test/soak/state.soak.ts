import { stateStories } from "../e2e/state-stories.ts";

stateStories(() => true);
