/**
 * Values of a link or a form that only whoever was sent them knows: a share link's token, a reset or an invitation
 * token, the signature of an address. Whoever asks without one is refused where the handler looks it up or verifies it,
 * so it is a credential there (a capability: W3C, "Good Practices for Capability URLs", 2014). A name, an identifier or
 * a code that a sign-in of another party hands back is none.
 */
const secret =
  /token|secret|signature|hmac|signed|^sig$|(^|_)(api|access|share|sharing|feed|ping|private|download|upload|stream|media|join|invite|invitation|activation|confirmation|verification|verify|reset|recovery|unsubscribe|magic|rss|ical|webhook|hook|auth|security|validation|unlock)_?(key|hash|code|signature)$|(^|_)(share|sharing|private|invite|invitation|activation|confirmation|reset(_password)?|recovery|unsubscribe|magic)_?(uuid|guid)$/;

/** Tokens that are no secret of the receiver's: of forms, pages, words, devices, coins, and of another party's sign-in. */
const plain =
  /csrf|xsrf|captcha|(next|page|paging|continuation|sync|max|num|total|count|prompt|push|device|fcm|apns|design|erc20|stop|id|identity)_?tokens?$|tokens?_?(id|ids|address|name|type|count|limit|price|symbol|contract|amount|expir\w*|at|uri|url|endpoint)$|tokens$|authenticity_token|signed_?(in|up|out|at|by)$|secret_?(id|name|type)$/;

/** The words of a name, one by one: `share_token` of `shareToken`. */
export const inWords = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** Whether a value that is sent, or a column that it is looked up by, is a secret by its name: `shareToken`, `feed_key`. */
export function isLinkSecret(name: string): boolean {
  const words = inWords(name).replace(/[\s.-]+/g, '_');
  return secret.test(words) && !plain.test(words);
}

const sentFor = /(Invitation|Invite|Activation|Unsubscribe|Sharing|Share)(?=[A-Z]|$)/;

/** A plain `code` that is sent for an invitation or a share, by the name of what is sent, is that one's code. */
export function sentIn(document: string, name: string): string {
  const [found] = sentFor.exec(document) ?? [];
  return found !== undefined && /^(code|key|hash)$/i.test(name) ? `${found.toLowerCase()}_${name}` : name;
}

/** Words without which no name in a text can be a secret: what has none of them need not be run. */
const secretWords = /token|secret|sign|hmac|sig\b|key|hash|code|uuid|guid/i;

export const mayNameSecret = (text: string): boolean => secretWords.test(text);
