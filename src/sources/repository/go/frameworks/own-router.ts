import { inField } from '../../languages/syntax.ts';
import type { Call } from '../machine/calls.ts';
import type { Machine } from '../machine/machine.ts';
import { keyOf } from '../machine/types.ts';
import type { ObjectValue, Value } from '../machine/value.ts';
import { plainText } from '../machine/value.ts';
import type { GoFunction } from '../program/package.ts';
import { addRoute, givensOf, methodOf, newRouter } from '../routing/register.ts';

const requests = /\b(http\.(HandlerFunc|Handler|Request)|fasthttp\.RequestCtx|fasthttp\.RequestHandler)\b/;

/**
 * A router of the target's own making: a method named like a verb that takes a path and a handler, and hands neither
 * on to a framework.
 */
export function ownRouterCall(machine: Machine, object: ObjectValue, method: GoFunction, call: Call): void {
  const verb = methodOf(method.name);
  const path = call.args[0];
  if (verb === undefined || path === undefined || object.type === undefined) return;
  if (plainText(path)?.startsWith('/') !== true || call.args.length < 2) return;
  if (!requests.test(inField(method.node, 'parameters')?.text ?? '')) return;
  const key = `own:${keyOf(object.type)}`;
  const known: Value = machine.standIns.get(key) ?? newRouter(machine, 'own', 'application', call.site);
  machine.standIns.set(key, known);
  if (known.kind !== 'router') return;
  const givens = givensOf(machine, call, 1);
  addRoute(machine, known.router, {
    methods: [verb],
    path,
    handler: givens.at(-1),
    guards: givens.slice(0, -1),
    site: call.site,
  });
}
