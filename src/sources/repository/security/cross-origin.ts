import type { Node } from 'oxc-parser';
import { objectOf, propertyOf } from '../code/constants.ts';
import type { FunctionNode } from '../javascript/syntax.ts';
import { dottedName, isFunctionNode, statementsIn } from '../javascript/syntax.ts';
import type { CallReader, SecurityCall } from './calls.ts';
import { settingAt } from './calls.ts';
import type { WrittenOptions } from './written-options.ts';
import { constantOf, noOptions, writtenOptions } from './written-options.ts';

const packages = /^(cors|@fastify\/cors|fastify-cors|@koa\/cors|koa2-cors|kcors)$/;

/** Which other sites may read answers: the options of a library, or headers that are set by hand. */
export const readCrossOrigin: CallReader = (call) => {
  const { trace, method } = call;
  if (trace !== undefined && packages.test(trace.package) && trace.path === '')
    return [setting(call, trace.package)];
  if (trace?.package === 'hono' && trace.path === 'cors') return [setting(call, 'hono/cors')];
  if (method === 'enableCors' && call.node.callee.type === 'MemberExpression')
    return [setting(call, 'enableCors')];
  return header(call);
};

function setting(call: SecurityCall, name: string): ReturnType<CallReader>[number] {
  const options = writtenOptions(call.tracer, call.given[0], call.place);
  const found = objectOf(call.tracer, call.given[0], call.place);
  const origin = propertyOf(found?.node, 'origin');
  const permitsAll = origin !== undefined && isFunctionNode(origin) && approvesAll(origin);
  return settingAt(call, {
    kind: 'cross-origin',
    call: name,
    options: permitsAll ? withOrigin(options) : options,
  });
}

const withOrigin = (options: WrittenOptions): WrittenOptions => ({
  ...options,
  values: { ...options.values, origin: true },
  open: options.open.filter((key) => key !== 'origin'),
});

/** `(origin, done) => done(null, true)`, `(origin) => origin`, `() => true`: nobody is refused. */
function approvesAll(check: FunctionNode): boolean {
  if (check.body === null) return false;
  const only = check.body.type === 'BlockStatement' ? onlyExpression(check.body) : check.body;
  if (only === undefined) return false;
  if (only.type === 'Literal') return only.value === true || only.value === '*';
  const [first] = check.params;
  if (only.type === 'Identifier') return first?.type === 'Identifier' && only.name === first.name;
  if (only.type !== 'CallExpression' || only.callee.type !== 'Identifier') return false;
  const last = check.params.at(-1);
  const answer = only.arguments[1];
  return (
    last?.type === 'Identifier' &&
    last.name === only.callee.name &&
    answer?.type === 'Literal' &&
    answer.value === true
  );
}

function onlyExpression(body: Node & { readonly type: 'BlockStatement' }): Node | undefined {
  const [first, ...others] = statementsIn(body);
  if (first === undefined || others.length > 0) return undefined;
  if (first.type === 'ExpressionStatement') return first.expression;
  return first.type === 'ReturnStatement' ? (first.argument ?? undefined) : undefined;
}

/** `setHeader('Access-Control-Allow-Origin', …)`, and the header that lets credentials through. */
function header(call: SecurityCall): ReturnType<CallReader> {
  const [name, value] = call.given;
  if (!/^(setHeader|header|set|append)$/.test(call.method) || value === undefined) return [];
  if (name?.type !== 'Literal' || typeof name.value !== 'string') return [];
  if (/^access-control-allow-credentials$/i.test(name.value)) {
    const constant = constantOf(call.tracer, value, call.place);
    const isTrue = constant === true || constant === 'true';
    return isTrue ? [headerSetting(call, { ...noOptions, values: { credentials: true } })] : [];
  }
  if (!/^access-control-allow-origin$/i.test(name.value)) return [];
  const constant = constantOf(call.tracer, value, call.place);
  const origin = isRequestOrigin(value) ? true : constant;
  return [
    headerSetting(
      call,
      origin === undefined ? { ...noOptions, open: ['origin'] } : { ...noOptions, values: { origin } },
    ),
  ];
}

const headerSetting = (call: SecurityCall, options: WrittenOptions): ReturnType<CallReader>[number] =>
  settingAt(call, { kind: 'cross-origin', call: 'Access-Control-Allow-*', options });

/** `req.headers.origin`, `req.get('origin')`, also with something for the case that it is absent. */
function isRequestOrigin(node: Node): boolean {
  if (node.type === 'LogicalExpression') return isRequestOrigin(node.left);
  if (node.type === 'MemberExpression')
    return (
      /\bheaders?\.origin$/i.test(dottedName(node) ?? '') ||
      (node.computed &&
        node.property.type === 'Literal' &&
        node.property.value === 'origin' &&
        /\bheaders?$/.test(dottedName(node.object) ?? ''))
    );
  if (node.type !== 'CallExpression') return false;
  const [first] = node.arguments;
  return (
    first?.type === 'Literal' &&
    /^origin$/i.test(String(first.value)) &&
    /\b(get|header|headers\.get)$/.test(dottedName(node.callee) ?? '')
  );
}
