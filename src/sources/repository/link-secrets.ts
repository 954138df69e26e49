/**
 * Values of a link or a form that only whoever was sent them knows: a share link's token, a reset or an invitation
 * token, the signature of an address. Whoever asks without one is refused where the handler looks it up or verifies it,
 * so it is a credential there (a capability: W3C, "Good Practices for Capability URLs", 2014). A name, an identifier or
 * a code that a sign-in of another party hands back is none.
 */
const secret =
  /token|secret|signature|hmac|signed|^sig$|(^|_)(api|access|share|sharing|feed|ping|private|download|upload|stream|media|join|invite|invitation|activation|confirmation|verification|verify|reset|recovery|unsubscribe|magic|rss|ical|webhook|hook|auth|security|validation|unlock)_?(key|hash|code|signature)$|(^|_)(share|sharing|private|invite|invitation|activation|confirmation|reset(_password)?|recovery|unsubscribe|magic|webhook)_?(uuid|guid)$/;

/** Tokens that are no secret of the receiver's: of forms, pages, words, devices, coins, and of another party's sign-in. */
const plain =
  /^auth(ori[sz]ation)?_?code$|csrf|xsrf|captcha|(next|page|paging|continuation|sync|max|num|total|count|prompt|push|device|fcm|apns|design|erc20|stop|id|identity)_?tokens?$|tokens?_?(id|ids|address|name|type|count|limit|price|symbol|contract|amount|expir\w*|at|uri|url|endpoint)$|tokens$|authenticity_token|signed_?(in|up|out|at|by)$|secret_?(id|name|type)$/;

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

/** What a link was sent for, by the words of its path, and the word that a secret of it goes by. */
const purposes: readonly (readonly [pattern: RegExp, purpose: string])[] = [
  [/(^|[^a-z])invit(e|ation)s?(?=[^a-z]|$)/, 'invitation'],
  [/(^|[^a-z])activat(e|ion)(?=[^a-z]|$)/, 'activation'],
  [/(^|[^a-z])unsubscri(be|ption)(?=[^a-z]|$)/, 'unsubscribe'],
  [/(^|[^a-z])shar(e|ed|ing)(?=[^a-z]|$)/, 'share'],
  [/(^|[^a-z])verif(y|ication)(?=[^a-z]|$)/, 'verification'],
  [/(^|[^a-z])confirm(ation)?(?=[^a-z]|$)/, 'confirmation'],
  [/(^|[^a-z])(reset|recover|recovery)(?=[^a-z]|$)/, 'reset'],
];

/** A plain `code` in a path is that of what the path is for: `/verify_email/{userId}/{code}`. */
export function sentInPath(path: string, name: string): string {
  if (!/^(code|key|hash)$/i.test(name)) return name;
  const words = inWords(path.replace(/\{[^}]*\}/g, ''));
  const [, purpose] = purposes.find(([pattern]) => pattern.test(words)) ?? [];
  return purpose === undefined ? name : `${purpose}_${name}`;
}

const ofWhatIsAround = /^(hash|code|key|password|check|valid(ate|ity)?|status)$/;

/** The same for what is sent beside the path: only where that ends in its purpose, `/user-recovery/hash?hash=`. */
export function sentAtPath(path: string, name: string): string {
  const fixed = path.split('/').filter((part) => part !== '' && !part.includes('{'));
  const last = fixed.at(-1) ?? '';
  return sentInPath(ofWhatIsAround.test(last) ? (fixed.at(-2) ?? '') : last, name);
}

const resetsPassword =
  /(set|forg[oe]t|change|modify|update|recover)_?(the_?)?(pwd|pass(word)?)|(pwd|pass(word)?)_?(reset|forg[oe]t|change|modify|update|recover)/;

/** A code with which a password is set anew was sent to its owner, by whatever way: `/password/change?smsCode=`. */
export const sentForPassword = (path: string, name: string): string =>
  /^(sms|e?mail|phone|mobile|verif\w*|reset|confirm\w*|auth)?_?code$/.test(inWords(name)) &&
  resetsPassword.test(inWords(path).replace(/\W+/g, '_'))
    ? 'reset_code'
    : name;

/**
 * An identifier that nobody can guess is as good as a code where it is the one thing that is asked for: the link of a
 * share or of an invitation has it. Whoever knows that of a webhook sets it off, where something else is looked up by it
 * (`stackByWebhookId(id)`, in the text of what runs); a webhook is not kept secret from those who keep a list of them.
 */
export function sentAsId(name: string, runs: string): string | undefined {
  const [, , of] = /(^|_)(share|sharing|invite|invitation|webhook)_?(link_?)?id$/.exec(inWords(name)) ?? [];
  if (of !== 'webhook') return of === undefined ? undefined : `${of}_uuid`;
  return /[a-z_]by_?(?:web_?)hook_?id\(/i.test(runs) ? 'webhook_uuid' : undefined;
}

/** Words without which no name in a text can be a secret: what has none of them need not be run. */
const secretWords = /token|secret|sign|hmac|sig\b|key|hash|code|uuid|guid/i;

export const mayNameSecret = (text: string): boolean => secretWords.test(text);
