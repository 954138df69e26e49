import type { Node } from 'oxc-parser';
import { childrenOf, dottedName, isFunctionNode } from '../javascript/syntax.ts';
import type { CallReader } from './calls.ts';
import { settingAt } from './calls.ts';
import { writtenOptions } from './written-options.ts';

/** What answers carry beside their content: headers that protect, and details of errors that help an attacker. */
export const readResponses: CallReader = (call) => {
  const { trace, tracer, given, place } = call;
  const isHeaders =
    trace !== undefined &&
    /^(helmet|@fastify\/helmet|fastify-helmet|koa-helmet)$/.test(trace.package) &&
    trace.path === '';
  if (isHeaders || (trace?.package === 'hono' && trace.path === 'secureHeaders'))
    return [
      settingAt(call, {
        kind: 'response-headers',
        call: trace.package === 'hono' ? 'secureHeaders' : 'helmet',
        options: writtenOptions(tracer, given[0], place),
      }),
    ];
  // It sends the stack whatever the environment is.
  if (trace?.package === 'errorhandler' && trace.path === '')
    return [settingAt(call, { kind: 'error-detail', call: 'errorhandler' })];
  if (!/^(send|json|end|write|render)$/.test(call.method)) return [];
  if (call.node.callee.type !== 'MemberExpression') return [];
  const receiver = dottedName(call.node.callee.object) ?? '';
  if (!/(^|\.)(res|resp|response|reply|c)\b/i.test(receiver)) return [];
  const stack = given.map(stackIn).find((found) => found !== undefined);
  return stack === undefined
    ? []
    : [settingAt(call, { kind: 'error-detail', call: `res.${call.method}`, at: stack })];
};

/** `error.stack` in what is answered; not in a condition, which may leave it out. */
function stackIn(node: Node): Node | undefined {
  if (isFunctionNode(node) || node.type === 'ConditionalExpression' || node.type === 'LogicalExpression')
    return undefined;
  if (node.type === 'MemberExpression') {
    const name = dottedName(node) ?? '';
    return /(^|\.)(e|er|err|error|ex|exception|reason)\.stack$/i.test(name) ? node : undefined;
  }
  for (const child of childrenOf(node)) {
    const found = stackIn(child);
    if (found !== undefined) return found;
  }
  return undefined;
}
