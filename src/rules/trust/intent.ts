/**
 * What the path of an endpoint says about whom it is for. Only words that are whole parts of the path count, so that
 * `/administrators-guide` is no administration.
 */
const word = (words: string): RegExp => new RegExp(`(^|[/_.-])(${words})([/_.-]|$)`, 'i');

/** Signing in and up, resetting a password, and calls that carry their own proof (webhooks) have no session yet. */
const anyone = word(
  'log-?in|log-?out|sign-?in|sign-?up|sign-?out|register|registration|auth|authenticate|oauth2?|oidc|saml|sso|token|tokens|refresh|sessions?|password|forgot|reset|recovery|verify|verification|confirm|activate|invite|invitations?|webhooks?|hooks?|callbacks?|ipn|csp-report|contact|newsletter|subscribe|unsubscribe|search|graphql|health|healthz|ready|track|telemetry|beacon|setup|install',
);

/** Parts of the API that only the operators of the system should reach. */
const administration = word(
  'admin|admins|administration|administrator|superadmin|super-admin|internal|back-?office|manage|management|sudo',
);

export const isForAnyone = (path: string): boolean => anyone.test(path);

export const isAdministration = (path: string): boolean => administration.test(path);
