import type { Known } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import { lookInClass } from '../evaluator/classes.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lookUp } from '../evaluator/modules.ts';
import { extendsLibrary, libraryPath } from '../evaluator/paths.ts';
import type { ClassValue, FunctionValue } from '../evaluator/value.ts';
import { booleanOf } from '../evaluator/value.ts';

const model = /^django\..*\bModel$/;
const reads = /^(get|load|current|get_solo|get_current|first|last|instance|get_instance)$/;

/**
 * `SiteSettings.get().members_only`: of a record that is asked for by nothing, the one that keeps an installation's
 * settings, a field holds its default while nobody changed it.
 */
export function settingsRecordTest(
  machine: Machine,
  node: SyntaxNode,
  within: FunctionValue,
): Known | undefined {
  const object = node.type === 'attribute' ? inField(node, 'object') : undefined;
  const call = object?.type === 'identifier' ? keptIn(within.node, object.text) : object;
  const of = call === undefined ? undefined : recordOf(machine, call, within);
  const field =
    of === undefined ? undefined : lookInClass(machine, of, inField(node, 'attribute')?.text ?? '');
  if (field?.kind !== 'result' || !(libraryPath(field) ?? '').endsWith('.BooleanField()')) return undefined;
  const told = booleanOf(field.args.keywords.get('default'));
  return told === undefined ? undefined : told ? 'yes' : 'no';
}

/** The model that `Settings.get()` or `Settings.objects.first()` is of; a call that is given something looks one up. */
function recordOf(machine: Machine, call: SyntaxNode, within: FunctionValue): ClassValue | undefined {
  const callee = call.type === 'call' ? inField(call, 'function') : undefined;
  const given = inField(call, 'arguments')?.children ?? [];
  if (callee?.type !== 'attribute' || given.length > 0) return undefined;
  if (!reads.test(inField(callee, 'attribute')?.text ?? '')) return undefined;
  const written = inField(callee, 'object')?.text.replace(/\.objects$/, '') ?? '';
  if (written === 'cls') return within.owner;
  const [root = ''] = written.split('.');
  if (!/^\w+(\.\w+)*$/.test(written) || lookUp(machine, within.scope, root) === undefined) return undefined;
  const table = inField(callee, 'object');
  const named = table !== undefined && table.text !== written ? inField(table, 'object') : table;
  const value = named === undefined ? undefined : evaluate(machine, named, within.scope);
  return value?.kind === 'class' && extendsLibrary(value, model) ? value : undefined;
}

/** What a function keeps under a name, where it does so once. */
function keptIn(node: SyntaxNode, name: string): SyntaxNode | undefined {
  const given: (SyntaxNode | undefined)[] = [];
  walkSyntax(inField(node, 'body') ?? node, (each) => {
    if (each.type === 'assignment' && inField(each, 'left')?.text === name)
      given.push(inField(each, 'right'));
  });
  return given.length === 1 ? given[0] : undefined;
}
