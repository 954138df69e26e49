import type { CallExpression, NewExpression, Node } from 'oxc-parser';
import type { KeyValueAccess } from '../../../model/key-value.ts';
import type { Gap } from '../../../model/origin.ts';
import type { Reach } from '../code/call-graph.ts';
import type { CodeReader } from '../code/reader.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import type { Codebase } from '../javascript/codebase.ts';
import { originOf } from '../javascript/parse.ts';
import { folderOf } from '../file-paths.ts';
import { placed } from '../queries/loops.ts';
import type { AccessDraft } from './access.ts';
import { accessOf } from './access.ts';
import { sdkCall } from './calls.ts';
import { codeTables } from './code-tables.ts';
import type { TableDefinition } from './definition.ts';
import type { HandlerStart } from './handlers.ts';
import { handlerStarts } from './handlers.ts';
import { createLocals } from './locals.ts';
import { overwrites } from './overwrites.ts';
import { tableFor } from './resolve.ts';
import type { Target } from './targets.ts';
import { readTemplates } from './templates.ts';
import { readTerraformTables } from './terraform.ts';

/** Tables of DynamoDB that templates and code define, and the calls of its SDK. */
export function dynamoReader(codebase: Codebase, tracer: Tracer, reach: Reach): CodeReader {
  const locals = createLocals(tracer);
  const declared = codeTables(tracer, locals);
  const items = overwrites(locals);
  const drafts: AccessDraft[] = [];
  const gaps: Gap[] = [];
  const read = (node: CallExpression | NewExpression, place: Place): void => {
    const call = sdkCall(tracer, locals, node, place);
    if (call === undefined) return;
    const draft = accessOf(tracer, locals, call, node, place);
    if (draft !== undefined) {
      drafts.push(items.told(draft, node, locals.object(call.parameters, place)?.fields.get('Item')));
      return;
    }
    const origin = originOf(place.file, node);
    const why = `a ${call.call} of DynamoDB whose parameters are only known at run time`;
    gaps.push({ kind: 'read-query', subject: `${origin.file}:${origin.line}`, why, origin });
  };
  const visit = (node: Node, place: Place): void => {
    locals.visit(node, place);
    declared.visit(node, place);
    items.visit(node, place);
    if (node.type === 'CallExpression' || node.type === 'NewExpression') read(node, place);
  };
  return {
    visit,
    facts: () => {
      const templates = readTemplates(codebase.repository.files.values());
      const terraform = readTerraformTables(codebase.repository.files.values());
      const tables = unique([...templates.tables, ...terraform.tables, ...declared.tables()]);
      for (const { subject, why, origin } of [...templates.unread, ...declared.unread])
        gaps.push({ kind: 'read-table', subject, why, origin });
      if (tables.length === 0 && drafts.length === 0) return { gaps };
      const settings = [...templates.settings, ...terraform.settings, ...declared.settings];
      const starts = drafts.length === 0 ? [] : handlerStarts(codebase, templates.functions);
      const ids = new Map<string, number>();
      const accesses = drafts.map((draft) => {
        const table = tableFor(draft.named, tables, settings, draft.origin.file);
        const { inLoop, loop } = placed(reach, issuedAt(draft));
        return finished(
          { ...draft, inLoop, ...(loop === undefined ? {} : { loop }) },
          table,
          ids,
          wokenBy(reach, starts, draft),
        );
      });
      return {
        data: { keyValue: { tables: tables.map(({ table }) => table), accesses } },
        gaps: [...gaps, ...unresolved(accesses, tables)],
      };
    },
  };
}

/** The place alone: what a query compares with its key is no key of the function around it. */
const issuedAt = ({ operation, origin, inLoop, loop }: AccessDraft): Parameters<typeof placed>[1] => ({
  origin,
  inLoop,
  inTransaction: false,
  ...(operation === undefined ? {} : { operation }),
  ...(loop === undefined ? {} : { loop }),
});

/** A template and its copy for another stage, beside it, tell the same table. */
function unique(tables: readonly TableDefinition[]): readonly TableDefinition[] {
  const known = new Map<string, TableDefinition>();
  for (const one of tables) {
    const { name, partitionKey, sortKey = '', origin } = one.table;
    const folder = origin.kind === 'read' ? folderOf(origin.file) : '';
    const key = `${folder} ${name} ${partitionKey} ${sortKey}`;
    if (!known.has(key)) known.set(key, one);
  }
  return [...known.values()];
}

function finished(
  draft: AccessDraft,
  table: TableDefinition | undefined,
  ids: Map<string, number>,
  woken: readonly string[],
): KeyValueAccess {
  const { named, inLoop, loop, ...rest } = draft;
  const place = `${draft.origin.file}:${draft.origin.line}`;
  const count = (ids.get(place) ?? 0) + 1;
  ids.set(place, count);
  return {
    id: count === 1 ? place : `${place}#${count}`,
    ...rest,
    ...(table === undefined ? {} : { table: table.table.name }),
    target: targetText(named),
    ...(inLoop ? { inLoop: true } : {}),
    ...(loop === undefined ? {} : { loop }),
    ...(woken.length === 0 ? {} : { reachedBy: woken }),
  };
}

const targetText = (target: Target | undefined): string =>
  target === undefined ? '{…}' : target.kind === 'text' ? target.text : `{${target.name}}`;

function wokenBy(reach: Reach, starts: readonly HandlerStart[], { origin }: AccessDraft): readonly string[] {
  const found = starts.filter(({ file, line }) =>
    reach
      .behind(file, line)
      .some((lines) => lines.file === origin.file && lines.start <= origin.line && origin.line <= lines.end),
  );
  return [...new Set(found.flatMap(({ woken }) => woken))];
}

const unresolved = (
  accesses: readonly KeyValueAccess[],
  tables: readonly TableDefinition[],
): readonly Gap[] =>
  accesses.flatMap(({ table, target, origin }) =>
    table !== undefined || tables.length === 0
      ? []
      : [{ kind: 'read-table', subject: target, why: 'no table that was read goes by this name', origin }],
  );
