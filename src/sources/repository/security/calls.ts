import type { Argument, CallExpression, NewExpression, Node } from 'oxc-parser';
import type { SecuritySetting } from '../../../model/security-setting.ts';
import type { Trace, Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import { dottedName, plainKey } from '../javascript/syntax.ts';
import { securitySetting } from './setting.ts';
import type { WrittenOptions } from './written-options.ts';

/** A call of the backend's code as the readers of this room look at it. */
export interface SecurityCall {
  readonly node: CallExpression | NewExpression;
  readonly place: Place;
  readonly tracer: Tracer;
  /** The library it leads to; undefined where the receiver is a parameter, as responses are. */
  readonly trace: Trace | undefined;
  /** Of the call, or of the plugin that it registers. */
  readonly given: readonly Argument[];
  /** Last name of the callee: `cookie` of `res.cookie`. */
  readonly method: string;
  /** Names around it: the variable or property it goes to. */
  readonly goesTo: readonly string[];
}

/** Finds settings in one call; most calls concern nobody. */
export type CallReader = (call: SecurityCall) => readonly SecuritySetting[];

type Told = Pick<SecuritySetting, 'kind' | 'call'> & {
  readonly options?: WrittenOptions;
  readonly purpose?: readonly string[];
  readonly at?: Node;
};

/** A setting at the place of a call. */
export function settingAt(call: SecurityCall, told: Told): SecuritySetting {
  const { options, purpose = [], at = call.node } = told;
  const around = call.place.within === undefined ? [] : [call.place.within];
  const place = { package: call.trace?.package ?? '', around, origin: originOf(call.place.file, at) };
  return securitySetting(told.kind, told.call, place, {
    ...options,
    purpose: [...call.goesTo, ...purpose],
  });
}

export function methodOf(node: CallExpression | NewExpression): string {
  const { callee } = node;
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression') return plainKey(callee.property, callee.computed) ?? '';
  return '';
}

/** Names that an expression mentions, dotted where it can be said so: `req.body.password`. */
export function namesIn(node: Node | undefined): readonly string[] {
  if (node === undefined) return [];
  switch (node.type) {
    case 'Identifier':
    case 'MemberExpression': {
      const name = dottedName(node);
      return name === undefined ? [] : [name];
    }
    case 'TemplateLiteral':
      return node.expressions.flatMap(namesIn);
    case 'BinaryExpression':
      return [...namesIn(node.left), ...namesIn(node.right)];
    case 'CallExpression':
      return [...namesIn(node.callee), ...node.arguments.flatMap(namesIn)];
    case 'AwaitExpression':
      return namesIn(node.argument);
    case 'TSAsExpression':
    case 'TSNonNullExpression':
      return namesIn(node.expression);
    default:
      return [];
  }
}
