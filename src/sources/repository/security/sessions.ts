import type { Node } from 'oxc-parser';
import { textOf } from '../code/constants.ts';
import { dottedName } from '../javascript/syntax.ts';
import type { CallReader, SecurityCall } from './calls.ts';
import { settingAt } from './calls.ts';
import type { WrittenOptions } from './written-options.ts';
import { noOptions, writtenOptions } from './written-options.ts';

const sessionPackages =
  /^(express-session|cookie-session|koa-session|koa-generic-session|@fastify\/session|@fastify\/secure-session|fastify-session|client-sessions)$/;

const forgeryPackages =
  /^(csurf|@dr\.pogodin\/csurf|csrf-csrf|csrf-sync|tiny-csrf|csrf|koa-csrf|lusca|@fastify\/csrf-protection|fastify-csrf)$/;

/** Sessions that are kept in cookies, and what guards them against requests that other sites forge. */
export const readSessions: CallReader = (call) => {
  const { trace } = call;
  if (trace === undefined) return [];
  if (sessionPackages.test(trace.package) && trace.path === '')
    return [
      settingAt(call, {
        kind: 'session',
        call: trace.package,
        options: writtenOptions(call.tracer, call.given[0], call.place),
      }),
    ];
  const isForgery =
    forgeryPackages.test(trace.package) || (trace.package === 'hono' && trace.path === 'csrf');
  return isForgery && !trace.path.includes('()')
    ? [settingAt(call, { kind: 'forgery-check', call: trace.package })]
    : [];
};

/** Cookies that code sets by itself. */
export const readCookies: CallReader = (call) => {
  const at = cookieArguments(call);
  if (at === undefined) return headerCookie(call);
  const name = call.given[at.name];
  const options = writtenOptions(call.tracer, call.given[at.options], call.place);
  const text = name === undefined ? undefined : textOf(call.tracer, name, call.place);
  // The form with one object: `cookies().set({ name, value, httpOnly })`.
  const named = text?.text ?? options.values['name'];
  if (typeof named !== 'string') return [];
  return [
    settingAt(call, {
      kind: 'cookie',
      call: at.call,
      options: { ...options, values: { ...options.values, name: named } },
    }),
  ];
};

interface CookieArguments {
  readonly call: string;
  readonly name: number;
  readonly options: number;
}

function cookieArguments(call: SecurityCall): CookieArguments | undefined {
  const { method, trace, given, node } = call;
  if (node.callee.type === 'MemberExpression') {
    const receiver = dottedName(node.callee.object) ?? '';
    if (method === 'cookie' && given.length > 1 && /(^|\.)(res|response|reply)$|\bstatus$/i.test(receiver))
      return { call: 'res.cookie', name: 0, options: 2 };
    if (method === 'setCookie' && given.length > 1) return { call: 'reply.setCookie', name: 0, options: 2 };
    const isNext = trace?.package === 'next' && trace.path === 'cookies().set';
    if (method === 'set' && (isNext || /(^|\.)cookies$/.test(receiver)))
      return given.length === 1
        ? { call: 'cookies.set', name: 1, options: 0 }
        : { call: 'cookies.set', name: 0, options: 2 };
  }
  if (trace?.package === 'cookie' && trace.path === 'serialize')
    return { call: 'cookie.serialize', name: 0, options: 2 };
  if (trace?.package === 'hono' && trace.path === 'setCookie')
    return { call: 'setCookie', name: 1, options: 3 };
  return undefined;
}

/** `setHeader('Set-Cookie', 'sid=…; HttpOnly')`. */
function headerCookie(call: SecurityCall): ReturnType<CallReader> {
  const [header, value] = call.given;
  if (!/^(setHeader|header|set|append|appendHeader)$/.test(call.method) || value === undefined) return [];
  const isCookie = header?.type === 'Literal' && /^set-cookie$/i.test(String(header.value));
  if (!isCookie) return [];
  const texts = value.type === 'ArrayExpression' ? value.elements : [value];
  return texts.flatMap((each) => (each === null ? [] : writtenCookie(call, each)));
}

function writtenCookie(call: SecurityCall, node: Node): ReturnType<CallReader> {
  const text = textOf(call.tracer, node, call.place)?.text;
  const name = text?.split('=')[0]?.trim();
  if (text === undefined || name === undefined || name === '') return [];
  const attributes = text.split(';').slice(1);
  const has = (word: RegExp): boolean => attributes.some((each) => word.test(each));
  const options: WrittenOptions = {
    ...noOptions,
    values: { name, httpOnly: has(/^\s*httponly\s*$/i), secure: has(/^\s*secure\s*$/i) },
    open: has(/^\s*\{/) ? ['attributes'] : [],
  };
  return [settingAt(call, { kind: 'cookie', call: 'Set-Cookie', options, at: node })];
}
