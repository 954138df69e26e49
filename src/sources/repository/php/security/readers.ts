import type { Json } from '../../../../model/origin.ts';
import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { countsAttempts } from '../../security/attempt-limits.ts';
import type { PhpCall } from './call.ts';
import { constantAt, constantIn, namesIn, settingOf } from './call.ts';

/** What a function of PHP settles; most settle nothing. */
export function settingsOfCall(call: PhpCall): readonly SecuritySetting[] {
  switch (call.name) {
    case 'md5':
    case 'sha1':
      return [digest(call, call.name, 0)];
    case 'hash':
      return [digest(call, constantAt(call, 0), 1)];
    case 'password_hash':
      return [passwordHash(call)];
    case 'rand':
    case 'mt_rand':
    case 'uniqid':
    case 'lcg_value':
    case 'str_shuffle':
      return [settingOf(call, 'random-number', call.name)];
    case 'setcookie':
    case 'setrawcookie':
      return cookie(call);
    case 'session_set_cookie_params':
      return [sessionCookie(call)];
    case 'openssl_encrypt':
      return [cipher(call)];
    case 'curl_setopt':
      return unchecked(call, checkOption(call.given[1]?.node.text ?? ''), call.given[2]?.node);
    case 'withoutverifying':
      return [settingOf(call, 'certificate-check', 'withoutVerifying', { values: { verify: false } })];
    case 'header':
      return header(call);
    default:
      return countsAttempts.test(call.name) ? [settingOf(call, 'attempt-limit', call.name)] : [];
  }
}

function digest(call: PhpCall, algorithm: Json | undefined, at: number): SecuritySetting {
  const isKnown = typeof algorithm === 'string';
  return settingOf(call, 'digest', call.name, {
    values: isKnown ? { algorithm: algorithm.toLowerCase() } : {},
    open: isKnown ? [] : ['algorithm'],
    purpose: namesIn(call.given[at]?.node),
  });
}

function passwordHash(call: PhpCall): SecuritySetting {
  const rounds = entry(call, call.given[2]?.node, 'cost');
  const cost = rounds === undefined ? undefined : constantIn(call, rounds);
  return settingOf(call, 'password-hash', 'password_hash', {
    values: typeof cost === 'number' ? { rounds: cost } : {},
    purpose: namesIn(call.given[0]?.node),
  });
}

/** `setcookie(name, value, expires, path, domain, secure, httponly)`, or the same as options. */
function cookie(call: PhpCall): readonly SecuritySetting[] {
  const name = constantAt(call, 0, 'name');
  if (typeof name !== 'string') return [];
  const value = call.given[1]?.node;
  // An empty value takes the cookie away.
  if (value === undefined || constantIn(call, value) === '') return [];
  const flags = cookieFlags(call, 2, 5);
  return [settingOf(call, 'cookie', call.name, { ...flags, values: { ...flags.values, name } })];
}

const sessionCookie = (call: PhpCall): SecuritySetting =>
  settingOf(call, 'session', 'session_set_cookie_params', cookieFlags(call, 0, 3));

type Flags = Pick<SecuritySetting, 'values' | 'open' | 'complete'>;

function cookieFlags(call: PhpCall, options: number, secureAt: number): Flags {
  const given = call.given[options]?.node;
  const isList = given?.type === 'array_creation_expression';
  const written = (key: string, at: number): SyntaxNode | undefined =>
    isList
      ? entry(call, given, key)
      : (call.given.find(({ name }) => name === key)?.node ?? call.given[at]?.node);
  const values: Record<string, Json> = {};
  const open: string[] = [];
  const flags = { secure: written('secure', secureAt), httpOnly: written('httponly', secureAt + 1) };
  for (const [key, node] of Object.entries(flags)) {
    if (node === undefined) continue;
    const constant = constantIn(call, node);
    if (constant === undefined) open.push(key);
    else values[key] = constant !== false && constant !== 0 && constant !== null;
  }
  const site = isList ? entry(call, given, 'samesite') : undefined;
  const sameSite = site === undefined ? undefined : constantIn(call, site);
  if (typeof sameSite === 'string') values['sameSite'] = sameSite.toLowerCase();
  else if (site !== undefined) open.push('sameSite');
  const isHidden =
    given !== undefined &&
    !isList &&
    /^(variable_name|function_call_expression|member_\w+)$/.test(given.type) &&
    call.given.length === options + 1;
  return { values, open, complete: !isHidden };
}

/** The value under a key of an array that is written there; keys of cookies count in any case. */
function entry(call: PhpCall, list: SyntaxNode | undefined, key: string): SyntaxNode | undefined {
  if (list?.type !== 'array_creation_expression') return undefined;
  for (const element of list.children) {
    const [name, value] = element.children;
    if (name === undefined || value === undefined) continue;
    const constant = constantIn(call, name);
    if (typeof constant === 'string' && constant.toLowerCase() === key) return value;
  }
  return undefined;
}

function cipher(call: PhpCall): SecuritySetting {
  const algorithm = constantAt(call, 1);
  const vector = call.given[4]?.node;
  const constant = vector === undefined ? undefined : constantIn(call, vector);
  const isFixed = typeof constant === 'string' && constant !== '';
  return settingOf(call, 'cipher', 'openssl_encrypt', {
    values: {
      ...(typeof algorithm === 'string' ? { algorithm: algorithm.toLowerCase() } : {}),
      ...(isFixed ? { vector: 'constant' } : {}),
    },
    open: typeof algorithm === 'string' ? [] : ['algorithm'],
  });
}

/** The name of an option that switches the check of certificates; undefined for any other. */
export function checkOption(written: string): string | undefined {
  const name = written.replaceAll(/['"\\]/g, '');
  return /^(CURLOPT_SSL_VERIFY(PEER|HOST)|verify|verify_peer|verify_peer_name)$/.test(name)
    ? name
    : undefined;
}

/** `CURLOPT_SSL_VERIFYPEER => false`, `'verify' => false`, `'verify_peer' => false`: of a call or of a list of options. */
export function unchecked(
  call: Pick<PhpCall, 'machine' | 'file' | 'node' | 'goesTo'>,
  name: string | undefined,
  value: SyntaxNode | undefined,
): readonly SecuritySetting[] {
  if (name === undefined || value === undefined) return [];
  const constant = constantIn(call, value);
  return constant === false || constant === 0
    ? [settingOf(call, 'certificate-check', name, { values: { [name]: constant } })]
    : [];
}

/** `header('Access-Control-Allow-Origin: ' . $_SERVER['HTTP_ORIGIN'])`. */
function header(call: PhpCall): readonly SecuritySetting[] {
  const text = call.given[0]?.node.text ?? '';
  const allowed = /^["']Access-Control-Allow-(Origin|Credentials)\s*:\s*([^"']*)/i.exec(text);
  if (allowed === null) return [];
  const [, which = '', rest = ''] = allowed;
  if (/^credentials$/i.test(which))
    return /^true/i.test(rest) ? [corsHeader(call, { credentials: true })] : [];
  const isReflected = /\$_SERVER\s*\[\s*['"]?HTTP_ORIGIN|\{\$_SERVER\[['"]HTTP_ORIGIN/.test(text);
  if (isReflected) return [corsHeader(call, { origin: true })];
  return rest === '' ? [] : [corsHeader(call, { origin: rest.trim() })];
}

const corsHeader = (call: PhpCall, values: Record<string, Json>): SecuritySetting =>
  settingOf(call, 'cross-origin', 'Access-Control-Allow-*', { values });

/** `'allowed_origins' => ['*'], 'supports_credentials' => true`: Laravel answers with the site that asks. */
export function corsConfiguration(
  call: Pick<PhpCall, 'machine' | 'file' | 'node' | 'goesTo'>,
): readonly SecuritySetting[] {
  const text = call.node.text;
  const credentials = /['"]supports_credentials['"]\s*=>\s*(true|false)\b/i.exec(text)?.[1];
  if (credentials === undefined || inField(call.node, 'left') !== undefined) return [];
  const isAny = /['"]allowed_origins(_patterns)?['"]\s*=>\s*\[\s*['"](\*|\/?\.\*\/?)['"]\s*,?\s*\]/.test(
    text,
  );
  return [
    settingOf(call, 'cross-origin', 'config/cors.php', {
      values: { credentials: credentials.toLowerCase() === 'true', ...(isAny ? { origin: true } : {}) },
      open: isAny ? [] : ['origin'],
    }),
  ];
}
