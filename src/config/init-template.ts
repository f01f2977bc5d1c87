/** A short commented configuration that loads unchanged: the documents under `./docs`, for customers. */
export function exampleConfig(): string {
  return `# fin-ingest: keeps Intercom Fin's content library equal to your documentation.
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
    visible_to: customers           # customers: Fin answers with it | teammates: only your team, in Copilot

    # The address Fin cites for a document; without it Fin answers but cites nothing.
    # page_url: "https://docs.example.com/{slug}"

    # Exceptions; the first that matches decides.
    # rules:
    #   - {path: "internal/**", visible_to: teammates}
    #   - {path: "drafts/**", exclude: true}

    # Pages of deleted documents are hidden, then deleted after a week: sync | hide-only | keep
    # removals: {mode: sync, grace: 7d}
`;
}
