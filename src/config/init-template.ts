/**
 * A short commented configuration of the documents under `./docs`. It loads once `visible_to` is chosen: nobody's documents
 * are for customers because a sample said so.
 *
 * @param schema where editors find the schema, relative to the file
 */
export function exampleConfig(schema: string): string {
  return `# yaml-language-server: $schema=${schema}
#
# fin-ingest: keeps Intercom Fin's content library equal to your documentation.
#   fin-ingest check      are the token, the folder and the permissions right?
#   fin-ingest plan       what would be sent, without sending anything
#   fin-ingest nightly    send what changed; run this on a schedule

intercom:
  token: \${INTERCOM_ACCESS_TOKEN}   # from the environment; or \${file:./intercom-token}
  region: us                        # us | eu | au: where your workspace is hosted

sources:
  docs:                             # any name you like
    connector: docs-repo            # fin-ingest connectors: the others, and their options
    path: ./docs                    # a folder with Markdown, MDX or HTML, relative to this file
    url: https://docs.example.com   # where your readers find the documentation; one source each

    # Who may be answered from the pages. Choose one; nothing is sent before that.
    #   customers   Fin answers customers with them, and your team through Copilot
    #   teammates   only your team, through Copilot
    visible_to:

    # The address Fin cites for a document; without it Fin answers but cites nothing.
    # page_url: "https://docs.example.com/{slug}"

    # Exceptions; the first that matches decides. Paths count from the folder above. A rule that keeps something back and
    # has never matched a document stops the source, so that a typing mistake publishes nothing; \`optional: true\` allows it.
    # rules:
    #   - {path: "internal/**", visible_to: teammates}
    #   - {path: "drafts/**", exclude: true, optional: true}

    # Pages of deleted documents are hidden, then deleted after a week: sync | hide-only | keep
    # removals: {mode: sync, grace: 7d}
`;
}
