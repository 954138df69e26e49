import type { CallExpression, NewExpression, Node } from 'oxc-parser';
import type { KeyValueTable } from '../../../model/key-value.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import { plainKey, unwrap } from '../javascript/syntax.ts';
import { lastName } from '../queries/chain.ts';
import type { TableDefinition, UnreadTable, View } from './definition.ts';
import { defined, keyPair, projectionOf, simpleTableOf, tableOf, typeOf } from './definition.ts';
import type { Locals } from './locals.ts';
import { viewOfNode } from './node-view.ts';
import type { Setting } from './templates.ts';

/** Tables that code declares: CDK constructs, `CreateTable` calls, templates written as object literals. */
export interface CodeTables {
  readonly visit: (node: Node, place: Place) => void;
  readonly tables: () => readonly TableDefinition[];
  readonly unread: readonly UnreadTable[];
  readonly settings: readonly Setting[];
}

interface Construct extends TableDefinition {
  readonly file: string;
  indexes: KeyValueTable['indexes'];
  isOpen: boolean;
}

export function codeTables(tracer: Tracer, locals: Locals): CodeTables {
  const found: TableDefinition[] = [];
  const constructs: Construct[] = [];
  const unread: UnreadTable[] = [];
  const settings: Setting[] = [];
  const bound = new Map<Node, string>();
  const construct = (node: NewExpression, place: Place): void => {
    const type = lastName(node.callee) ?? '';
    if (!/^Table(V2)?$/.test(type) || node.arguments.length < 3) return;
    if (
      !/^(aws-cdk-lib|@aws-cdk\/aws-dynamodb|monocdk)$/.test(tracer.trace(node.callee, place)?.package ?? '')
    )
      return;
    const props = viewOfNode(locals, node.arguments[2], place);
    const id = viewOfNode(locals, node.arguments[1], place).text() ?? 'table';
    const origin = originOf(place.file, node);
    if (!props.at('partitionKey').exists) {
      if (/dynamo/i.test(place.file.text) && !/glue/i.test(place.file.text))
        unread.push({ subject: id, why: 'a table whose key is not written where it is made', origin });
      return;
    }
    const definition = constructTable(props, bound.get(node) ?? id, type === 'TableV2', origin);
    if (definition === undefined)
      unread.push({ subject: id, why: 'a table whose key is only known at run time', origin });
    else
      constructs.push({
        ...definition,
        file: place.file.path,
        indexes: definition.table.indexes,
        isOpen: false,
      });
  };
  return {
    unread,
    settings,
    tables: () => [
      ...found,
      ...constructs.map(({ table, handle, written, indexes, isOpen }) => ({
        table: { ...table, indexes, ...(isOpen ? { indexesOpen: true as const } : {}) },
        handle,
        ...(written === undefined ? {} : { written }),
      })),
    ],
    visit: (node, place) => {
      binding(node, bound);
      settings.push(...settingOf(node, place, locals));
      if (node.type === 'Property') found.push(...resourceOf(node, place, locals));
      if (node.type === 'NewExpression') {
        construct(node, place);
        if (lastName(node.callee) === 'CreateTableCommand') found.push(...created(node, place, locals));
      }
      if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
      const method = plainKey(node.callee.property, node.callee.computed);
      if (method === 'createTable') found.push(...created(node, place, locals));
      if (method === 'addGlobalSecondaryIndex' || method === 'addLocalSecondaryIndex')
        addIndex(node, method, place, locals, constructs);
    },
  };
}

/** What a construct is kept in: `const orders = new Table(…)`, `this.orders = …`, `orders = …` in a class. */
function binding(node: Node, bound: Map<Node, string>): void {
  const [target, value] =
    node.type === 'VariableDeclarator'
      ? [node.id, node.init]
      : node.type === 'AssignmentExpression'
        ? [node.left, node.right]
        : node.type === 'PropertyDefinition'
          ? [node.key, node.value]
          : [undefined, undefined];
  const name = target === undefined ? undefined : lastName(target);
  if (name !== undefined && value !== undefined && value !== null && value.type === 'NewExpression')
    bound.set(value, name);
}

function constructTable(
  props: View,
  handle: string,
  isSecond: boolean,
  origin: TableDefinition['table']['origin'],
): TableDefinition | undefined {
  const partition = props.at('partitionKey');
  const partitionKey = partition.at('name').text();
  const sort = props.at('sortKey');
  if (partitionKey === undefined) return undefined;
  const mode = props.at('billingMode').text() ?? (isSecond ? 'PAY_PER_REQUEST' : 'PROVISIONED');
  const expiry = props.at('timeToLiveAttribute').text();
  const stream = props.at('stream').text() ?? props.at('dynamoStream').text();
  const indexes = [
    ...props
      .at('globalSecondaryIndexes')
      .items()
      .flatMap((one) => constructIndex(one, 'global', partitionKey)),
    ...props
      .at('localSecondaryIndexes')
      .items()
      .flatMap((one) => constructIndex(one, 'local', partitionKey)),
  ];
  return defined(
    {
      attributes: [partition, sort].flatMap((key) => {
        const name = key.at('name').text();
        return name === undefined ? [] : [{ name, type: typeOf(key.at('type').text()) }];
      }),
      ...keyPair([partitionKey, sort.at('name').text()]),
      indexes,
      billing: mode === 'PAY_PER_REQUEST' ? 'on-demand' : mode === 'PROVISIONED' ? 'provisioned' : 'unknown',
      ...(expiry === undefined ? {} : { expiry }),
      ...(stream === undefined ? {} : { stream }),
      origin,
    },
    handle,
    props.at('tableName').text(),
  );
}

/** A construct projects all attributes unless it says otherwise. */
function constructIndex(props: View, kind: 'global' | 'local', owner: string): KeyValueTable['indexes'] {
  const name = props.at('indexName').text();
  const partitionKey = kind === 'local' ? owner : props.at('partitionKey').at('name').text();
  if (name === undefined || partitionKey === undefined) return [];
  const projected = props
    .at('nonKeyAttributes')
    .items()
    .flatMap((one) => one.text() ?? []);
  return [
    {
      name,
      kind,
      ...keyPair([partitionKey, props.at('sortKey').at('name').text()]),
      ...projectionOf(
        props.at('projectionType').exists ? props.at('projectionType').text() : 'ALL',
        projected,
      ),
    },
  ];
}

function addIndex(
  call: CallExpression,
  method: string,
  place: Place,
  locals: Locals,
  constructs: readonly Construct[],
): void {
  const owner = call.callee.type === 'MemberExpression' ? lastName(call.callee.object) : undefined;
  const construct = constructs.findLast(({ handle, file }) => handle === owner && file === place.file.path);
  if (construct === undefined) return;
  const kind = method === 'addLocalSecondaryIndex' ? 'local' : 'global';
  const props = viewOfNode(locals, call.arguments[0], place);
  const more = constructIndex(props, kind, construct.table.partitionKey);
  construct.indexes = [...construct.indexes, ...more];
  if (more.length === 0) construct.isOpen = true;
}

function created(
  node: CallExpression | NewExpression,
  place: Place,
  locals: Locals,
): readonly TableDefinition[] {
  const view = viewOfNode(locals, node.arguments[0], place);
  const name = view.at('TableName').text();
  const table = tableOf(view, name ?? 'table', originOf(place.file, node));
  return table === undefined ? [] : [table];
}

/** `OrdersTable: { Type: 'AWS::DynamoDB::Table', Properties: {…} }` in a template that is code. */
function resourceOf(
  { key, computed, value }: Extract<Node, { type: 'Property' }>,
  place: Place,
  locals: Locals,
): readonly TableDefinition[] {
  const handle = plainKey(key, computed);
  const plain = value.type === 'TSAsExpression' ? unwrap(value.expression) : value;
  if (handle === undefined || plain.type !== 'ObjectExpression') return [];
  const view = viewOfNode(locals, plain, place);
  const type = view.at('Type').text();
  const origin = originOf(place.file, plain);
  if (type === 'AWS::Serverless::SimpleTable') return [simpleTableOf(view.at('Properties'), handle, origin)];
  const table = type === 'AWS::DynamoDB::Table' ? tableOf(view.at('Properties'), handle, origin) : undefined;
  return table === undefined ? [] : [table];
}

/** `ORDERS_TABLE: orders.tableName` or a constant, `fn.addEnvironment('ORDERS_TABLE', orders.tableName)`. */
function settingOf(node: Node, place: Place, locals: Locals): readonly Setting[] {
  const [name, value] =
    node.type === 'Property'
      ? [plainKey(node.key, node.computed), node.value]
      : node.type === 'CallExpression' && lastName(node.callee) === 'addEnvironment'
        ? [textIn(node.arguments[0]), node.arguments[1]]
        : [undefined, undefined];
  if (name === undefined || value === undefined || !/^[A-Z][A-Z0-9_]*$/.test(name)) return [];
  if (value.type !== 'MemberExpression') {
    const text = /TABLE|DYNAMO/.test(name) ? locals.text(value, place) : undefined;
    return text === undefined || text.variable.length > 0 ? [] : [{ name, value: text.text }];
  }
  const owner = lastName(value.object);
  return plainKey(value.property, value.computed) === 'tableName' && owner !== undefined
    ? [{ name, value: `\${${owner}}` }]
    : [];
}

const textIn = (node: Node | undefined): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
