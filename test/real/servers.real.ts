import { describe, it } from "vitest";
import { liveThrough } from "./kit/nights.ts";
import { basicAuth } from "./servers/basic-auth.ts";
import { dokuwiki } from "./servers/dokuwiki.ts";
import { mediawiki, mediawikiRecipe } from "./servers/mediawiki.ts";
import { redmine, redmineRecipe } from "./servers/redmine.ts";
import { wordpress, wordpressByLinks, wordpressRecipe } from "./servers/wordpress.ts";

const servers = [
  basicAuth,
  dokuwiki,
  mediawiki,
  wordpress,
  wordpressByLinks,
  redmine,
  mediawikiRecipe,
  wordpressRecipe,
  redmineRecipe,
];

describe.each(servers)("$name", (server) => {
  const missing = server.missing();
  const why = missing.length > 0 ? ` (not installed: ${missing.join(", ")})` : "";
  it.skipIf(missing.length > 0)(`is read night after night${why}`, () => liveThrough(server));
});
