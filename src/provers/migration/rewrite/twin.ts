import { quoteName, sqlName } from '../../../artifacts/sql-names.ts';
import { objectName } from '../../../model/object-name.ts';
import { nameOf, tokensOf } from '../script/tokens.ts';
import type { TableShape } from '../trace/shapes.ts';
import { alter, alterSql, bareName, requireValue } from './step.ts';
import type { Step } from './step.ts';

/** A column that takes the place of another one of the same table. */
export interface Twin {
  readonly relation: string;
  readonly old: string;
  readonly twin: string;
}

/** Indexes, constraints and NOT NULL of the old column, made on its twin without keeping anybody waiting. */
export function attachedSteps({ relation, old, twin }: Twin, shape: TableShape): readonly Step[] {
  const { indexes, constraints } = attachedTo(old, shape);
  return [
    ...indexes.map(({ name, definition }): Step => {
      const own = `${schemaOf(relation)}${quoteName(twinName(name))}`;
      const renamed = withName(withColumn(definition, old, twin), quoteName(twinName(name)));
      return {
        sql: renamed.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY '),
        phase: 'migrate',
        note: 'outside a transaction',
        undo: `DROP INDEX CONCURRENTLY ${own}`,
      };
    }),
    ...constraints.flatMap(({ name, definition }): readonly Step[] => {
      const own = quoteName(twinName(name));
      const plain = withColumn(definition, old, twin).replace(/ NOT VALID$/, '');
      return [
        alter(relation, `ADD CONSTRAINT ${own} ${plain} NOT VALID`, {
          phase: 'migrate',
          undo: alterSql(relation, `DROP CONSTRAINT ${own}`),
        }),
        alter(relation, `VALIDATE CONSTRAINT ${own}`, { phase: 'migrate' }),
      ];
    }),
    ...(shape.columns.get(old)?.required === true ? requireValue(relation, twin) : []),
  ];
}

/** What gives the twin's indexes and constraints the names of those that went with the old column. */
export function takeOver({ relation, old }: Twin, shape: TableShape): readonly string[] {
  const { indexes, constraints } = attachedTo(old, shape);
  return [
    ...indexes.map(({ name, owner }) =>
      owner === undefined
        ? `ALTER INDEX ${schemaOf(relation)}${quoteName(twinName(name))} RENAME TO ${quoteName(name)}`
        : alterSql(
            relation,
            `ADD CONSTRAINT ${quoteName(name)} UNIQUE USING INDEX ${quoteName(twinName(name))}`,
          ),
    ),
    ...constraints.map(({ name }) =>
      alterSql(relation, `RENAME CONSTRAINT ${quoteName(twinName(name))} TO ${quoteName(name)}`),
    ),
  ];
}

const attachedTo = (column: string, { indexes, constraints }: TableShape) => ({
  indexes: indexes.filter((each) => each.columns.includes(column)),
  constraints: constraints.filter((each) => each.columns.includes(column)),
});

const twinName = (name: string): string => objectName(name, '', 'twin');

const schemaOf = (relation: string): string =>
  relation.includes('.')
    ? `${sqlName(relation.slice(0, relation.length - bareName(relation).length - 1))}.`
    : '';

/**
 * The definition with another column in its place. The name of the index and of its table stand before USING, those of
 * the referenced table behind REFERENCES; a word before a parenthesis is a function.
 */
export function withColumn(definition: string, old: string, twin: string): string {
  const from = definition.startsWith('CREATE ') ? definition.indexOf(' USING ') : 0;
  const to = definition.startsWith('FOREIGN KEY') ? definition.indexOf(' REFERENCES ') : definition.length;
  let out = '';
  let at = 0;
  for (const token of tokensOf(definition, from, to)) {
    const isName = token.kind === 'word' || token.kind === 'quoted';
    const isCalled = token.kind === 'word' && /^\s*\(/.test(definition.slice(token.end));
    if (!isName || isCalled || nameOf(definition, token) !== old) continue;
    out += `${definition.slice(at, token.start)}${quoteName(twin)}`;
    at = token.end;
  }
  return out + definition.slice(at);
}

/** The definition of an index with another name for it. */
const withName = (definition: string, name: string): string =>
  definition.replace(
    /^(CREATE (?:UNIQUE )?INDEX )(?:"(?:[^"]|"")*"|\S+)/,
    `$1${name.replaceAll('$', '$$$$')}`,
  );

/** Why no twin can be made of a column step by step; undefined when it can. */
export function whyNoTwin(column: string, shape: TableShape): string | undefined {
  const found = shape.columns.get(column);
  if (found === undefined) return 'the column is not known';
  if (found.kind !== 'plain' || found.default?.startsWith('nextval(') === true)
    return 'PostgreSQL makes its values';
  const fixed = shape.fixed.get(column);
  if (fixed !== undefined) return fixed;
  const { indexes, constraints } = attachedTo(column, shape);
  if (shape.kind === 'p' && indexes.length + constraints.length > 0)
    return 'indexes of a partitioned table cannot be built CONCURRENTLY';
  const special = indexes.find(({ owner }) => owner !== undefined && !/^UNIQUE \([^)]*\)$/.test(owner));
  return special === undefined ? undefined : `the constraint ${special.name} is more than a list of columns`;
}
