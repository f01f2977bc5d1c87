import { isIntercomToken } from "../token-checks.ts";
import { form, type SecretRule, token, word } from "./rule.ts";

const slack = "https://docs.slack.dev/authentication/tokens";
const shopify = "https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing";
const uuid = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}";

/** Keys of messaging, mail, support, sales, payment and social networks. */
export const businessRules: readonly SecretRule[] = [
  // "tok:" in base64.
  token(
    "intercom-token",
    "https://developers.intercom.com/docs/build-an-integration/learn-more/authentication",
    "dG9rO",
    /[\w+/-]{20,400}={0,2}/,
    {
      counts: (_, match) => isIntercomToken(match),
    },
  ),
  token(
    "slack-token",
    slack,
    "xoxa- xoxb- xoxc- xoxe- xoxo- xoxp- xoxr- xoxs- xoxe.xoxb- xoxe.xoxp-",
    /[\dA-Za-z-]{16,300}/,
  ),
  token("slack-token", slack, "xoxd-", /[\w%+/=-]{30,400}/),
  token("slack-token", slack, "xapp- xwfp-", /[\w-]{30,300}/),
  form(
    "slack-webhook",
    "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
    "hooks.slack.com/",
    /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<random>[\w/]{30,100})/,
  ),
  // Base64 of a number begins so.
  token(
    "discord-bot-token",
    "https://discord.com/developers/docs/reference#authentication",
    "MD MT Mj Mz ND NT Nj Nz OD OT",
    /[\w-]{20,26}\.[\w-]{6,7}\.[\w-]{27,40}(?![\w.-])/,
  ),
  form(
    "discord-webhook",
    "https://discord.com/developers/docs/resources/webhook",
    "/api/webhooks/",
    /discord(?:app)?\.com\/api\/webhooks\/\d{15,21}\/(?<random>[\w-]{50,90})/,
  ),
  form(
    "telegram-bot-token",
    "https://core.telegram.org/bots/api#authorizing-your-bot",
    ":AA",
    /(?<!\d)\d{5,16}:(?<random>AA[\w-]{33})(?![\w-])/,
  ),
  form(
    "teams-webhook",
    "https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook",
    ".webhook.office.com/",
    new RegExp(
      `\\.webhook\\.office\\.com/webhookb2/${uuid}@${uuid}/IncomingWebhook/(?<random>[a-z0-9]{32})/${uuid}`,
      "i",
    ),
  ),
  form(
    "zapier-webhook",
    "https://help.zapier.com/hc/en-us/articles/8496288690317",
    "hooks.zapier.com/",
    /hooks\.zapier\.com\/hooks\/(?:catch|standard)\/\d{4,12}\/(?<random>[a-z0-9]{6,40})/,
    { counts: (random) => /\d/.test(random) && /[a-z]/.test(random) },
  ),
  token("twilio-key", "https://www.twilio.com/docs/iam/api-keys", "SK", /[0-9a-fA-F]{32}/),
  token(
    "sendgrid-key",
    "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
    "SG.",
    /[\w-]{16,32}\.[\w-]{32,64}/,
  ),
  token(
    "mailgun-key",
    "https://documentation.mailgun.com/docs/mailgun/api-reference/mg-auth",
    "key- pubkey-",
    /[a-f0-9]{32}/,
  ),
  word(
    "mailgun-key",
    "https://documentation.mailgun.com/docs/mailgun/api-reference/mg-auth",
    /[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}/,
  ),
  token(
    "brevo-key",
    "https://developers.brevo.com/docs/getting-started",
    "xkeysib- xsmtpsib-",
    /[a-f0-9]{64}-[A-Za-z0-9]{16}/,
  ),
  token(
    "resend-key",
    "https://resend.com/docs/api-reference/introduction",
    "re_",
    /[A-Za-z0-9]{8}_[A-Za-z0-9]{22,26}/,
  ),
  word(
    "mailchimp-key",
    "https://mailchimp.com/developer/marketing/guides/quick-start/",
    /(?<random>[a-f0-9]{32})-us\d{1,2}/,
  ),
  token(
    "mandrill-key",
    "https://mailchimp.com/developer/transactional/guides/quick-start/",
    "md-",
    /[\w-]{22}(?![\w-])/,
  ),
  token("klaviyo-key", "https://developers.klaviyo.com/en/docs/authenticate_", "pk_", /[a-f0-9]{34}/),
  token(
    "hubspot-token",
    "https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview",
    "pat-na1- pat-na2- pat-eu1- pat-ap1-",
    new RegExp(uuid, "i"),
  ),
  form(
    "salesforce-session",
    "https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_oauth_and_connected_apps.htm",
    "00D",
    /(?<![A-Za-z0-9])00D[A-Za-z0-9]{12,15}!(?<random>[\w.]{60,150})/,
  ),
  form(
    "zendesk-token",
    "https://developer.zendesk.com/api-reference/introduction/security-and-auth/",
    "/token:",
    /[\w.+-]{1,64}@[\w.-]{1,80}\/token:(?<random>[A-Za-z0-9]{30,80})/,
  ),
  token(
    "typeform-token",
    "https://www.typeform.com/developers/get-started/personal-access-token/",
    "tfp_",
    /[\w.=-]{40,80}/,
  ),
  token(
    "stripe-key",
    "https://docs.stripe.com/keys",
    "sk_live_ rk_live_ sk_test_ rk_test_ sk_prod_ rk_prod_",
    /[A-Za-z0-9]{10,250}/,
  ),
  token("stripe-webhook-secret", "https://docs.stripe.com/webhooks", "whsec_", /[A-Za-z0-9+/]{24,64}={0,2}/),
  token(
    "square-token",
    "https://developer.squareup.com/docs/build-basics/access-tokens",
    "EAAA sq0atp- sq0csp-",
    /[\w-]{22,64}/,
  ),
  token("shopify-token", shopify, "shpat_ shpca_ shppa_ shpss_ shpua_ shprt_ shptka_", /[a-fA-F0-9]{32,64}/),
  form(
    "braintree-token",
    "https://developer.paypal.com/braintree/articles/control-panel/important-gateway-credentials",
    "access_token$",
    /access_token\$(?:production|sandbox)\$[a-z0-9]{16}\$(?<random>[a-f0-9]{32})/,
  ),
  form(
    "plaid-token",
    "https://plaid.com/docs/api/tokens/",
    "access-",
    new RegExp(`(?<![\\w-])access-(?:sandbox|development|production)-(?<random>${uuid})`),
  ),
  token(
    "razorpay-key",
    "https://razorpay.com/docs/api/authentication/",
    "rzp_live_ rzp_test_",
    /[A-Za-z0-9]{14,24}/,
  ),
  token(
    "adyen-key",
    "https://docs.adyen.com/development-resources/api-credentials/",
    "AQE",
    /[\w+/=.{}()[\];<>:,-]{80,250}/,
  ),
  token("gocardless-token", "https://developer.gocardless.com/api-reference/", "live_", /[\w=-]{30,44}/),
  token("lob-key", "https://docs.lob.com/", "live_ test_ live_pub_ test_pub_", /[a-f0-9]{31,35}/),
  token(
    "paddle-key",
    "https://developer.paddle.com/api-reference/about/api-keys",
    "pdl_live_apikey_ pdl_sdbx_apikey_",
    /[a-z0-9]{20,30}_[\w]{20,40}/,
  ),
  token(
    "flutterwave-key",
    "https://developer.flutterwave.com/docs/authentication",
    "FLWSECK_TEST- FLWSECK- FLWSECK_TEST FLWPUBK_TEST-",
    /[A-Za-z0-9]{12,40}(?:-X)?/,
  ),
  token(
    "duffel-token",
    "https://duffel.com/docs/api/overview/making-requests/authentication",
    "duffel_live_ duffel_test_",
    /[\w=-]{43}/,
  ),
  token("easypost-key", "https://docs.easypost.com/docs/authentication", "EZAK EZTK", /[A-Za-z0-9]{54}/),
  token(
    "shippo-token",
    "https://docs.goshippo.com/docs/guides_general/authentication/",
    "shippo_live_ shippo_test_",
    /[a-fA-F0-9]{40}/,
  ),
  token(
    "facebook-token",
    "https://developers.facebook.com/docs/facebook-login/guides/access-tokens/",
    "EAAM EAAC EAAB EAAG EAAJ EAAD",
    /[A-Za-z0-9]{80,300}/,
  ),
  form(
    "facebook-token",
    "https://developers.facebook.com/docs/facebook-login/guides/access-tokens/",
    "0| 1| 2| 3| 4| 5| 6| 7| 8| 9|",
    /(?<!\d)\d{15,16}\|(?<random>[\w-]{27,40})(?![\w-])/,
  ),
  form(
    "twitter-bearer-token",
    "https://docs.x.com/resources/fundamentals/authentication/oauth-2-0/bearer-tokens",
    "AAAAAAAAAAAAAAAAAAAAA",
    /(?<![A-Za-z0-9])A{21,22}(?<random>[A-Za-z0-9%]{80,100})/,
  ),
  word(
    "twitter-access-token",
    "https://docs.x.com/resources/fundamentals/authentication/oauth-1-0a/obtaining-user-access-tokens",
    /\d{15,25}-(?<random>[A-Za-z0-9]{40})/,
  ),
  token(
    "dropbox-token",
    "https://www.dropbox.com/developers/reference/oauth-guide",
    "sl.",
    /(?:u\.)?[\w=-]{120,1500}/,
  ),
  form(
    "dropbox-token",
    "https://www.dropbox.com/developers/reference/oauth-guide",
    "AAAAAAAAAA",
    /(?<![A-Za-z0-9])[a-z0-9]{11}AAAAAAAAAA(?<random>[\w=-]{43})/i,
  ),
  token(
    "mapbox-secret-token",
    "https://docs.mapbox.com/help/dive-deeper/access-tokens/",
    "sk.eyJ",
    /[\w-]{40,120}\.[\w-]{20,30}/,
  ),
  token("beamer-key", "https://www.getbeamer.com/api", "b_", /[A-Za-z0-9=_/-]{44}(?![\w=/-])/),
];
