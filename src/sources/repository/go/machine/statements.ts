import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, ofType } from '../../languages/syntax.ts';
import { assign, bind, valuesOf } from './assignments.ts';
import { countedBy } from './counted-loops.ts';
import { combine, evaluate } from './expressions.ts';
import type { Frame } from './machine.ts';
import { innerScope, lookUp, spend, undecided } from './machine.ts';
import { standInOf } from './stand-ins.ts';
import { typeOf, underlying } from './types.ts';
import type { Value } from './value.ts';
import { nil, text, unknown } from './value.ts';

/** Whether what stands behind a statement is reached. */
type Ending = 'falls' | 'leaves';

export function walkBlock(frame: Frame, block: SyntaxNode | undefined): Ending {
  const inner: Frame = { ...frame, scope: innerScope(frame.scope) };
  return walkStatements(inner, block);
}

/** Statements of a block or of a case, which may stand in a list of their own. */
export function walkStatements(frame: Frame, block: SyntaxNode | undefined): Ending {
  for (const statement of block?.children ?? []) {
    if (statement.type === 'statement_list') {
      if (walkStatements(frame, statement) === 'leaves') return 'leaves';
    } else if (statement.field !== 'value' && statement.field !== 'type')
      if (walkStatement(frame, statement) === 'leaves') return 'leaves';
  }
  return 'falls';
}

function walkStatement(frame: Frame, node: SyntaxNode): Ending {
  if (!spend(frame.machine)) return 'leaves';
  switch (node.type) {
    case 'block':
      return walkBlock(frame, node);
    case 'expression_statement':
    case 'go_statement':
    case 'defer_statement':
      evaluate(frame, node.children[0]);
      return 'falls';
    case 'short_var_declaration':
    case 'assignment_statement':
      assign(frame, node);
      return 'falls';
    case 'var_declaration':
    case 'const_declaration':
      declare(frame, node);
      return 'falls';
    case 'if_statement':
      return walkIf(frame, node);
    case 'for_statement':
      walkLoop(frame, node);
      return 'falls';
    case 'expression_switch_statement':
    case 'type_switch_statement':
    case 'select_statement':
      walkCases(frame, node);
      return 'falls';
    case 'return_statement':
      answer(frame, node);
      return 'leaves';
    case 'labeled_statement':
      for (const child of node.children) if (child.field !== 'label') walkStatement(frame, child);
      return 'falls';
    default:
      return node.type === 'continue_statement' || node.type === 'break_statement' ? 'leaves' : 'falls';
  }
}

function answer(frame: Frame, node: SyntaxNode): void {
  const list = ofType(node, 'expression_list')?.children.filter(({ type }) => type !== 'comment') ?? [];
  const values =
    list.length === 0
      ? frame.named.map((name) => lookUp(frame.scope, name) ?? nil)
      : list.map((each) => evaluate(frame, each));
  const [first] = values;
  if (first === undefined) return;
  frame.answers.push(values.length === 1 ? first : { kind: 'tuple', items: values });
}

function walkIf(outer: Frame, node: SyntaxNode): Ending {
  const frame: Frame = { ...outer, scope: innerScope(outer.scope) };
  const initializer = inField(node, 'initializer');
  if (initializer !== undefined) walkStatement(frame, initializer);
  const condition = evaluate(frame, inField(node, 'condition'));
  const [then, otherwise] = [inField(node, 'consequence'), inField(node, 'alternative')];
  const walkElse = (): Ending => (otherwise === undefined ? 'falls' : walkStatement(frame, otherwise));
  if (condition.kind === 'boolean') return condition.value ? walkBlock(frame, then) : walkElse();
  const endings: Ending[] = [];
  undecided(frame.machine, () => void endings.push(walkBlock(frame, then)));
  if (otherwise !== undefined) undecided(frame.machine, () => void endings.push(walkElse()));
  return endings.length === 2 && endings.every((ending) => ending === 'leaves') ? 'leaves' : 'falls';
}

function walkLoop(outer: Frame, node: SyntaxNode): void {
  const frame: Frame = { ...outer, scope: innerScope(outer.scope) };
  const body = inField(node, 'body');
  const range = ofType(node, 'range_clause');
  const counted = range === undefined ? countedBy(frame, node) : undefined;
  if (counted !== undefined) {
    for (const value of counted.all) {
      const scope = innerScope(frame.scope);
      bind(frame, scope, counted.name, { kind: 'number', value });
      walkBlock({ ...frame, scope }, body);
    }
    return;
  }
  if (range === undefined) {
    const initializer = inField(ofType(node, 'for_clause'), 'initializer');
    if (initializer !== undefined) walkStatement(frame, initializer);
    undecided(frame.machine, () => void walkBlock(frame, body));
    return;
  }
  const over = evaluate(frame, inField(range, 'right'));
  const names = inField(range, 'left')?.children.filter(({ type }) => type === 'identifier') ?? [];
  const step = (key: Value, value: Value): void => {
    const scope = innerScope(frame.scope);
    for (const [place, { text: name }] of names.entries())
      bind(frame, scope, name, place === 0 ? key : value);
    walkBlock({ ...frame, scope }, body);
  };
  if (over.kind === 'list')
    for (const [place, item] of over.items.slice(0, 2_000).entries())
      step({ kind: 'number', value: place }, item);
  else if (over.kind === 'map') for (const [key, value] of over.entries) step(text(key), value);
  else {
    const of = over.kind === 'unknown' ? underlying(frame.machine.program, over.type) : undefined;
    const element =
      of?.kind === 'list' || of?.kind === 'map'
        ? standInOf(frame.machine, of.of)
        : unknown('an element of a list that is not known');
    undecided(frame.machine, () => {
      step(unknown('a key of a list that is not known'), element);
    });
  }
}

function walkCases(outer: Frame, node: SyntaxNode): void {
  const frame: Frame = { ...outer, scope: innerScope(outer.scope) };
  const initializer = inField(node, 'initializer');
  if (initializer !== undefined) walkStatement(frame, initializer);
  const value = inField(node, 'value');
  const subject = value === undefined ? undefined : evaluate(frame, value);
  const alias = inField(node, 'alias')?.children[0]?.text;
  if (alias !== undefined && subject !== undefined) bind(frame, frame.scope, alias, subject);
  const cases = allOfType(node, 'expression_case', 'default_case', 'type_case', 'communication_case');
  const decided = subject === undefined ? undefined : decidedCase(frame, node, cases, subject);
  if (decided !== undefined) {
    walkBlock(frame, decided);
    return;
  }
  for (const each of cases) undecided(frame.machine, () => void walkBlock(frame, each));
}

/** The case that is taken, where the subject and all cases up to it are constants. */
function decidedCase(
  frame: Frame,
  node: SyntaxNode,
  cases: readonly SyntaxNode[],
  subject: Value,
): SyntaxNode | undefined {
  if (node.type !== 'expression_switch_statement') return undefined;
  for (const each of cases) {
    if (each.type !== 'expression_case') continue;
    for (const option of inField(each, 'value')?.children ?? []) {
      const same = combine('==', subject, evaluate(frame, option));
      if (same.kind !== 'boolean') return undefined;
      if (same.value) return each;
    }
  }
  return cases.find(({ type }) => type === 'default_case');
}

function declare(frame: Frame, node: SyntaxNode): void {
  const specs = [
    ...allOfType(node, 'var_spec', 'const_spec'),
    ...allOfType(ofType(node, 'var_spec_list'), 'var_spec'),
  ];
  for (const spec of specs) {
    const names = spec.children.filter((child) => child.field === 'name' && child.type === 'identifier');
    const given = inField(spec, 'value');
    const type = typeOf(inField(spec, 'type'), frame.file);
    const values = given === undefined ? [] : valuesOf(frame, given, names.length);
    for (const [place, { text: name }] of names.entries())
      bind(frame, frame.scope, name, values[place] ?? zeroOf(frame, type));
  }
}

function zeroOf(frame: Frame, type: ReturnType<typeof typeOf>): Value {
  if (type === undefined) return nil;
  const inner = type.kind === 'own' ? underlying(frame.machine.program, type) : type;
  switch (inner?.kind) {
    case 'basic':
      return inner.name === 'string' ? text('') : unknown('set at run time', type);
    case 'list':
      return { kind: 'list', items: [] };
    case 'struct':
      return { kind: 'object', type, fields: new Map() };
    case 'library':
    case 'map':
    case 'function':
    case 'own':
    case undefined:
      return unknown('set at run time', type);
  }
}
