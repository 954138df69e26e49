import type { Column } from '../../../../model/data.ts';
import type { Code } from '../code.ts';
import { methodsOf } from '../code.ts';
import { nameOf, originOf } from '../syntax.ts';
import { textOf } from '../texts.ts';
import type { Link } from './chain.ts';
import { literal } from './literal.ts';
import { chainsIn, lambdaOf, linkNamed, propertyNames } from './chain.ts';
import type { Entity } from './model.ts';
import { deleteAction, emptyEntity } from './model.ts';

export interface Snapshot {
  readonly file: string;
  readonly provider: 'postgresql' | 'mssql' | 'mysql' | 'sqlite' | 'other';
  readonly entities: ReadonlyMap<string, Entity>;
}

interface Reading {
  readonly code: Code;
  readonly file: string;
  readonly entities: Map<string, Entity>;
  defaultSchema: string | undefined;
}

/** Model snapshots: what all migrations of a context together make. */
export function snapshotsOf(code: Code): readonly Snapshot[] {
  return code.files
    .filter(({ text }) => /:\s*ModelSnapshot\b/.test(text))
    .flatMap(({ path, text }) =>
      code.typesIn(path).flatMap((type) => {
        const build = methodsOf(code, type).find(({ node }) => nameOf(node) === 'BuildModel');
        if (build === undefined) return [];
        const reading: Reading = { code, file: path, entities: new Map(), defaultSchema: undefined };
        for (const { on, links } of chainsIn(build.node)) modelChain(reading, on, links);
        return [{ file: path, provider: providerOf(text), entities: reading.entities }];
      }),
    );
}

const providerOf = (text: string): Snapshot['provider'] => {
  if (/Npgsql/.test(text)) return 'postgresql';
  if (/SqlServer(ModelBuilder|Property|Key|Index)|SqlServer:/.test(text)) return 'mssql';
  if (/MySql|Pomelo|HasColumnType\("(longtext|tinyint\(1\)|char\(36\))/.test(text)) return 'mysql';
  return /HasColumnType\("(TEXT|INTEGER|REAL|BLOB)"\)/.test(text) ? 'sqlite' : 'other';
};

const text = ({ code, file }: Reading, link: Link | undefined, at = 0): string | undefined => {
  const value = link?.arguments[at]?.value;
  const found = value === undefined ? undefined : textOf(code, value, { file });
  return found?.resolved === true ? found.text : undefined;
};

function modelChain(reading: Reading, on: string, links: readonly Link[]): void {
  const schema = linkNamed(links, 'HasDefaultSchema');
  if (schema !== undefined) reading.defaultSchema = text(reading, schema);
  const [first] = links;
  if (first?.name !== 'Entity') return;
  const name = text(reading, first);
  const lambda = lambdaOf(first);
  if (name === undefined || lambda === undefined) return;
  const entity = reading.entities.get(name) ?? emptyEntity(name, originOf(reading.file, first.node));
  reading.entities.set(name, entity);
  entityLines(reading, entity, lambda, '');
}

/** Lines of one entity; `prefix` is in front of the columns of a type that is owned in the same table. */
function entityLines(
  reading: Reading,
  entity: Entity,
  lambda: NonNullable<ReturnType<typeof lambdaOf>>,
  prefix: string,
): void {
  const chains = chainsIn(lambda.node).filter(({ on }) => on === lambda.name);
  const keys = new Set(
    chains.flatMap(({ links }) => (links[0]?.name === 'HasKey' ? propertyNames(links[0]) : [])),
  );
  for (const { links } of chains) {
    const [first] = links;
    if (first === undefined) continue;
    switch (first.name) {
      case 'Property':
        property(reading, entity, links, keys, prefix);
        break;
      case 'HasKey':
        entity.key = {
          ...named(reading, links),
          columns: propertyNames(first),
          origin: originOf(reading.file, first.node),
        };
        break;
      case 'HasAlternateKey':
        entity.alternateKeys.push({
          ...named(reading, links),
          columns: propertyNames(first),
          origin: originOf(reading.file, first.node),
        });
        break;
      case 'HasIndex':
        index(reading, entity, links);
        break;
      case 'ToTable':
        toTable(reading, entity, first);
        break;
      case 'ToView':
        entity.isNoTable = true;
        break;
      case 'HasBaseType':
        entity.base = text(reading, first);
        break;
      case 'HasOne':
      case 'WithOwner':
        reference(reading, entity, links);
        break;
      case 'OwnsOne':
      case 'OwnsMany':
      case 'ComplexProperty':
        owned(reading, entity, first, prefix);
        break;
      default:
    }
  }
}

function toTable(reading: Reading, entity: Entity, link: Link): void {
  const name = text(reading, link);
  if (name === undefined) {
    if (/\(string\)\s*null/.test(link.node.text)) entity.isNoTable = true;
    return;
  }
  entity.table = name;
  entity.schema = text(reading, link, 1) ?? reading.defaultSchema;
  for (const match of link.node.text.matchAll(/HasCheckConstraint\(\s*"([^"]+)"\s*,\s*"((?:[^"\\]|\\.)*)"/g))
    entity.checks.push({
      ...(match[1] === undefined ? {} : { name: match[1] }),
      sql: (match[2] ?? '').replaceAll('\\"', '"'),
      origin: originOf(reading.file, link.node),
    });
}

const named = (reading: Reading, links: readonly Link[]): { name?: string } => {
  const name = text(reading, linkNamed(links, 'HasName', 'HasConstraintName', 'HasDatabaseName'));
  return name === undefined ? {} : { name };
};

const mayHoldNull =
  /^(string|byte\[\]|object|JsonDocument|IPAddress|BitArray|NpgsqlTsVector|Uri|Version)$|\[\]$|^(List|IList|Dictionary|IDictionary|ICollection|IEnumerable|HashSet)</;

function property(
  reading: Reading,
  entity: Entity,
  links: readonly Link[],
  keys: ReadonlySet<string>,
  prefix: string,
): void {
  const [first] = links;
  const name = text(reading, first);
  const type = first?.generics[0]?.text ?? 'string';
  if (first === undefined || name === undefined) return;
  const isKey = keys.has(name);
  const mayBeNull = type.endsWith('?') || mayHoldNull.test(type);
  const required = linkNamed(links, 'IsRequired');
  const kind = text(reading, linkNamed(links, 'HasColumnType')) ?? type.replace('?', '');
  const sql = text(reading, linkNamed(links, 'HasDefaultValueSql'));
  const value = linkNamed(links, 'HasDefaultValue')?.arguments[0]?.value;
  const computed = text(reading, linkNamed(links, 'HasComputedColumnSql'));
  const comment = text(reading, linkNamed(links, 'HasComment'));
  const fallback = sql ?? (value === undefined ? undefined : literal(value.text));
  const column: Column = {
    name: text(reading, linkNamed(links, 'HasColumnName')) ?? (isKey ? name : `${prefix}${name}`),
    type: kind,
    nullable: !isKey && mayBeNull && required === undefined,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(computed === undefined ? {} : { generated: computed }),
    ...(comment === undefined ? {} : { comment }),
    origin: originOf(reading.file, first.node),
  };
  entity.properties.set(name, { name, column });
}

function index(reading: Reading, entity: Entity, links: readonly Link[]): void {
  const [first] = links;
  if (first === undefined) return;
  const name = text(reading, linkNamed(links, 'HasDatabaseName', 'HasName')) ?? indexName(reading, first);
  const where = text(reading, linkNamed(links, 'HasFilter'));
  const unique = linkNamed(links, 'IsUnique');
  const method = /HasMethod\(.*?"(\w+)"\s*\)/s.exec(links.at(-1)?.node.text ?? '')?.[1];
  const properties =
    first.arguments[0]?.value.type === 'string_literal'
      ? propertyNames({
          ...first,
          arguments: first.arguments.filter(({ value }) => value.type === 'string_literal'),
        })
      : arrayNames(first);
  entity.indexes.push({
    name: name ?? '',
    properties,
    columns: [],
    include: [],
    unique: unique !== undefined && unique.arguments[0]?.value.text !== 'false',
    method: method ?? 'btree',
    ...(where === undefined ? {} : { where }),
    serves: [],
    origin: originOf(reading.file, first.node),
  });
}

/** `HasIndex(new[] { "A" }, "IX_Name")`. */
const arrayNames = (link: Link): readonly string[] =>
  [...(link.arguments[0]?.value.text ?? '').matchAll(/"(\w+)"/g)].map((match) => match[1] ?? '');
const indexName = (reading: Reading, link: Link): string | undefined =>
  link.arguments[0]?.value.type === 'string_literal' ? undefined : text(reading, link, 1);

function reference(reading: Reading, entity: Entity, links: readonly Link[]): void {
  const [first] = links;
  const key = linkNamed(links, 'HasForeignKey');
  if (first === undefined || key === undefined) return;
  const to = first.name === 'WithOwner' ? ownerOf(entity) : text(reading, first);
  if (to === undefined) return;
  // A one-to-one relation names the dependent entity first: `HasForeignKey("Dependent", "UserId")`.
  const one = linkNamed(links, 'WithOne') !== undefined;
  const all = propertyNames(key);
  const properties = one && all.length > 1 ? all.slice(1) : all;
  const principal = linkNamed(links, 'HasPrincipalKey');
  const principals = principal === undefined ? [] : propertyNames(principal);
  entity.foreignKeys.push({
    ...named(reading, links),
    properties,
    to,
    principal: one && principals.length > 1 ? principals.slice(1) : principals,
    onDelete:
      first.name === 'WithOwner'
        ? 'cascade'
        : deleteAction(
            /DeleteBehavior\.(\w+)/.exec(linkNamed(links, 'OnDelete')?.arguments[0]?.value.text ?? '')?.[1],
          ),
    origin: originOf(reading.file, first.node),
  });
}

const ownerOf = (entity: Entity): string | undefined => /^(.*)\.\w+#[\w.]+$/.exec(entity.name)?.[1];

/** A type that has no identity of its own; by default it is kept in the table of its owner. */
function owned(reading: Reading, owner: Entity, link: Link, prefix: string): void {
  const lambda = lambdaOf(link);
  const [type, navigation] = [text(reading, link), text(reading, link, 1)];
  if (lambda === undefined || type === undefined || navigation === undefined) return;
  const name = `${owner.name}.${navigation}#${type}`;
  const entity = reading.entities.get(name) ?? emptyEntity(name, originOf(reading.file, link.node));
  const json = /\.ToJson\(\s*(?:"([^"]+)")?/.exec(lambda.node.text);
  if (json !== null) {
    const column = json[1] ?? navigation;
    owner.properties.set(navigation, {
      name: navigation,
      column: { name: column, type: 'jsonb', nullable: true, origin: originOf(reading.file, link.node) },
    });
    return;
  }
  reading.entities.set(name, entity);
  const isOwnTable = link.name === 'OwnsMany';
  entity.table = owner.table;
  entity.schema = owner.schema;
  entityLines(reading, entity, lambda, isOwnTable ? '' : `${prefix}${navigation}_`);
  if (entity.table === owner.table && !isOwnTable) {
    // Its key is that of the owner, whose table it shares.
    for (const name of entity.key?.columns ?? []) entity.properties.delete(name);
    entity.foreignKeys.splice(0, entity.foreignKeys.length);
  } else if (entity.table !== owner.table) {
    // In a table of its own its columns have their plain names.
    for (const [key, { column }] of entity.properties)
      if (column.name === `${prefix}${navigation}_${key}`)
        entity.properties.set(key, { name: key, column: { ...column, name: key } });
  }
}
