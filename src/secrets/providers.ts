/** Services whose keys have no form of their own: what such a name introduces is taken for a key. */
export const providers: readonly string[] = (
  "adafruit adobe airtable algolia alibaba amplitude artifactory asana atlassian auth0 beamer bintray bittrex " +
  "brevo bugsnag circleci cloudflare codecov cohere coinbase confluence confluent contentful databricks datadog deepgram discord " +
  "droneci dropbox etsy facebook fastly figma finicity finnhub flickr freshbooks freshdesk gitter gocardless " +
  "grafana heroku hubspot intercom jfrog jira kraken kucoin launchdarkly linear linkedin linode looker mailchimp mailgun " +
  "mapbox mattermost meraki messagebird mistral netlify new_?relic newyorktimes nytimes okta openai opsgenie pagerduty pinecone plaid " +
  "postmark privateai private_ai rapidapi rollbar salesforce segment sendbird sendgrid sendinblue sentry shodan shopify snyk " +
  "sonar splunk squarespace stripe sumo supabase telegram together travis trello twilio twitch twitter typeform vonage vultr wandb " +
  "xray yandex zendesk zoom"
).split(" ");
