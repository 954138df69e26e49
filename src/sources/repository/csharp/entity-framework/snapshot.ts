import type { Column } from '../../../../model/data.ts';
import type { Code } from '../code.ts';
import { methodsOf } from '../code.ts';
import { nameOf } from '../syntax.ts';
import type { Link } from './chain.ts';
import { literal } from './literal.ts';
import { chainsIn, lambdaOf, linkNamed, propertyNames } from './chain.ts';
import type { Entity } from './model.ts';
import { emptyEntity } from './model.ts';
import { originIn } from '../../languages/syntax.ts';
import { index, reference } from './snapshot-keys.ts';
import { named, text } from './snapshot-reading.ts';
import type { Reading } from './snapshot-reading.ts';

export interface Snapshot {
  readonly file: string;
  readonly provider: 'postgresql' | 'mssql' | 'mysql' | 'sqlite' | 'other';
  readonly entities: ReadonlyMap<string, Entity>;
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

function modelChain(reading: Reading, on: string, links: readonly Link[]): void {
  const schema = linkNamed(links, 'HasDefaultSchema');
  if (schema !== undefined) reading.defaultSchema = text(reading, schema);
  const [first] = links;
  if (first?.name !== 'Entity') return;
  const name = text(reading, first);
  const lambda = lambdaOf(first);
  if (name === undefined || lambda === undefined) return;
  const entity = reading.entities.get(name) ?? emptyEntity(name, originIn(reading.file, first.node));
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
          origin: originIn(reading.file, first.node),
        };
        break;
      case 'HasAlternateKey':
        entity.alternateKeys.push({
          ...named(reading, links),
          columns: propertyNames(first),
          origin: originIn(reading.file, first.node),
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
      origin: originIn(reading.file, link.node),
    });
}

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
    origin: originIn(reading.file, first.node),
  };
  entity.properties.set(name, { name, column });
}

/** A type that has no identity of its own; by default it is kept in the table of its owner. */
function owned(reading: Reading, owner: Entity, link: Link, prefix: string): void {
  const lambda = lambdaOf(link);
  const [type, navigation] = [text(reading, link), text(reading, link, 1)];
  if (lambda === undefined || type === undefined || navigation === undefined) return;
  const name = `${owner.name}.${navigation}#${type}`;
  const entity = reading.entities.get(name) ?? emptyEntity(name, originIn(reading.file, link.node));
  const json = /\.ToJson\(\s*(?:"([^"]+)")?/.exec(lambda.node.text);
  if (json !== null) {
    const column = json[1] ?? navigation;
    owner.properties.set(navigation, {
      name: navigation,
      column: { name: column, type: 'jsonb', nullable: true, origin: originIn(reading.file, link.node) },
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
