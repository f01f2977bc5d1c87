/**
 * What each connector is called and reads, in the order of the registry. Apart from the connectors, whose options take a
 * tenth of a second to load, so that a list of them is there at once.
 */
export const about = {
  "docs-repo": {
    type: "docs-repo",
    summary: "Files in a folder or a git repository: Markdown, MDX, HTML, AsciiDoc and others",
  },
  confluence: {
    type: "confluence",
    summary: "Pages, blog posts and attached files of Confluence Cloud or Data Center spaces",
  },
  notion: {
    type: "notion",
    summary: "Pages and databases of Notion that are shared with an internal integration",
  },
  zendesk: {
    type: "zendesk",
    summary: "Articles and attached files of Zendesk help centers, as their user segments allow",
  },
  sharepoint: {
    type: "sharepoint",
    summary: "Pages and files of SharePoint Online sites and OneDrive, through Microsoft Graph",
  },
  "google-drive": {
    type: "google-drive",
    summary: "Google Docs, Sheets, Slides and files of shared drives and folders of Google Drive",
  },
  intercom: {
    type: "intercom",
    summary: "Articles and internal articles of another Intercom workspace, in one of their languages",
  },
  website: {
    type: "website",
    summary: "Pages of a website by sitemap or crawl, public or behind a login",
  },
  rest: {
    type: "rest",
    summary: "Any JSON API, by configuration alone, and known systems by a recipe",
  },
  sql: {
    type: "sql",
    summary: "The rows of one query: PostgreSQL, MySQL, MariaDB, SQL Server, SQLite",
  },
  blob: {
    type: "blob",
    summary: "Files in a bucket: S3 and compatible, Google Cloud Storage, Azure Blob Storage",
  },
} as const;

/** The recipes of rest by name, with their summaries: those of the files in `rest/recipes`, which take as long to read. */
export const recipeSummaries = {
  bookstack: "Pages of a BookStack, rendered",
  coda: "Pages of one Coda doc, exported by Coda, without hidden ones",
  discourse:
    "First posts of the topics of chosen Discourse categories; private categories for your team only",
  document360: "Published articles of one workspace of Document360, in one language",
  dokuwiki: "Pages of a DokuWiki (release 2024-02-06 or later), rendered by the wiki",
  freshdesk: "Articles of a Freshdesk knowledge base, as their folders' visibility allows",
  ghost: "Public posts and pages of a Ghost site; those for members stay out",
  gitbook: "Pages of one GitBook space, as published",
  guru: "Cards of Guru that the token's owner sees, but for private and archived ones",
  helpscout: "Published articles of Help Scout Docs; private collections for your team only",
  mediawiki: "Pages of a MediaWiki, rendered by the wiki, by namespaces",
  outline: "Published documents of an Outline workspace, in Markdown",
  redmine: "Wiki pages of Redmine projects, in Textile or Markdown",
  salesforce:
    "Online articles of Salesforce Knowledge (Lightning) in one language; those outside the public knowledge base for your team only",
  servicenow: "Published articles of ServiceNow's knowledge bases",
  wikijs: "Published pages of a Wiki.js 2, rendered, by languages",
  wordpress: "Pages and posts of a WordPress site, without drafts, private and password-protected ones",
  zohodesk: "Published articles of Zoho Desk; those that not everybody may read for your team only",
} as const;
