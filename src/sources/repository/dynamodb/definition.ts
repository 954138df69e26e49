import type { AttributeType, KeyValueIndex, KeyValueTable } from '../../../model/key-value.ts';
import type { Origin } from '../../../model/origin.ts';
import type { YamlView } from '../yaml.ts';

/** Read access to a definition, whatever it is written in: YAML, JSON or an object literal. */
export type View = YamlView;

/** A table with what other places may call it by. */
export interface TableDefinition {
  readonly table: KeyValueTable;
  /** Name in its template or variable in its code: `OrdersTable`. */
  readonly handle: string;
  /** Its name as far as it is written, `${…}` where it is put together. */
  readonly written?: string;
}

/** A table without a partition key that can be read, and why. */
export interface UnreadTable {
  readonly subject: string;
  readonly why: string;
  readonly origin: Origin;
}

/** `AWS::DynamoDB::Table` and the parameters of `CreateTable`, which have the same form. */
export function tableOf(properties: View, handle: string, origin: Origin): TableDefinition | undefined {
  const keys = keysOf(properties.at('KeySchema'));
  const [partitionKey] = keys;
  if (partitionKey === undefined) return undefined;
  const written = nameText(properties.at('TableName'));
  const indexes = indexesOf(properties);
  const expiry = properties.at('TimeToLiveSpecification');
  const expiryName = expiry.at('AttributeName').text();
  const stream = properties.at('StreamSpecification').at('StreamViewType').text();
  return defined(
    {
      attributes: properties.at('AttributeDefinitions').items().flatMap(attributeOf),
      ...keyPair(keys),
      ...indexes,
      billing: billingOf(properties.at('BillingMode')),
      ...(expiryName === undefined || expiry.at('Enabled').text() === 'false' ? {} : { expiry: expiryName }),
      ...(stream === undefined ? {} : { stream }),
      origin,
    },
    handle,
    written,
  );
}

/** `AWS::Serverless::SimpleTable`: one key, on demand unless a throughput is given. */
export function simpleTableOf(properties: View, handle: string, origin: Origin): TableDefinition {
  const key = properties.at('PrimaryKey');
  const name = key.at('Name').text() ?? 'id';
  return defined(
    {
      attributes: [{ name, type: typeOf(key.at('Type').text() ?? 'String') }],
      partitionKey: name,
      indexes: [],
      billing: properties.at('ProvisionedThroughput').exists ? 'provisioned' : 'on-demand',
      origin,
    },
    handle,
    nameText(properties.at('TableName')),
  );
}

/** The table goes by its name where that is a constant, else by its handle. */
export function defined(
  rest: Omit<KeyValueTable, 'name'>,
  handle: string,
  written: string | undefined,
): TableDefinition {
  const isConstant = written !== undefined && written !== '' && !/[{…]/.test(written);
  return {
    table: { name: isConstant ? written : handle, ...rest },
    handle,
    ...(written === undefined ? {} : { written }),
  };
}

export function keyPair(keys: readonly (string | undefined)[]): {
  readonly partitionKey: string;
  readonly sortKey?: string;
} {
  const [partitionKey = '', sortKey] = keys;
  return { partitionKey, ...(sortKey === undefined ? {} : { sortKey }) };
}

/** Partition key, then sort key. */
function keysOf(schema: View): readonly (string | undefined)[] {
  const items = schema.items();
  const named = (kind: RegExp): string | undefined =>
    items
      .find((item) => kind.test(item.at('KeyType').text() ?? ''))
      ?.at('AttributeName')
      .text();
  const [partition, sort] = [named(/^HASH$/i), named(/^RANGE$/i)];
  return partition === undefined ? [] : [partition, sort];
}

const attributeOf = (item: View): KeyValueTable['attributes'] => {
  const name = item.at('AttributeName').text();
  return name === undefined ? [] : [{ name, type: typeOf(item.at('AttributeType').text()) }];
};

export function typeOf(word: string | undefined): AttributeType {
  switch (word?.toUpperCase()) {
    case 'S':
    case 'STRING':
      return 'string';
    case 'N':
    case 'NUMBER':
      return 'number';
    case 'B':
    case 'BINARY':
      return 'binary';
    default:
      return 'unknown';
  }
}

function indexesOf(properties: View): Pick<KeyValueTable, 'indexes' | 'indexesOpen'> {
  const lists = [
    [properties.at('GlobalSecondaryIndexes'), 'global'],
    [properties.at('LocalSecondaryIndexes'), 'local'],
  ] as const;
  const read = lists.flatMap(([list, kind]) => list.items().map((item) => indexOf(item, kind)));
  const indexes = read.filter((index) => index !== undefined);
  const isOpen =
    indexes.length < read.length || lists.some(([list]) => list.exists && list.items().length === 0);
  return { indexes, ...(isOpen ? { indexesOpen: true } : {}) };
}

function indexOf(item: View, kind: KeyValueIndex['kind']): KeyValueIndex | undefined {
  const keys = keysOf(item.at('KeySchema'));
  const name = item.at('IndexName').text();
  if (keys.length === 0 || name === undefined) return undefined;
  const projection = item.at('Projection');
  return {
    name,
    kind,
    ...keyPair(keys),
    ...projectionOf(
      projection.at('ProjectionType').text(),
      projection
        .at('NonKeyAttributes')
        .items()
        .flatMap((one) => one.text() ?? []),
    ),
  };
}

/** A projection that is not told is that of all attributes where the writer's tool takes it so. */
export function projectionOf(
  word: string | undefined,
  projected: readonly string[],
): Pick<KeyValueIndex, 'projection' | 'projected'> {
  switch (word) {
    case 'ALL':
      return { projection: 'all', projected };
    case 'KEYS_ONLY':
      return { projection: 'keys', projected };
    case 'INCLUDE':
      return { projection: 'some', projected };
    default:
      return { projection: 'unknown', projected };
  }
}

/** Provisioned unless something else is said (CloudFormation, `BillingMode`). */
function billingOf(mode: View): KeyValueTable['billing'] {
  const text = mode.text();
  if (!mode.exists || text === 'PROVISIONED') return 'provisioned';
  return text === 'PAY_PER_REQUEST' ? 'on-demand' : 'unknown';
}

/** A name as far as it is written: `!Ref`, `Ref` and `Fn::GetAtt` as `${Name}`, `!Sub` as it stands. */
export function nameText(view: View): string | undefined {
  const text = view.text();
  if (text !== undefined) return view.tag() === '!Ref' || view.tag() === '!GetAtt' ? `\${${text}}` : text;
  const ref = view.at('Ref').text() ?? view.at('Fn::GetAtt').items()[0]?.text();
  if (ref !== undefined) return `\${${ref}}`;
  const sub = view.at('Fn::Sub');
  return sub.text() ?? sub.items()[0]?.text() ?? (view.exists ? '…' : undefined);
}
