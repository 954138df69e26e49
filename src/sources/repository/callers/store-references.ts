import type { RecordAccess } from '../../../model/flow.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, walkSyntax } from '../languages/syntax.ts';
import { markOf } from './expressions.ts';
import type { Fact, Ways } from './facts.ts';
import type { Frame } from './frame.ts';
import type { Source } from './mark.ts';
import { callOf, comparedIn, conditionOf } from './shapes.ts';
import { isOfPeople, isOwner, ownerIn, storeAt } from './stores.ts';
import type { Store } from './stores.ts';

type Action = RecordAccess['action'];

/** Records of a store that are looked up, changed or taken out by what the request names. */
export function storeReferences(
  frame: Frame,
  node: SyntaxNode,
  above: readonly SyntaxNode[],
  ways: Ways,
): readonly Fact[] {
  if (frame.world.stores.size === 0) return [];
  const fact = (store: Store, action: Action, source: Source, key: string): readonly Fact[] =>
    isSomebodys(store, key) ? [referenceTo(frame, { store, action, source, key, node, ways })] : [];
  const asked = keyed(frame, node) ?? filtered(frame, node);
  if (asked !== undefined) {
    const action = asked.action ?? actionOn(node, above);
    return action === 'create' ? [] : fact(asked.store, action, asked.source, 'id');
  }
  const over = goneOver(frame, node);
  return over === undefined ? [] : fact(over.store, over.action, over.source, over.key);
}

/** What is nobody's may be anything: a list of settings, of counters. */
const isSomebodys = (store: Store, key: string): boolean =>
  ownerIn(store) !== undefined || isOfPeople(store.entity) || isOwner(key);

export interface Reference {
  readonly store: Store;
  readonly action: Action;
  readonly source: Source;
  readonly key: string;
  readonly node: SyntaxNode;
  readonly ways: Ways;
}

export function referenceTo(frame: Frame, { store, action, source, key, node, ways }: Reference): Fact {
  const owner = ownerIn(store);
  return {
    kind: 'object-reference',
    access: {
      entity: store.entity,
      action,
      key,
      ...(owner === undefined ? {} : { owner }),
      ...(isOfPeople(store.entity) ? { isPeople: true } : {}),
    },
    source,
    sink: {
      what: `${action === 'read' ? 'look-up' : action === 'remove' ? 'removal' : 'change'} in ${store.entity}`,
      origin: { kind: 'read', file: frame.file, line: node.line },
    },
    within: inField(frame.node, 'name')?.text ?? '',
    ways,
  };
}

interface Asked {
  readonly store: Store;
  readonly source: Source;
  readonly action?: Action;
}

/** `orders[key]`, `orders.get(key)`, `orders.pop(key)`. */
function keyed(frame: Frame, node: SyntaxNode): Asked | undefined {
  const call = callOf(node);
  const isGet = call !== undefined && /^(get|pop)$/.test(call.name);
  const [of, key] =
    node.type === 'subscript' ? node.children : isGet ? [call.receiver, call.args[0]?.value] : [];
  const store = of === undefined ? undefined : storeAt(frame, of);
  if (store === undefined || key === undefined || /string/.test(key.type)) return undefined;
  const { named, caller } = markOf(frame, key);
  if (named === undefined || caller) return undefined;
  return { store, source: named, ...(call?.name === 'pop' ? { action: 'remove' as const } : {}) };
}

const methods: Readonly<Record<string, Action>> = {
  find_one: 'read',
  find: 'read',
  update_one: 'change',
  replace_one: 'change',
  find_one_and_update: 'change',
  delete_one: 'remove',
  find_one_and_delete: 'remove',
};

/** `db.orders.find_one({"_id": ObjectId(key)})`: by the request alone. */
function filtered(frame: Frame, node: SyntaxNode): Asked | undefined {
  const call = callOf(node);
  const action = call === undefined ? undefined : methods[call.name];
  const filter = call?.args[0]?.value;
  const store = call?.receiver === undefined ? undefined : storeAt(frame, call.receiver);
  if (action === undefined || store === undefined || filter?.type !== 'dictionary') return undefined;
  const marks = filter.children.flatMap((pair) => {
    const value = inField(pair, 'value');
    return value === undefined ? [] : [markOf(frame, value)];
  });
  const [first] = marks;
  const isSecret = /password|token|secret|otp|hash|session/i.test(filter.text);
  if (
    first?.named === undefined ||
    isSecret ||
    marks.some(({ named, caller }) => caller || named === undefined)
  )
    return undefined;
  return { store, source: first.named, action };
}

/** What is done to a record where it is looked up. */
function actionOn(node: SyntaxNode, above: readonly SyntaxNode[]): Action {
  const parent = above.at(-1);
  if (parent === undefined) return 'read';
  if (parent.type === 'delete_statement') return 'remove';
  if (parent.type.endsWith('assignment') && node.field === 'left')
    return parent.type === 'assignment' ? 'create' : 'change';
  const outer = above.at(-2);
  const isPart = /^(subscript|attribute)$/.test(parent.type) && parent.children[0] === node;
  if (isPart && outer?.type.endsWith('assignment') === true && parent.field === 'left') return 'change';
  return isPart && parent.text.endsWith('.update') && outer?.type === 'call' ? 'change' : 'read';
}

/** `next(o for o in orders if o["id"] == key)`, `for order in orders: if order["id"] == key: …`. */
function goneOver(
  frame: Frame,
  node: SyntaxNode,
):
  | { readonly store: Store; readonly source: Source; readonly key: string; readonly action: Action }
  | undefined {
  if (!/^(for_statement|generator_expression|list_comprehension)$/.test(node.type)) return undefined;
  const clause =
    node.type === 'for_statement' ? node : node.children.find(({ type }) => type === 'for_in_clause');
  const [target, list] = [inField(clause, 'left'), inField(clause, 'right')];
  const kept = list === undefined ? undefined : listOf(list);
  const store = kept === undefined ? undefined : storeAt(frame, kept);
  if (store === undefined || target?.type !== 'identifier') return undefined;
  let found: { readonly source: Source; readonly key: string; readonly body: string } | undefined;
  walkSyntax(node, (at) => {
    const condition = conditionOf(at);
    if (condition === undefined || found !== undefined) return;
    walkSyntax(condition, (each) => {
      const sides = comparedIn(each)?.sides ?? [];
      const own = sides.find((side) => isFieldOf(side, target.text));
      const other = sides.find((side) => side !== own);
      const mark = other === undefined ? undefined : markOf(frame, other);
      if (own === undefined || mark?.named === undefined || mark.caller) return;
      const key = /(\w+)["']?\W*$/.exec(own.text)?.[1] ?? '';
      if (!isNaming.test(key)) return;
      found = { source: mark.named, key, body: inField(at, 'consequence')?.text ?? '' };
    });
  });
  if (found === undefined) return undefined;
  const { source, key, body } = found;
  const isChanged = new RegExp(
    String.raw`\b${target.text}(\[[^\]]+\]|\.\w+)\s*[-+]?=[^=]|\b${target.text}\.update\(`,
  ).test(body);
  const action = /\.(remove|pop)\(|\bdel\s/.test(body) ? 'remove' : isChanged ? 'change' : 'read';
  return { store, source, key, action };
}

/** `orders`, `orders.values()`, `enumerate(orders)`. */
const listOf = (node: SyntaxNode): SyntaxNode | undefined => {
  const call = callOf(node);
  if (call === undefined) return node;
  const inner = /^(values|copy)$/.test(call.name) ? call.receiver : call.args[0]?.value;
  return inner === undefined || callOf(inner) !== undefined ? undefined : inner;
};

const isFieldOf = ({ type, children, text }: SyntaxNode, name: string): boolean =>
  (/^(subscript|attribute)$/.test(type) && children[0]?.text === name) || text.startsWith(`${name}.get(`);

const isNaming =
  /(^|_)(id|uuid|guid|number|no)$|^(user|owner|customer|account|member|patient|employee)(_?name)?$|^email$/i;
