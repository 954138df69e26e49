import type { SyntaxNode } from '../../../languages/syntax.ts';
import { inField } from '../../../languages/syntax.ts';
import type { Code, Lineage, Method } from '../../code.ts';
import { lineageOf, methodNamed } from '../../code.ts';
import type { Call } from '../../syntax.ts';
import { callOf, constantName, statementsOf } from '../../syntax.ts';
import type { Asked, Nobody, Told } from './conditions.ts';
import { conditionFor } from './conditions.ts';

/** One `can` or `cannot` of an ability (CanCanCan), as it holds for nobody. */
export interface Rule {
  readonly lets: boolean;
  /** Empty: any, as far as is known. */
  readonly actions: readonly string[];
  /** Names of classes and of symbols (`:report`); empty: any, as far as is known. */
  readonly subjects: readonly string[];
  /** Of some objects only. */
  readonly partly: boolean;
  readonly reached: 'yes' | 'no' | 'perhaps';
  /** Conditions around it that are not about the caller. */
  readonly settings: readonly string[];
}

export interface Ability {
  readonly rules: readonly Rule[];
  /** `alias_action :list, to: :read`. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
}

interface Walk {
  readonly code: Code;
  readonly lineage: Lineage;
  readonly rules: Rule[];
  readonly aliases: Map<string, string[]>;
  readonly callers: Map<string, Nobody>;
  readonly beside: Set<string>;
  readonly running: readonly SyntaxNode[];
  readonly budget: { left: number };
}

interface Place {
  readonly reached: Rule['reached'];
  readonly settings: readonly string[];
}

/** Rules that a class of abilities makes where nobody signed in; undefined where it is not in the repository. */
export function abilityOf(code: Code, name: string, namespace: string): Ability | undefined {
  const openings = code.find(name, namespace);
  const lineage = lineageOf(code, openings);
  const method = methodNamed(lineage, 'initialize');
  if (openings.length === 0 || method === undefined) return undefined;
  const walk: Walk = {
    code,
    lineage,
    rules: [],
    aliases: new Map([
      ['read', ['index', 'show']],
      ['create', ['new']],
      ['update', ['edit']],
    ]),
    callers: new Map(),
    beside: new Set(),
    running: [],
    budget: { left: 4000 },
  };
  run(walk, method, [], { reached: 'yes', settings: [] });
  return walk.budget.left < 0 ? undefined : walk;
}

const parametersOf = (method: SyntaxNode): readonly string[] =>
  (inField(method, 'parameters')?.children ?? []).map((each) => inField(each, 'name')?.text ?? each.text);

/** `args`: what is handed to a method that the initializer calls; the initializer itself gets the caller first. */
function run(walk: Walk, method: Method, args: readonly (SyntaxNode | undefined)[], place: Place): void {
  if (walk.running.length > 6 || walk.running.includes(method.node)) return;
  const isFirst = walk.running.length === 0;
  for (const [at, name] of parametersOf(method.node).entries()) {
    const given = walk.callers.get(args[at]?.text ?? '');
    if (isFirst ? at === 0 : given !== undefined) walk.callers.set(name, given ?? 'nil');
    else if (isFirst) walk.beside.add(name);
  }
  statements(
    { ...walk, running: [...walk.running, method.node] },
    statementsOf(inField(method.node, 'body')),
    place,
  );
}

const asked = ({ callers, beside, lineage }: Walk): Asked => ({
  callers,
  beside,
  depth: 0,
  question: (name) => {
    const all = statementsOf(inField(methodNamed(lineage, name)?.node, 'body'));
    return all.length === 1 ? all[0] : undefined;
  },
});

/** Where the code after these statements stands. */
function statements(walk: Walk, nodes: readonly SyntaxNode[], from: Place): Place {
  let place = from;
  for (const node of nodes) place = statement(walk, node, place);
  return place;
}

const narrowed = ({ reached, settings }: Place, told: Told, condition: string): Place => {
  if (told === 'setting') return { reached, settings: [...settings, condition] };
  if (reached === 'no' || told === 'no') return { reached: 'no', settings };
  return { reached: told === 'perhaps' ? 'perhaps' : reached, settings };
};

const opposite: Readonly<Record<Told, Told>> = {
  yes: 'no',
  no: 'yes',
  perhaps: 'perhaps',
  setting: 'setting',
};

function statement(walk: Walk, node: SyntaxNode, place: Place): Place {
  walk.budget.left -= 1;
  if (walk.budget.left < 0) return place;
  switch (node.type) {
    case 'if':
    case 'elsif':
    case 'unless':
    case 'if_modifier':
    case 'unless_modifier':
      return branch(walk, node, place);
    case 'case':
      for (const each of node.children) {
        const isElse = each.type === 'else';
        const body =
          each.type === 'when' ? statementsOf(inField(each, 'body')) : isElse ? statementsOf(each) : [];
        statements(walk, body, narrowed(place, 'perhaps', ''));
      }
      return place;
    case 'return':
      return { ...place, reached: 'no' };
    case 'assignment':
    case 'operator_assignment':
      named(walk, node);
      return place;
    default: {
      const call = callOf(node);
      if (call !== undefined) called(walk, call, place);
      return place;
    }
  }
}

function branch(walk: Walk, node: SyntaxNode, place: Place): Place {
  const condition = inField(node, 'condition');
  const told = conditionFor(asked(walk), condition);
  const holds = node.type.startsWith('unless') ? opposite[told] : told;
  const text = `${node.type.startsWith('unless') ? 'not ' : ''}${condition?.text ?? ''}`;
  const yes = inField(node, 'consequence') ?? inField(node, 'body');
  const no = inField(node, 'alternative');
  const after = statements(walk, statementsOf(yes), narrowed(place, holds, text));
  const other = narrowed(place, opposite[holds], `not ${text}`);
  const rest =
    no === undefined
      ? other
      : no.type === 'elsif'
        ? statement(walk, no, other)
        : statements(walk, statementsOf(no), other);
  // Whoever left in one of the ways is no longer there.
  const [left, went] = [after.reached === 'no' && holds !== 'no', rest.reached === 'no' && holds !== 'yes'];
  if (holds === 'yes') return left ? after : place;
  if (holds === 'no') return went ? rest : place;
  return left ? rest : went ? after : place;
}

/** `user ||= User.new`, `@user = user`, `@user = user || Guest.new`. */
function named({ callers }: Walk, node: SyntaxNode): void {
  const [left, right] = [inField(node, 'left')?.text ?? '', inField(node, 'right')];
  const text = right?.text ?? '';
  const [first = ''] = text.split(/\s*\|\|\s*|\s+or\s+/);
  const makes = /\b[A-Z][\w:]*\.(new|guest|anonymous|build)\b/.test(text);
  if (node.type === 'operator_assignment') {
    if (makes && callers.has(left)) callers.set(left, 'guest');
    return;
  }
  const known = callers.get(first);
  if (known !== undefined) callers.set(left, makes ? 'guest' : known);
}

function called(walk: Walk, call: Call, place: Place): void {
  const { name, args } = call;
  if (call.receiver !== undefined) {
    // What is done for each of a list is perhaps done.
    if (call.block !== undefined) statements(walk, statementsOf(call.block), narrowed(place, 'perhaps', ''));
    return;
  }
  if (name === 'can' || name === 'cannot') {
    walk.rules.push(ruleOf(call, place));
    return;
  }
  if (name === 'alias_action') {
    const to = call.pairs.find((pair) => pair.name === 'to')?.value.text.replace(/^:/, '') ?? '';
    walk.aliases.set(to, [...(walk.aliases.get(to) ?? []), ...args.flatMap(symbols)]);
    return;
  }
  const method = name === 'super' ? undefined : methodNamed(walk.lineage, name);
  if (method !== undefined) run(walk, method, args, place);
  else if (name === 'merge') merged(walk, args[0], place);
  else if (name === 'super' || call.block !== undefined)
    walk.rules.push({ ...anything, reached: place.reached === 'no' ? 'no' : 'perhaps' });
}

const anything: Rule = {
  lets: true,
  actions: [],
  subjects: [],
  partly: false,
  reached: 'perhaps',
  settings: [],
};

/** `merge PostAbility.new(user)`. */
function merged(walk: Walk, node: SyntaxNode | undefined, place: Place): void {
  const made = callOf(node);
  const other = abilityOf(walk.code, constantName(made?.receiver), walk.lineage.openings[0]?.name ?? '');
  if (other === undefined)
    walk.rules.push({ ...anything, reached: place.reached === 'no' ? 'no' : 'perhaps' });
  for (const rule of other?.rules ?? [])
    walk.rules.push({
      ...rule,
      reached: place.reached === 'yes' ? rule.reached : place.reached,
      settings: [...place.settings, ...rule.settings],
    });
}

const symbols = (node: SyntaxNode): readonly string[] =>
  node.type === 'simple_symbol'
    ? [node.text.slice(1)]
    : /^(array|symbol_array|bare_symbol)$/.test(node.type)
      ? node.type === 'bare_symbol'
        ? [node.text]
        : node.children.flatMap(symbols)
      : [];

/** Classes by their names, symbols with their colon. */
const subjectsOf = (node: SyntaxNode): readonly string[] =>
  node.type === 'simple_symbol'
    ? [node.text]
    : node.type === 'array'
      ? node.children.flatMap(subjectsOf)
      : [constantName(node)].filter((name) => name !== '');

function ruleOf({ name, args, pairs, block }: Call, { reached, settings }: Place): Rule {
  const [actions, subject] = args;
  return {
    lets: name === 'can',
    actions: actions === undefined ? [] : symbols(actions),
    subjects: subject === undefined ? [] : subjectsOf(subject),
    partly: pairs.length > 0 || block !== undefined || args.length > 2,
    reached,
    settings,
  };
}
