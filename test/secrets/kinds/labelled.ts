import { type Kind, kindsOf } from "./kind.ts";

/** Values that only what stands beside them names. */
export const labelled: readonly Kind[] = kindsOf(`
adafruit key ADAFRUIT_API_KEY={a32}
adobe secret adobe_client_secret: "{h32}"
airtable key airtable_api_key = {a17}
algolia key ALGOLIA_ADMIN_API_KEY = "{a32}"
alibaba secret alibaba_secret_key = {a30}
amplitude secret amplitude_secret_key={h32}
asana secret ASANA_CLIENT_SECRET={a32}
atlassian token JIRA_API_TOKEN={a24}
auth0 secret AUTH0_CLIENT_SECRET={u64}
aws secret aws_secret_access_key = {s40}
aws secret-json "SecretAccessKey": "{s40}"
azure apim Ocp-Apim-Subscription-Key: {h32}
azure devops-pat AZURE_DEVOPS_PAT={a52}
bitbucket secret bitbucket_client_secret = "{a64}"
bittrex key bittrex_secret_key: {a32}
bugsnag key BUGSNAG_API_KEY={h32}
cloudflare token CLOUDFLARE_API_TOKEN={u40}
cloudflare global-key cloudflare_global_api_key: {h37}
codecov token CODECOV_TOKEN={a32}
cohere key CO_API_KEY={n40}
coinbase token coinbase_access_token = {u64}
confluent secret confluent_secret: {a64}
confluent key CONFLUENT_API_KEY={a16}
contentful token contentful_delivery_token: {u43}
datadog api-key DD_API_KEY={h32}
datadog app-key datadog_app_key: {h40}
deepgram key DEEPGRAM_API_KEY={h40}
discord secret DISCORD_CLIENT_SECRET={u32}
droneci token droneci_token={a32}
dropbox secret dropbox_app_secret: {a15}
etsy key etsy_api_key = "{a24}"
facebook secret FACEBOOK_APP_SECRET={h32}
fastly token FASTLY_API_TOKEN={u32}
finicity secret finicity_client_secret: {a20}
finnhub key FINNHUB_API_KEY={a20}
flickr key flickr_api_key: {a32}
freshbooks token freshbooks_access_token = "{a64}"
freshdesk key Freshdesk API key: {n20}
gitter token gitter_token: {u40}
google secret-json "client_secret": "{u24}"
heroku key HEROKU_API_KEY={uuid}
hubspot key HUBSPOT_API_KEY={uuid}
hubspot developer-key hapikey={uuid}
intercom secret INTERCOM_CLIENT_SECRET={uuid}
intercom identity-secret Intercom identity verification secret: {u40}
jenkins token JENKINS_API_TOKEN=11{h32}
jfrog key JFROG_API_KEY={a73}
jfrog identity-token artifactory_identity_token={a64}
kraken key kraken_private_key = "{s86}=="
kucoin secret KUCOIN_SECRET_KEY={uuid}
kucoin key kucoin_api_key: {h24}
launchdarkly token launchdarkly_access_token = {u40}
linear secret linear_client_secret: {h32}
linkedin secret LINKEDIN_CLIENT_SECRET={n16}
linode token LINODE_TOKEN={h64}
looker secret looker_client_secret = {a24}
mailgun key mailgun_api_key: {h32}-{h8}-{h8}
mapbox token MAPBOX_SECRET_TOKEN={n60}
mattermost token mattermost_token: {a26}
meraki key MERAKI_API_KEY={h40}
messagebird key messagebird_api_key = {n25}
mistral key MISTRAL_API_KEY={n32}
netlify token NETLIFY_AUTH_TOKEN={u43}
newrelic key new_relic_api_key: {a64}
nytimes key nytimes_api_key = "{n32}"
okta token OKTA_API_TOKEN=00{u40}
okta secret okta_client_secret: {u40}
opsgenie key OPSGENIE_API_KEY={uuid}
pagerduty token PAGERDUTY_TOKEN={n20}
pagerduty routing-key routing_key: {h32}
pinecone old-key PINECONE_API_KEY={uuid}
plaid secret PLAID_SECRET={h30}
postmark token POSTMARK_SERVER_TOKEN={uuid}
postmark header X-Postmark-Server-Token: {uuid}
privateai key private_ai_api_key = {a32}
rapidapi key X-RapidAPI-Key: {a50}
rollbar token ROLLBAR_ACCESS_TOKEN={h32}
salesforce secret SALESFORCE_CLIENT_SECRET={H64}
segment key SEGMENT_WRITE_KEY={n32}
sendbird token sendbird_api_token: {h40}
sentry token SENTRY_AUTH_TOKEN={h64}
shodan key SHODAN_API_KEY={n32}
snyk token SNYK_TOKEN={uuid}
sonar login sonar_login={h40}
sparkpost key SPARKPOST_API_KEY={h40}
splunk token splunk_hec_token: {uuid}
squarespace token squarespace_access_token = {uuid}
sumologic key SUMO_ACCESS_KEY={n64}
travis token travis_token: {n22}
trello key trello_api_token={h64}
twilio token TWILIO_AUTH_TOKEN={h32}
twitch secret TWITCH_CLIENT_SECRET={a30}
twitter secret TWITTER_API_SECRET={n50}
twitter key twitter_api_key = "{n25}"
vonage secret VONAGE_API_SECRET={n16}
vultr key VULTR_API_KEY={A36}
wandb key WANDB_API_KEY={h40}
yandex secret yandex_secret_access_key: YC{u38}
zendesk token ZENDESK_API_TOKEN={n40}
zendesk named Zendesk API token: {n40}
zendesk secret zendesk_secret_key = "{a40}"
zoom secret ZOOM_CLIENT_SECRET={n32}
generic api-key api_key = "{n32}"
generic apikey-json "apiKey": "{n40}"
generic client-secret client_secret: {n40}
generic secret-key SECRET_KEY='{n50}'
generic signing-secret signing_secret={h32}
generic access-token access_token: {n40}
generic refresh-token "refresh_token": "{u64}"
generic encryption-key ENCRYPTION_KEY={s43}=
generic webhook-secret webhook_secret = {h40}
generic prose-token The API token is {n36}.
generic prose-key Use the production key {n32}
generic session-secret SESSION_SECRET={h64}
generic jwt-secret JWT_SECRET={s44}
generic license-key License key: {A5}-{A5}-{A5}-{A5}-{A5}
generic x-api-key X-API-Key: {n40}
generic bearer Authorization: Bearer {u48}
generic token-header Authorization: Token {h40}
generic curl-header curl -H "X-Auth-Token: {n32}" https://api.acme.com/v1/me
generic flag acme login --token {n36}
generic below The Acme API key:\\n\\n    {n32}
generic django SECRET_KEY = '{p50}'
generic wordpress define( 'AUTH_KEY', '{p64}' );
generic query https://api.acme.com/v1/export?api_key={n32}
`);
