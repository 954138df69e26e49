import type { SchemaContext } from '../../schema/columns.ts';
import { createTable } from '../../schema/changes.ts';
import { lookInClass } from '../evaluator/classes.ts';
import { callFunction } from '../evaluator/calls.ts';
import type { Machine } from '../evaluator/machine.ts';
import { extendsLibrary, libraryPath, lineage } from '../evaluator/paths.ts';
import type { ClassValue, Value } from '../evaluator/value.ts';
import { booleanOf, entry, itemsOf, noArguments, stringOf } from '../evaluator/value.ts';
import { originAt } from '../reading/judge.ts';
import { textOf } from '../reading/texts.ts';
import { counted } from './alembic.ts';
import { annotationOf, putConstraint, putItem } from './sql-columns.ts';
import { emptyTable } from '../../sql/draft.ts';

/** Tables of SQLAlchemy as the code declares them: mapped classes, SQLModel, and `Table` objects. */
export function declaredTables(machine: Machine, on: SchemaContext): void {
  for (const of of machine.classes) {
    const name = tableOf(machine, of);
    if (name !== undefined) addClass(machine, on, of, name);
  }
  for (const { result } of machine.events) {
    if (
      !/^sqlalchemy\.(\w+\.)*Table\(\)$|^flask_sqlalchemy\.\w+\(\)\.Table\(\)$/.test(
        libraryPath(result) ?? '',
      )
    )
      continue;
    const [name, , ...items] = result.args.positional;
    const text = textOf(name);
    if (text === undefined || on.draft.tables.has(text) || items.length === 0) continue;
    const table = emptyTable(text, textOf(result.args.keywords.get('schema')), originAt(result.place));
    createTable(on.draft, table, true);
    for (const item of items) putItem(on, machine, table, item, originAt(result.place));
    counted(table, items);
  }
}

/** The name of the table of a mapped class; nothing for bases and mixins. */
function tableOf(machine: Machine, of: ClassValue): string | undefined {
  const isFlask = extendsLibrary(of, /^flask_sqlalchemy\.(\w+\.)*SQLAlchemy\(\)\.Model$/);
  const isModel = extendsLibrary(of, /^sqlmodel\.(\w+\.)*SQLModel$/);
  if (booleanOf(of.attributes.get('__abstract__')) === true) return undefined;
  if (isModel && booleanOf(of.keywords.get('table')) !== true) return undefined;
  const own = of.attributes.get('__tablename__');
  const isMapped =
    isFlask ||
    isModel ||
    extendsLibrary(
      of,
      /^sqlalchemy\.(\w+\.)*(DeclarativeBase(NoMeta)?|declarative_base\(\)|as_declarative\w*|AutomapBase|MappedAsDataclass)$|^sqlalchemy\.orm\.registry\(\)\.generate_base\(\)$/,
    ) ||
    lineage(of).some(({ wrappers }) =>
      wrappers.some(({ value }) => /as_declarative\(\)|\.mapped$/.test(libraryPath(value) ?? '')),
    );
  const told = textOf(own);
  if (told !== undefined) return isMapped || hasColumns(of) ? told : undefined;
  if (!isMapped || !hasColumns(of)) return undefined;
  const inherited = lookInClass(machine, of, '__tablename__');
  if (inherited?.kind === 'function') {
    const given = callFunction(machine, { ...inherited, self: of }, noArguments);
    return textOf(given) ?? snake(of.name);
  }
  if (inherited !== undefined) return undefined;
  return isFlask ? snake(of.name) : isModel ? of.name.toLowerCase() : undefined;
}

const hasColumns = (of: ClassValue): boolean =>
  [...of.attributes.values()].some((value) =>
    /(^|\.)(Column|mapped_column)\(\)$/.test(libraryPath(value) ?? ''),
  ) ||
  (of.annotations.size > 0 && extendsLibrary(of, /SQLModel$|DeclarativeBase$/));

const snake = (name: string): string =>
  name.replaceAll(/((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))/g, '_$1').toLowerCase();

function addClass(machine: Machine, on: SchemaContext, of: ClassValue, name: string): void {
  const args = lookInClass(machine, of, '__table_args__');
  const parts = itemsOf(
    args?.kind === 'function' ? callFunction(machine, { ...args, self: of }, noArguments) : args,
  );
  const options = parts.find(({ kind }) => kind === 'dict') ?? args;
  const schema = textOf(entry(options, 'schema'));
  const key = schema === undefined ? name : `${schema}.${name}`;
  const origin = originAt(of);
  if (on.draft.tables.has(key)) return;
  const table = emptyTable(name, schema, origin);
  createTable(on.draft, table, true);
  const columns = columnsOf(machine, of);
  for (const { attribute, value, owner } of columns)
    putItem(on, machine, table, value, origin, attribute, annotationOf(machine, owner, attribute));
  for (const part of parts) if (part.kind !== 'dict') putConstraint(on, table, part, origin);
  counted(
    table,
    columns.map(({ value }) => value),
  );
}

interface Declared {
  readonly attribute: string;
  readonly value: Value;
  readonly owner: ClassValue;
}

/** Columns of the class and its mixins; `Mapped[int]` and fields of SQLModel without a value are columns too. */
function columnsOf(machine: Machine, of: ClassValue): readonly Declared[] {
  const found = new Map<string, Declared>();
  for (const owner of lineage(of).toReversed()) {
    if (owner !== of && textOf(owner.attributes.get('__tablename__')) !== undefined) continue;
    for (const [attribute, value] of owner.attributes) {
      const path = libraryPath(value) ?? '';
      if (/(^|\.)(Column|mapped_column|Field)\(\)$/.test(path))
        found.set(attribute, { attribute, value, owner });
      else if (
        value.kind === 'function' &&
        value.wrappers.some((each) => /declared_attr/.test(libraryPath(each.value) ?? ''))
      ) {
        const given = callFunction(machine, { ...value, self: of }, noArguments);
        if (/(^|\.)(Column|mapped_column)\(\)$/.test(libraryPath(given) ?? ''))
          found.set(attribute, { attribute, value: given, owner });
      }
    }
    const isModel = extendsLibrary(owner, /^sqlmodel\.(\w+\.)*SQLModel$/);
    for (const [attribute, node] of owner.annotations) {
      const bare = owner.attributes.get(attribute);
      if (
        found.has(attribute) ||
        attribute.startsWith('_') ||
        (bare !== undefined && bare.kind !== 'constant')
      )
        continue;
      const isMapped =
        /^(\w+\.)?Mapped\[/.test(node.text) &&
        !/Mapped\[\s*["']?(list|List|Sequence|Optional\[["'])/.test(node.text);
      if (!isMapped && !isModel) continue;
      const type = annotationOf(machine, owner, attribute);
      if (type === undefined || /ClassVar|Relationship/.test(node.text) || mappedClass(type)) continue;
      found.set(attribute, { attribute, value: bareColumn(of), owner });
    }
  }
  const line = ({ owner, attribute, value }: Declared): number =>
    owner.annotations.get(attribute)?.line ?? (value.kind === 'result' ? value.place.node.line : 0);
  const classes = lineage(of).toReversed();
  return [...found.values()].toSorted(
    (a, b) => classes.indexOf(a.owner) - classes.indexOf(b.owner) || line(a) - line(b),
  );
}

/** A relation to another class is no column. */
const mappedClass = (type: Value): boolean =>
  (type.kind === 'class' && !extendsLibrary(type, /Enum$|^enum\./)) ||
  stringOf(type) !== undefined ||
  (type.kind === 'result' &&
    type.args.positional.some((each) => mappedClass(each)) &&
    !/Literal/.test(libraryPath(type) ?? ''));

const bareColumn = (of: ClassValue): Value => ({
  kind: 'result',
  callee: { kind: 'library', path: 'sqlalchemy.orm.mapped_column' },
  args: noArguments,
  attributes: new Map(),
  place: of,
});
