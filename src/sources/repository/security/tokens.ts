import type { Node } from 'oxc-parser';
import type { Json } from '../../../model/origin.ts';
import { dottedName, isFunctionNode, statementsIn } from '../javascript/syntax.ts';
import { propertyOf, textOf } from '../code/constants.ts';
import type { CallReader, SecurityCall } from './calls.ts';
import { settingAt } from './calls.ts';
import type { WrittenOptions } from './written-options.ts';
import { constantOf, noOptions, writtenOptions } from './written-options.ts';

/** JSON Web Tokens that are signed, verified, or only decoded. */
export const readTokens: CallReader = (call) => {
  switch (call.trace?.package) {
    case 'jsonwebtoken':
      return jsonwebtoken(call, call.trace.path);
    case 'jwt-simple':
      return call.trace.path === 'decode' ? [jwtSimple(call)] : [];
    case 'jose':
      return jose(call, call.trace.path);
    case 'jwt-decode':
      return isDirect(call.trace.path, 'jwtDecode') ? [decoded(call)] : [];
    case 'express-jwt':
      return isDirect(call.trace.path, 'expressjwt') ? [verification(call, 0, 'expressjwt')] : [];
    case 'passport-jwt':
      return call.trace.path === 'Strategy' ? [verification(call, 0, 'passport-jwt')] : [];
    case '@nestjs/jwt':
      return moduleOptions(call, call.trace.path);
    case '@fastify/jwt':
    case 'fastify-jwt':
      return call.trace.path === '' ? [signing(call, nested(optionsAt(call, 0), 'sign'), 'fastify-jwt')] : [];
    default:
      return [];
  }
};

const isDirect = (path: string, name: string): boolean => path === '' || path === name || path === 'default';

const optionsAt = ({ tracer, given, place }: SecurityCall, at: number): WrittenOptions =>
  writtenOptions(tracer, given[at], place);

function jsonwebtoken(call: SecurityCall, path: string): ReturnType<CallReader> {
  if (path === 'decode') return [decoded(call)];
  if (path === 'verify') return [verified(call)];
  return path === 'sign' ? [signed(call)] : [];
}

/** `jwt.sign(payload, secret, options)`: an expiry may stand in the payload, as `exp` (RFC 7519, section 4.1.4). */
function signed(call: SecurityCall): ReturnType<CallReader>[number] {
  const [payload, secret, options] = call.given;
  const isCallback = options !== undefined && isFunctionNode(options);
  const written = isCallback ? noOptions : optionsAt(call, 2);
  const claims = writtenOptions(call.tracer, payload, call.place);
  const hasExpiry = claims.open.includes('exp') || 'exp' in claims.values;
  return signing(
    call,
    {
      ...written,
      values: { ...written.values, ...shortSecret(call, secret) },
      open: hasExpiry ? [...written.open, 'payload.exp'] : written.open,
      complete: written.complete && (claims.complete || payload === undefined),
    },
    'jwt.sign',
  );
}

/** RFC 7518, section 3.2: a key of HMAC has at least the size of the hash, 32 bytes for HS256. */
function shortSecret({ tracer, place }: SecurityCall, secret: Node | undefined): Record<string, Json> {
  const text = secret === undefined ? undefined : textOf(tracer, secret, place);
  return text !== undefined && text.variable.length === 0 && text.text.length < 32
    ? { shortSecret: true }
    : {};
}

const signing = (call: SecurityCall, options: WrittenOptions, name: string): ReturnType<CallReader>[number] =>
  settingAt(call, { kind: 'token-signing', call: name, options });

function verified(call: SecurityCall): ReturnType<CallReader>[number] {
  const [, key, options] = call.given;
  const written = options !== undefined && isFunctionNode(options) ? noOptions : optionsAt(call, 2);
  return settingAt(call, {
    kind: 'token-verification',
    call: 'jwt.verify',
    options: { ...written, values: { ...written.values, ...keyOf(call, key) } },
  });
}

/** No key at all, or one that everybody may know. */
function keyOf({ tracer, place }: SecurityCall, key: Node | undefined): Record<string, Json> {
  if (key === undefined) return {};
  const constant = constantOf(tracer, key, place);
  const isAbsent = key.type === 'Identifier' && key.name === 'undefined';
  if (isAbsent || constant === false || constant === null || constant === '') return { key: 'none' };
  return /pub(lic)?_?-?key/i.test(dottedName(key) ?? '') ? { key: 'public' } : {};
}

const verification = (call: SecurityCall, at: number, name: string): ReturnType<CallReader>[number] =>
  settingAt(call, { kind: 'token-verification', call: name, options: optionsAt(call, at) });

const decoded = (call: SecurityCall): ReturnType<CallReader>[number] =>
  settingAt(call, {
    kind: 'token-verification',
    call: `${call.trace?.package === 'jsonwebtoken' ? 'jwt' : (call.trace?.package ?? '')}.${call.method}`,
    options: { ...noOptions, values: { verified: false } },
  });

/** `decode(token, key, noVerify, algorithm)`. */
function jwtSimple(call: SecurityCall): ReturnType<CallReader>[number] {
  const third = call.given[2];
  const noVerify = third === undefined ? false : constantOf(call.tracer, third, call.place);
  return settingAt(call, {
    kind: 'token-verification',
    call: 'jwt-simple.decode',
    options: {
      ...noOptions,
      values: noVerify === true ? { verified: false } : {},
      open: noVerify === undefined ? ['noVerify'] : [],
    },
  });
}

function jose(call: SecurityCall, path: string): ReturnType<CallReader> {
  if (path === 'decodeJwt') return [decoded(call)];
  if (path === 'UnsecuredJWT.decode')
    return [
      settingAt(call, {
        kind: 'token-verification',
        call: path,
        options: { ...noOptions, values: { algorithms: ['none'] } },
      }),
    ];
  if (path === 'jwtVerify') return [verification(call, 2, path)];
  if (!/^SignJWT\(\).*\.sign$/.test(path)) return [];
  const open = path.includes('.setExpirationTime()') ? ['expiresIn'] : [];
  return [signing(call, { ...noOptions, open }, 'SignJWT.sign')];
}

/** `JwtModule.register(options)`, or `registerAsync` with a factory that returns them. */
function moduleOptions(call: SecurityCall, path: string): ReturnType<CallReader> {
  if (!/^JwtModule\.register(Async)?$/.test(path)) return [];
  const given = path.endsWith('Async') ? returnedBy(propertyOf(call.given[0], 'useFactory')) : call.given[0];
  const options =
    given === undefined ? { ...noOptions, complete: false } : writtenOptions(call.tracer, given, call.place);
  return [signing(call, nested(options, 'signOptions'), 'JwtModule')];
}

function returnedBy(factory: Node | undefined): Node | undefined {
  if (factory === undefined || !isFunctionNode(factory) || factory.body === null) return undefined;
  if (factory.body.type !== 'BlockStatement') return factory.body;
  const last = statementsIn(factory.body).at(-1);
  return last?.type === 'ReturnStatement' ? (last.argument ?? undefined) : undefined;
}

/** The options below a key, by their own names. */
function nested(options: WrittenOptions, key: string): WrittenOptions {
  const inner = (name: string): string | undefined =>
    name.startsWith(`${key}.`) ? name.slice(key.length + 1) : undefined;
  return {
    values: Object.fromEntries(
      Object.entries(options.values).flatMap(([name, value]) => {
        const own = inner(name);
        return own === undefined ? [] : [[own, value] as const];
      }),
    ),
    open: options.open.flatMap((name) => inner(name) ?? []),
    // Options that are made elsewhere as a whole may hold anything.
    complete:
      options.complete &&
      !(
        options.open.includes(key) &&
        ![...Object.keys(options.values), ...options.open].some((name) => inner(name) !== undefined)
      ),
  };
}
