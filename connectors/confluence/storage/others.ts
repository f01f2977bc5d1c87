/** Macros that show what stands on other pages: the texts themselves, or their titles. */
const others =
  /ac:name="(?:include|excerpt-include|multiexcerpt-include(?:-macro)?|multiexcerpt-fast-include-(?:block|inline)(?:-macro)?|children|pagetree|detailssummary|contentbylabel|content-report-table|blog-posts|recently-updated(?:-dashboard)?|search|livesearch|task-report-macro|tasks-report-macro|labels-list|listlabels|related-labels|popular-labels|content-by-user|favpages|index)"/;

/**
 * Whether a page shows parts of others. Confluence renders those for the account that asks, restricted ones
 * included; such a page is rendered here instead, where only content is mixed in.
 */
export function mixesOthersIn(storage: string): boolean {
  return others.test(storage);
}
