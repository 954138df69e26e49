import type { TextFile } from '../gather.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, walkSyntax } from '../languages/syntax.ts';
import { memberOf } from './shapes.ts';

/** Records of Python code that are kept in a dictionary or a list of a module, or in a collection of MongoDB. */
export interface Store {
  /** What is kept there: `users_db` keeps `users`. */
  readonly entity: string;
  readonly fields: ReadonlySet<string>;
  /** It stands in objects, and no name of a module is it. */
  readonly isOfObjects?: true;
}

/** Stores by the names under which code reads them. */
export type Stores = ReadonlyMap<string, Store>;

const keeping =
  /^\s*(?:self\.)?(\w+)(\s*:\s*[^=\n]+)?\s*=\s*(\{|\[|dict\(|list\(|defaultdict\(|OrderedDict\()/m;
const plural = /(s|data|people|staff|inventory|db|store|storage|records|_by_\w+)$/i;

/** A name says what is kept; what it is kept in says nothing. */
const entityOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^_*(fake|mock|in_?memory|all|the|dummy|demo|db)_/, '')
    .replace(/_(db|store|storage|data|list|table|map|dict|records|by_\w+)$/, '')
    .replace(/^_+|_+$/g, '');

export function storesIn(
  files: ReadonlyMap<string, TextFile>,
  tree: (path: string) => SyntaxNode | undefined,
): Stores {
  const fields = new Map<string, Set<string>>();
  const ofObjects = new Set<string>();
  const roots = [...files.values()].flatMap(({ path, text }) => {
    const root =
      path.endsWith('.py') && !isTest.test(path) && (keeping.test(text) || mongo.test(text))
        ? tree(path)
        : undefined;
    return root === undefined ? [] : [{ root, isMongo: mongo.test(text) }];
  });
  const classes = declaredFields(files);
  for (const { root } of roots)
    for (const { name, value, type, isOwn } of assigned(root))
      if (isStore(name, value)) {
        if (isOwn && !fields.has(name)) ofObjects.add(name);
        else if (!isOwn) ofObjects.delete(name);
        fields.set(
          name,
          new Set([...fieldsIn(value), ...(fields.get(name) ?? []), ...typedFields(type, classes)]),
        );
      }
  for (const { root, isMongo } of roots)
    walkSyntax(root, (node) => {
      kept(node, fields, isMongo);
    });
  return new Map(
    [...fields].flatMap(([name, own]) =>
      own.size === 0 ? [] : [[name, storeNamed(name, own, ofObjects.has(name))] as const],
    ),
  );
}

const storeNamed = (name: string, fields: ReadonlySet<string>, isOfObjects: boolean): Store => ({
  entity: entityOf(name),
  fields,
  ...(isOfObjects ? { isOfObjects } : {}),
});

export const storeOf = (stores: Stores, entity: string): Store | undefined =>
  [...stores.values()].find((each) => each.entity === entity);

const isTest = /(^|\/)(tests?\/|test_\w+\.py$|\w+_test\.py$|conftest\.py$)/;

const mongo = /^\s*(import|from)\s+(pymongo|flask_pymongo|motor)\b/m;

interface Given {
  readonly name: string;
  readonly value: SyntaxNode;
  readonly type: string;
  readonly isOwn: boolean;
}

/** What a module gives names, and a class its objects: `self.orders: dict[int, Order] = {}`. */
function assigned(root: SyntaxNode): readonly Given[] {
  const found: Given[] = [];
  const add = (node: SyntaxNode, isOwn: boolean): void => {
    const [left, value] = [inField(node, 'left'), inField(node, 'right')];
    const name = isOwn ? /^self\.(\w+)$/.exec(left?.text ?? '')?.[1] : left?.text;
    if (name !== undefined && value !== undefined && /^\w+$/.test(name))
      found.push({ name, value, type: inField(node, 'type')?.text ?? '', isOwn });
  };
  walkSyntax(root, (node, above) => {
    if (node.type === 'function_definition') return inField(node, 'name')?.text === '__init__';
    if (node.type === 'assignment')
      add(
        node,
        above.some(({ type }) => type === 'function_definition'),
      );
    return true;
  });
  return found;
}

/** Fields that classes declare: `class Order(Base): user_id: int`. */
function declaredFields(files: ReadonlyMap<string, TextFile>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { path, text } of files.values()) {
    if (!path.endsWith('.py') || !/^\s+\w+\s*:\s*\w/m.test(text)) continue;
    for (const [, name = '', body = ''] of text.matchAll(/^class (\w+)[^\n]*:\n((?:[ \t]+[^\n]*\n|\n)*)/gm))
      found.set(
        name,
        [...body.matchAll(/^[ \t]+(\w+)\s*:\s*[\w[]/gm)].map(([, field = '']) => field),
      );
  }
  return found;
}

const typedFields = (type: string, classes: ReadonlyMap<string, readonly string[]>): readonly string[] =>
  [...type.matchAll(/[A-Z]\w+/g)].flatMap(([name]) => classes.get(name) ?? []);

const isStore = (name: string, { type, text }: SyntaxNode): boolean =>
  plural.test(name) &&
  (type === 'dictionary' || type === 'list' || /^(dict|list|defaultdict|OrderedDict)\(/.test(text));

/** Names of the fields of records that are written out. */
function fieldsIn(node: SyntaxNode): Set<string> {
  const found = new Set<string>();
  const rows =
    node.type === 'list' ? node.children : node.children.flatMap((pair) => inField(pair, 'value') ?? []);
  for (const row of rows.slice(0, 50)) for (const name of keysOf(row)) found.add(name);
  return found;
}

/** `{"id": 1}`, `User(id=1)`. */
function keysOf(row: SyntaxNode): readonly string[] {
  const names = row.type === 'dictionary' ? row.children.map((pair) => inField(pair, 'key')?.text ?? '') : [];
  const made =
    row.type === 'call' && /^[A-Z]/.test(row.text) ? (inField(row, 'arguments')?.children ?? []) : [];
  return [
    ...names.flatMap((text) => /^["'](\w+)["']$/.exec(text)?.[1] ?? []),
    ...made.flatMap((each) => (each.type === 'keyword_argument' ? (inField(each, 'name')?.text ?? []) : [])),
  ];
}

/** `orders.append({…})`, `users[name] = {…}`, `db.orders.insert_one({…})`. */
function kept(node: SyntaxNode, fields: Map<string, Set<string>>, isMongo: boolean): void {
  const add = (name: string, row: SyntaxNode | undefined): void => {
    for (const key of row === undefined ? [] : keysOf(row)) fields.get(name)?.add(key);
  };
  if (node.type === 'assignment') {
    const target = inField(node, 'left');
    if (target?.type === 'subscript') add(lastName(target.children[0]), inField(node, 'right'));
  }
  if (node.type !== 'call') return;
  const callee = memberOf(inField(node, 'function') ?? node);
  const row = inField(node, 'arguments')?.children[0];
  if (callee === undefined) return;
  const name = lastName(callee.object);
  if (callee.name === 'append') add(name, row);
  if (!isMongo || !/^(insert_one|insert|find_one|update_one|find|delete_one)$/.test(callee.name)) return;
  if (row?.type !== 'dictionary' || name === '') return;
  if (!fields.has(name)) fields.set(name, new Set(['_id']));
  add(name, row);
}

/** The store that an expression is; a name that the function gives a value itself is none. */
export function storeAt(
  {
    world,
    names,
  }: { readonly world: { readonly stores: Stores }; readonly names: ReadonlyMap<string, unknown> },
  node: SyntaxNode,
): Store | undefined {
  const store = world.stores.get(lastName(node));
  if (node.type !== 'identifier') return store;
  return names.has(node.text) || store?.isOfObjects === true ? undefined : store;
}

/** The last name of `db.orders`, `db["orders"]`, `orders`. */
export function lastName(node: SyntaxNode | undefined): string {
  if (node === undefined) return '';
  if (node.type === 'subscript') return /\[["'](\w+)["']\]$/.exec(node.text)?.[1] ?? '';
  return memberOf(node)?.name ?? (node.type === 'identifier' ? node.text : '');
}

const owners =
  /^_?(user|owner|customer|account|member|tenant|patient|student|employee|seller|buyer|driver)(_?(id|uuid|name|email))?$|^username$/i;

/** The field that says whose a record is. */
export const ownerIn = ({ entity, fields }: Store): string | undefined =>
  isOfPeople(entity) ? undefined : [...fields].find(isOwner);

export const isOwner = (field: string): boolean => owners.test(field);

export const isOfPeople = (entity: string): boolean =>
  /^(users?|customers?|members?|people|persons?|employees?|patients?|students?|profiles?)$/i.test(entity);
