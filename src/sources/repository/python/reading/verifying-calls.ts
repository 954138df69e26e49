import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lookUp } from '../evaluator/modules.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { FunctionValue } from '../evaluator/value.ts';

/**
 * Calls of packages that fail, or answer with an error, where the request does not carry the sender's signature: Slack's
 * adapters compare `X-Slack-Signature`, Stripe's and Svix's readers of events raise, and so does LINE's handler.
 */
const verifying =
  /^(slack_bolt\.(\w+\.)*(Async)?SlackRequestHandler\(\)\.handle(_async)?|stripe\.(Webhook\.construct_event|WebhookSignature\.verify_header)|svix\.(\w+\.)*Webhook\(\)\.verify|linebot\.(\w+\.)*Webhook(Handler|Parser)\(\)\.(handle|parse))$/;

const written = /\.(handle(_async)?|construct_event|verify(_header)?|parse)$/;

export function verifiesSender(machine: Machine, node: SyntaxNode, within: FunctionValue): boolean {
  const callee = node.type === 'call' ? inField(node, 'function') : undefined;
  if (callee === undefined || !written.test(callee.text)) return false;
  const [root = ''] = callee.text.split(/[.(]/);
  if (lookUp(machine, within.scope, root) === undefined) return false;
  return verifying.test(libraryPath(evaluate(machine, callee, within.scope)) ?? '');
}

/** Whether a handler has such a call anywhere. */
export function mayVerifySender(machine: Machine, handler: FunctionValue): boolean {
  let found = false;
  walkSyntax(handler.node, (node) => {
    found ||= verifiesSender(machine, node, handler);
  });
  return found;
}
