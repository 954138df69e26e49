/**
 * What the path of an endpoint says about whom it is for. Only words that are whole parts of the path count, so that
 * `/administrators-guide` is no administration.
 */
const word = (words: string): RegExp => new RegExp(`(^|[/_.-])(${words})([/_.-]|$)`, 'i');

/** Signing in and up, resetting a password, and calls that carry their own proof (webhooks) have no session yet. */
const anyone = word(
  'log-?in|log-?out|sign-?in|sign-?up|sign-?out|register|registration|auth|authenticate|oauth2?|oidc|saml|sso|token|tokens|refresh|sessions?|password|forgot|reset|recovery|verify|verification|confirm|activate|invites?|invitations?|sign|signed|presigned|carts?|baskets?|webhooks?|hooks?|callbacks?|ipn|csp-report|contact|newsletter|subscribe|unsubscribe|search|graphql|health|healthz|ready|track|telemetry|beacon|setup|install',
);

/** Parts of the API that only the operators of the system should reach. */
const surely = word('admin|admins|administration|administrator|superadmin|super-admin|back-?office|sudo');

/** Interfaces for programs of customers are called so as well: `/api/v1/management/surveys`. */
const perhaps = word('internal|manage|management');

/** The path itself carries the proof: whoever has the link may follow it. */
const ownProof = /\{\w*(token|secret|signature|hash|code)\}/i;

/** A POST that only reads, because its question is long; the last words of its path say so. */
const reads =
  /\/[\w-]*(info|lookup|tree|list|search|query|find|check|count|preview|validate|exists|resolve|public|calculate|estimate|suggest)[\w-]*$/i;

export const isForAnyone = (path: string): boolean => anyone.test(path) || ownProof.test(path);

export const onlyReads = (method: string, path: string): boolean => method === 'POST' && reads.test(path);

/** Signing up is a POST to the people of the system. */
export const isSignUp = (method: string, path: string): boolean =>
  method === 'POST' && /\/(users?|accounts?|customers?|members?)$/i.test(path);

export const isAdministration = (path: string): boolean => surely.test(path) || perhaps.test(path);

/** Only a word stands in the path that other interfaces carry too. */
export const isPerhapsAdministration = (path: string): boolean => perhaps.test(path) && !surely.test(path);
