import type { Known } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lookUp } from '../evaluator/modules.ts';
import type { FunctionValue, Value } from '../evaluator/value.ts';
import { booleanOf } from '../evaluator/value.ts';
import { blockListTest } from './block-lists.ts';
import { isOnByDefault } from './default-settings.ts';
import { settingsRecordTest } from './settings-record.ts';

/** `get_config('visibility')`, `get_site_setting(...)`: what operators set while it runs; a kept secret is another thing. */
const keptSetting =
  /^([\w.]+\.)?(get_)?(site_|app_|system_|global_|server_|instance_)?(config|setting|option|preference)(_value)?\(/;

const isKeptSetting = ({ type }: SyntaxNode, text: string): boolean =>
  type === 'call' && keptSetting.test(text) && !/key|token|secret|password/i.test(text.slice(0, 200));

/** `settings.LOGIN_REQUIRED`: what the code says where nobody set it. */
export function settingTest(
  machine: Machine,
  node: SyntaxNode,
  text: string,
  within: FunctionValue,
  inHandler: boolean,
): Known | undefined {
  if (isKeptSetting(node, text)) return 'setting';
  if (isOnByDefault(machine, node)) return 'yes';
  // A handler that its setting switches off turns away everybody, which tells nothing of who may use it.
  const kept = (inHandler ? undefined : settingsRecordTest(machine, node, within)) ?? blockListTest(node);
  if (kept !== undefined) return kept;
  if (node.type !== 'attribute' || !/^\w+(\.\w+)*\.[A-Z][A-Z0-9_]*$/.test(text)) return undefined;
  const [root = ''] = text.split('.');
  if (isLocal(within.node, root) || lookUp(machine, within.scope, root) === undefined) return undefined;
  const known = defaultOf(evaluate(machine, node, within.scope));
  return known === undefined ? undefined : known ? 'yes' : 'no';
}

/** Of a choice between what is set and what is not, the one that is written counts. */
export function defaultOf(value: Value): boolean | undefined {
  if (value.kind !== 'choice') return booleanOf(value);
  const [only, ...others] = new Set(value.options.flatMap((each) => booleanOf(each) ?? []));
  return others.length === 0 ? only : undefined;
}

const isLocal = (node: SyntaxNode, name: string): boolean =>
  new RegExp(`\\b${name}\\s*(:[^=\\n]+)?=[^=]`).test(inField(node, 'body')?.text ?? '') ||
  new RegExp(`\\b${name}\\b`).test(inField(node, 'parameters')?.text ?? '');
