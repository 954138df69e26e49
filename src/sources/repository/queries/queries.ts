import type { Node } from 'oxc-parser';
import type { Query, Table } from '../../../model/data.ts';
import type { Gap } from '../../../model/origin.ts';
import type { Facts } from '../../facts.ts';
import type { CodeReader } from '../code/reader.ts';
import type { Reach } from '../code/call-graph.ts';
import type { Tracer } from '../code/tracing.ts';
import { originOf } from '../javascript/parse.ts';
import type { PrismaSchema } from '../prisma/schema.ts';
import { loadSqlParser } from '../sql/script.ts';
import type { ModelName } from '../models/names.ts';
import { builderCall } from './builder-calls.ts';
import type { QueryDraft, Statement } from './draft.ts';
import { placed } from './loops.ts';
import { documentReader } from './documents/documents.ts';
import { mapperCall } from './mapper-calls.ts';
import { modelsOf, prismaCall } from './prisma-calls.ts';
import { calledSql, isUnreadSql, taggedSql } from './sql-texts.ts';
import { readStatement } from './statement.ts';

/** Statements that code issues: SQL texts and calls of mappers and query builders. */
export function queryReader(
  tracer: Tracer,
  schemas: readonly PrismaSchema[],
  names: readonly ModelName[],
  reach: Reach,
): CodeReader {
  const drafts: QueryDraft[] = [];
  const gaps: Gap[] = [];
  const models = modelsOf(schemas);
  const seen = new Set<Node>();
  const documents = documentReader(names);
  let appended = new Map<string, Node[]>();
  let path = '';
  return {
    visit: (node, place) => {
      if (place.file.path !== path) {
        path = place.file.path;
        appended = new Map();
      }
      if (node.type === 'AssignmentExpression' && node.operator === '+=' && node.left.type === 'Identifier') {
        const before = appended.get(node.left.name) ?? [];
        appended.set(node.left.name, [...before, node.right]);
      }
      documents.visit(node, place);
      if (node.type === 'TaggedTemplateExpression') {
        const draft = taggedSql(tracer, node, place);
        if (draft !== undefined) drafts.push(draft);
      } else if (node.type === 'CallExpression') {
        const draft =
          prismaCall(tracer, models, node, place) ??
          mapperCall(tracer, names, node, place, seen) ??
          builderCall(tracer, names, node, place, seen) ??
          calledSql(tracer, node, place, appended);
        if (draft !== undefined) drafts.push(documents.told(draft, node, place));
        else if (isUnreadSql(tracer, node, place)) {
          const origin = originOf(place.file, node);
          const why = 'a statement whose text is only known at run time';
          gaps.push({ kind: 'read-query', subject: `${origin.file}:${origin.line}`, why, origin });
        }
      }
    },
    facts: async (known) => {
      drafts.push(...documents.saved());
      if (drafts.length === 0) return { gaps };
      await loadSqlParser();
      return {
        ...queriesOf(
          drafts.map((draft) => placed(reach, draft)),
          known,
        ),
        gaps,
      };
    },
  };
}

/** The parser must be loaded. */
export function queriesOf(drafts: readonly QueryDraft[], known: Facts): Facts {
  const tables = known.data?.tables ?? [];
  const ids = new Map<string, number>();
  const queries = drafts.map((draft): Query => {
    const statement = readStatement(draft.sql.replaceAll('$n', '$1').replaceAll('…', '$1'));
    const place = `${draft.origin.file}:${draft.origin.line}`;
    const count = (ids.get(place) ?? 0) + 1;
    ids.set(place, count);
    return {
      id: count === 1 ? place : `${place}#${count}`,
      sql: draft.sql.length > 500 ? `${draft.sql.slice(0, 499)}…` : draft.sql,
      kind: statement.kind,
      tables: statement.tables,
      parameters: [],
      ...(draft.operation === undefined ? {} : { operation: draft.operation }),
      ...(draft.inLoop ? { inLoop: true } : {}),
      ...(draft.loop === undefined ? {} : { loop: draft.loop }),
      ...(draft.inTransaction ? { inTransaction: true } : {}),
      ...(draft.interpolates === undefined ? {} : { interpolated: true, interpolates: draft.interpolates }),
      ...(draft.limited !== true && isUnbounded(statement, tables) ? { unbounded: true } : {}),
      ...(draft.orm === undefined ? {} : { orm: draft.orm }),
      ...(draft.document === undefined ? {} : { document: draft.document }),
      origin: draft.origin,
    };
  });
  return { data: { queries } };
}

/** A select without a limit whose condition does not bind all columns of a unique key. */
function isUnbounded(statement: Statement, tables: readonly Table[]): boolean {
  if (statement.kind !== 'select' || statement.limited || statement.tables.length === 0) return false;
  const first = tables.find(({ name, schema }) =>
    statement.tables.includes(schema === undefined ? name : `${schema}.${name}`),
  );
  const keys: readonly (readonly string[])[] =
    first === undefined
      ? [['id'], ['uuid'], ['uid']]
      : [
          ...(first.primaryKey === undefined ? [] : [first.primaryKey.columns]),
          ...first.uniques.map(({ columns }) => columns),
          ...first.indexes
            .filter(({ unique, where }) => unique && where === undefined)
            .map(({ columns }) => columns),
        ];
  return !keys.some((columns) => columns.every((column) => statement.equal.includes(column)));
}
