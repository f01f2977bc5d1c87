import { describeRecipes } from "./support.ts";

describeRecipes(1);
