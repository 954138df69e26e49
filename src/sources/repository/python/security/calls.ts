import type { Json } from '../../../../model/origin.ts';
import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { countsAttempts } from '../../security/attempt-limits.ts';
import type { PythonCall } from './call.ts';
import { literalOf, namesIn, pythonSetting } from './call.ts';

/** What a call of Python settles; most settle nothing. */
export function settingsOfCall(call: PythonCall): readonly SecuritySetting[] {
  const method = call.name.split('.').at(-1) ?? '';
  return [
    ...digests(call),
    ...passwordHashes(call),
    ...tokens(call),
    ...connections(call),
    ...crossOrigin(call),
    ...(/^random\.(random|randint|randrange|choice|choices|sample|getrandbits|uniform|shuffle)$/.test(
      call.name,
    )
      ? [pythonSetting(call, 'random-number', call.name)]
      : []),
    ...(/^(AES|DES3?|ARC[24]|Blowfish)\.new$|\.(AES|DES3?|ARC[24]|Blowfish)\.new$/.test(call.name)
      ? [cipher(call)]
      : []),
    ...(method === 'set_cookie' && call.given.length + call.named.size > 1 ? cookie(call) : []),
    ...(countsAttempts.test(method) ? [pythonSetting(call, 'attempt-limit', call.name)] : []),
    ...debugging(call, method),
  ];
}

function digests(call: PythonCall): readonly SecuritySetting[] {
  const direct = /^hashlib\.(md5|sha1|sha224|sha256|sha384|sha512)$/.exec(call.name)?.[1];
  const isNew = call.name === 'hashlib.new';
  if ((direct === undefined && !isNew) || literalOf(call.named.get('usedforsecurity')) === false) return [];
  const algorithm = direct ?? literalOf(call.given[0]);
  const data = call.given[isNew ? 1 : 0];
  return [
    pythonSetting(call, 'digest', call.name, {
      values: typeof algorithm === 'string' ? { algorithm: algorithm.toLowerCase() } : {},
      open: typeof algorithm === 'string' ? [] : ['algorithm'],
      purpose: namesIn(data),
    }),
  ];
}

function passwordHashes(call: PythonCall): readonly SecuritySetting[] {
  const [at, key] =
    call.name === 'hashlib.pbkdf2_hmac'
      ? [call.named.get('iterations') ?? call.given[3], 'iterations']
      : call.name === 'bcrypt.gensalt'
        ? [call.named.get('rounds') ?? call.given[0], 'rounds']
        : [];
  if (key === undefined) return [];
  const value = literalOf(at);
  return [
    pythonSetting(call, 'password-hash', call.name, {
      values: typeof value === 'number' ? { [key]: value } : {},
      purpose: key === 'iterations' ? namesIn(call.given[1]) : [],
    }),
  ];
}

/** PyJWT and python-jose. */
function tokens(call: PythonCall): readonly SecuritySetting[] {
  if (/^(jwt|jose\.jwt)\.encode$/.test(call.name)) {
    const payload = call.given[0] ?? call.named.get('payload') ?? call.named.get('claims');
    const keys = payload?.type === 'dictionary' ? keysOf(payload) : undefined;
    return [
      pythonSetting(call, 'token-signing', 'jwt.encode', {
        open: keys?.keys.includes('exp') === true ? ['payload.exp'] : [],
        complete: keys?.complete === true,
      }),
    ];
  }
  if (!/^(jwt|jose\.jwt)\.decode$/.test(call.name)) return [];
  const options = call.named.get('options');
  const isUnverified = literalOf(call.named.get('verify')) === false || isFalse(options, 'verify_signature');
  const algorithms = literalOf(call.named.get('algorithms'));
  return [
    pythonSetting(call, 'token-verification', 'jwt.decode', {
      values: {
        ...(isUnverified ? { verified: false } : {}),
        ...(isFalse(options, 'verify_exp') ? { ignoreExpiration: true } : {}),
        ...(algorithms === undefined
          ? {}
          : { algorithms: typeof algorithms === 'string' ? [algorithms] : algorithms }),
      },
      complete: !call.spread,
    }),
  ];
}

function keysOf(dictionary: SyntaxNode): { readonly keys: readonly string[]; readonly complete: boolean } {
  const keys: string[] = [];
  let complete = true;
  for (const pair of dictionary.children) {
    const key = pair.type === 'pair' ? literalOf(inField(pair, 'key')) : undefined;
    if (typeof key === 'string') keys.push(key);
    else if (pair.type !== 'comment') complete = false;
  }
  return { keys, complete };
}

function isFalse(dictionary: SyntaxNode | undefined, key: string): boolean {
  if (dictionary?.type !== 'dictionary') return false;
  return dictionary.children.some(
    (pair) => literalOf(inField(pair, 'key')) === key && literalOf(inField(pair, 'value')) === false,
  );
}

function connections(call: PythonCall): readonly SecuritySetting[] {
  const isClient =
    /^(requests|httpx|aiohttp)\b|\b(session|client|requests?)\.(get|post|put|patch|delete|head|request)$/i.test(
      call.name,
    );
  const off = (key: string): boolean => isClient && literalOf(call.named.get(key)) === false;
  const key = off('verify') ? 'verify' : off('verify_ssl') ? 'verify_ssl' : off('ssl') ? 'ssl' : undefined;
  if (key !== undefined) return [pythonSetting(call, 'certificate-check', key, { values: { [key]: false } })];
  return call.name === 'ssl._create_unverified_context'
    ? [pythonSetting(call, 'certificate-check', call.name, { values: { verify: false } })]
    : [];
}

/** Starlette and Flask-CORS answer with the site that asks where all may and credentials are let through. */
function crossOrigin(call: PythonCall): readonly SecuritySetting[] {
  const isStarlette =
    call.given.some(({ text }) => text === 'CORSMiddleware') && call.name.endsWith('.add_middleware');
  const isFlask = call.name === 'flask_cors.CORS';
  if (!isStarlette && !isFlask) return [];
  const origins = call.named.get(isStarlette ? 'allow_origins' : 'origins');
  const isAny = isStarlette
    ? isStar(literalOf(origins))
    : origins === undefined
      ? !call.named.has('resources') && !call.spread
      : isStar(literalOf(origins));
  const credentials = literalOf(call.named.get(isStarlette ? 'allow_credentials' : 'supports_credentials'));
  return [
    pythonSetting(call, 'cross-origin', isStarlette ? 'CORSMiddleware' : 'flask_cors.CORS', {
      values: { ...(isAny ? { origin: true } : {}), ...(credentials === undefined ? {} : { credentials }) },
      open: isAny ? [] : ['origin'],
      complete: !call.spread,
    }),
  ];
}

const isStar = (value: Json | undefined): boolean =>
  value === '*' || (Array.isArray(value) && value.includes('*'));

function cipher(call: PythonCall): SecuritySetting {
  const name = call.name.split('.').at(-2)?.toLowerCase() ?? '';
  const mode = /MODE_(\w+)/.exec((call.named.get('mode') ?? call.given[1])?.text ?? '')?.[1]?.toLowerCase();
  const vector = literalOf(call.named.get('iv') ?? call.named.get('IV') ?? call.given[2]);
  return pythonSetting(call, 'cipher', `${name.toUpperCase()}.new`, {
    values: {
      algorithm: [name.replace(/^arc/, 'rc'), ...(mode === undefined ? [] : [mode])].join('-'),
      ...(typeof vector === 'string' && vector !== '' ? { vector: 'constant' } : {}),
    },
  });
}

function cookie(call: PythonCall): readonly SecuritySetting[] {
  const name = literalOf(call.named.get('key') ?? call.given[0]);
  if (typeof name !== 'string') return [];
  const values: Record<string, Json> = { name };
  const open: string[] = [];
  for (const [key, told] of [
    ['secure', 'secure'],
    ['httponly', 'httpOnly'],
    ['samesite', 'sameSite'],
  ] as const) {
    const node = call.named.get(key);
    if (node === undefined) continue;
    const value = literalOf(node);
    if (value === undefined) open.push(told);
    else values[told] = typeof value === 'string' ? value.toLowerCase() : value;
  }
  return [pythonSetting(call, 'cookie', 'set_cookie', { values, open, complete: !call.spread })];
}

/** What is run by hand from a terminal is for developers; an application that is made with it is not. */
function debugging(call: PythonCall, method: string): readonly SecuritySetting[] {
  const isOn = literalOf(call.named.get('debug')) === true;
  const isMade =
    /^(fastapi\.FastAPI|starlette\.applications\.Starlette|aiohttp\.web\.Application|sanic\.Sanic)$/.test(
      call.name,
    );
  const isRun = method === 'run' && /^(app|application)\.run$/.test(call.name);
  return isOn && (isMade || isRun)
    ? [pythonSetting(call, 'debug-mode', call.name, { values: { debug: true } })]
    : [];
}
