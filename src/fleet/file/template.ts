/** The fleet file that `fleet init` writes to start from. */
export const fleetTemplate = `# A fleet of workspaces: docs/fleet.md. Secrets stand here by reference: \${ENV}, \${file:PATH} or \${cmd:COMMAND}.
database: \${FLEET_DATABASE_URL}       # postgres://user:password@host/name

timezone: UTC                         # of the schedules: Europe/Berlin
schedules:                            # when every workspace runs that has none of its own
  - {cron: "15 2 * * *"}

retries: 5                            # failed attempts before a run is given up
retry_delay: 1m                       # before the second attempt; then twice as long each time
later: 5m                             # until a run that ended with exit code 5 is tried again
# max_duration: 4h                    # time budget of each run
# conversions: {expire_after: 7d}     # a PDF or Word file is converted once for all workspaces; off: by each run

workspaces:
  acme:
    config: acme/config.yaml          # relative to this file
    # status_token: \${ACME_STATUS_TOKEN}   # opens its own pages of: fin-ingest fleet status --serve
  # beta:
  #   config:                         # or the settings themselves
  #     extends: base.yaml
  #     intercom: {token: "\${BETA_TOKEN}"}
  #     state: .fin-ingest/beta
  #   schedules:
  #     - {cron: "0 3 * * *", timezone: Europe/Berlin}
  #     - {cron: "0 12 1 * *", pipeline: backfill}
`;
