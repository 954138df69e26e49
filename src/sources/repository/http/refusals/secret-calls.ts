import { dottedName } from '../../javascript/syntax.ts';
import { drawnKey } from './drawn-keys.ts';
import type { Fact } from './fact.ts';
import { holds, input, isPart, nothingFound, textIn } from './fact.ts';
import type { Guess } from './secrets.ts';
import { keyed, partOf, shaped, soughtBy } from './secrets.ts';
import { signsInBy } from './sign-ins.ts';
import type { Unresolved } from './unresolved.ts';
import type { Walk } from './walk.ts';

/** Gives the same value in another shape, its hash included: whoever does not know the one does not know the other. */
const shaping =
  /^((safe)?[pP]arse\w*|validate(d|Sync|Async|Body|Query|Params|Request|Schema|OrReject)?|valid|cast|assert|toString|trim\w*|to(Lower|Upper)Case|slice|substring|substr|split|replace|replaceAll|at|pop|shift|String|decodeURIComponent|encodeURIComponent|from|toJSON|normalize|digest|\w*[hH]ash\w*|sha\d+|md5|plainToInstance|plainToClass|pick|omit|clone\w*|assign|concat|join|unescape|escape|update|eq|equals|Equal|and|sql|ref|val|literal|fn)$/;
/** Keeps, sends or tells what it is given. */
const keeping =
  /^(create\w*|insert\w*|add\w*|save\w*|upsert\w*|set\w*|push|send\w*|emit\w*|publish\w*|enqueue\w*|schedule\w*|log\w*|info|warn|error|debug|trace|sign\w*|render\w*|json|text|html|redirect\w*|append|register\w*|encode\w*|encrypt\w*|decode\w*|notify\w*|track\w*|capture\w*|stringify|values|returning|includes|startsWith|endsWith|test|isUUID|isEmpty|isString|isLength|isEmail|isHex|Error|Boolean|hasOwnProperty|or|ilike|like|status|type|end|write|next)$/;
/** Finds, changes or removes what it is given the key of. */
const seeking =
  /^(find\w*|get\w*|load\w*|fetch\w+|query\w*|select\w*|where\w*|andWhere|first\w*|one\w*|single|maybeSingle|count\w*|exists?\w*|lookup\w*|search\w*|read\w*|retrieve\w*|by[A-Z]\w*|match\w*|eq|filter\w*|update\w*|delete\w*|destroy\w*|remove\w*|del|execute\w*|exec|run|all|any|none|manyOrNone|consume\w*|redeem\w*|accept\w*|confirm\w*|activate\w*|scan\w*|list\w*|hget\w*|view|use\w*|invalidate\w*|claim\w*|\w+By[A-Z]\w*)$/;
const verifying =
  /^(validate\w*|timingSafeEqual|safeCompare|compare\w*|isEqual|decrypt\w*|unseal\w*|unsign|check\w*)$/;
/** Throws, or gives nothing, where what it is given does not prove who calls. */
export const proving =
  /^(verify\w*|jwtVerify|constructEvent\w*|unwrap|validateRequest|validateWebhook|validateSignature|verifyIdToken)$/;
/** Proves something else than who was sent a link: a password, that somebody is human, who is known elsewhere. */
export const provingOther =
  /password|captcha|turnstile|altcha|otp|(code|pin|email|address|domain|hash)$|id_?token|credential|assertion|(authentication|registration|attestation)_?response/i;
/** Gives the session that a text identifies, or nothing: the text is a credential, whatever it is called. */
const attesting = /^validateSession\w*$/;
/** Asks another service. */
const remote =
  /^(fetch|\$fetch|axios|got|node-fetch|undici|superagent|ky|ofetch|request|cross-fetch|openid-client|google-auth-library|stripe)$/;

/**
 * What a call gives that is handed a part of the request which may be the secret of a link: `nothingFound` where it
 * looks something up by a wrong one or verifies it. Undefined where it has nothing to do with a secret.
 */
export function secretCall(walk: Walk, call: Unresolved, name: string): Fact | undefined {
  const { base, args } = call;
  const facts = [base, ...args];
  // Only whoever has the key could make it, which may be all that is asked for.
  if (opens(call, name) && args.some((arg) => isPart(arg) && !signsInBy(arg))) walk.doubts.add(name);
  const part = partRead(walk, call, name);
  if (part !== undefined) return part;
  const isPlain = !facts.some((fact) =>
    holds(fact, /^(absent|caller|truth|closure|request|headers|cookies)$/),
  );
  const named = keyedCall(walk, call, name);
  if (shaping.test(name) && !(name === 'update' && args.some(({ kind }) => kind === 'record')))
    return isPlain ? (named ?? outcomeOf(name, shaped(facts))) : undefined;
  const sought = named ?? soughtBy(walk, facts) ?? drawnKey(walk, call) ?? proved(walk, call, name);
  return sought === undefined ? undefined : found(walk, call, name, sought);
}

/** Takes apart what was encrypted or sealed: by its name, or as a cipher of Node does, `update(text, 'hex', 'utf8')`. */
const opens = ({ args: [, from, to] }: Unresolved, name: string): boolean =>
  /^(decrypt|unseal|unsign)/i.test(name) ||
  (name === 'update' &&
    /^(hex|base64(url)?)$/.test(textIn(from) ?? '') &&
    /^(utf-?8|ascii|latin1)$/.test(textIn(to) ?? ''));

/** `safeParse` gives whether it could, and then the parts. */
function outcomeOf(name: string, fact: Fact | undefined): Fact | undefined {
  if (fact?.kind !== 'record') return fact;
  if (!/^(safe|validate)/i.test(name)) return { ...fact, open: true };
  return { kind: 'record', open: true, fields: new Map([...fact.fields, ['data', fact], ['value', fact]]) };
}

/** `params.get('token')`, `getRouterParam(event, 'token')`. */
function partRead(walk: Walk, { base, args }: Unresolved, name: string): Fact | undefined {
  const [first, second] = args;
  const key = textIn(first);
  if (/^(get|getAll)$/.test(name) && isPart(base) && key !== undefined) return partOf(walk, key);
  const asked = textIn(second);
  return /^getRouterParam$/.test(name) && first?.kind === 'request' && asked !== undefined
    ? partOf(walk, asked)
    : undefined;
}

/** `.where('share.token', '=', id)`, `eq(shares.token, id)`, `findByToken(id)`. */
function keyedCall(walk: Walk, { node, args }: Unresolved, name: string): Guess | undefined {
  const [first] = node.arguments;
  const column = textIn(args[0]) ?? (first === undefined ? undefined : dottedName(first));
  const by = /By([A-Z]\w*)$/.exec(name)?.[1];
  const key = args.length > 1 ? column?.split('.').at(-1) : by;
  return key === undefined ? undefined : keyed(walk, key, args.length > 1 ? args.at(-1) : args[0]);
}

/** Whatever is verified is a secret, whatever it is called. */
function proved(walk: Walk, { node, args }: Unresolved, name: string): Guess | undefined {
  if (!(proving.test(name) || attesting.test(name)) || provingOther.test(name)) return undefined;
  const at = args.findIndex(isPart);
  if (signsInBy(args[at])) return undefined;
  const argument = node.arguments[at];
  if (argument === undefined) return undefined;
  const said = dottedName(argument)?.split('.').at(-1) ?? name;
  walk.secrets.add(said);
  return walk.guessing ? { kind: 'guess', name: said } : undefined;
}

function found(walk: Walk, { base, value }: Unresolved, name: string, secret: Guess): Fact {
  if (provingOther.test(name) || keeping.test(name)) return input;
  const from = [value, base.kind === 'value' ? base.value : undefined].flatMap((each) =>
    each?.kind === 'library' ? [each.package] : [],
  );
  const isAsked = remote.test(name) || from.some((each) => remote.test(each));
  if (isAsked || !(seeking.test(name) || verifying.test(name) || proving.test(name))) {
    walk.doubts.add(name);
    return input;
  }
  walk.used.add(secret.name);
  return nothingFound;
}
