import { describeRecipes } from "./support.ts";

describeRecipes(3);
