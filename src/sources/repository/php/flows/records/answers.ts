import type { SyntaxNode } from '../../../languages/syntax.ts';
import type { Frame, Machine } from '../machine.ts';
import { can } from '../marks.ts';
import type { Value } from '../value.ts';
import { arrive } from './access.ts';
import { holdsCaller, provesCaller } from './callers.ts';
import { modelOf } from './models.ts';
import type { Records } from './records.ts';

/** Arrays inside of an answer that are looked into. */
const deepest = 2;

/** Records that are answered with all their columns. */
export function answer(machine: Machine, value: Value, node: SyntaxNode, frame: Frame, depth = 0): void {
  const { records, array } = value;
  if (records !== undefined) answerRecords(machine, records, node, frame);
  if (array === undefined || depth >= deepest) return;
  for (const each of array.fields.values()) answer(machine, each, node, frame, depth + 1);
}

function answerRecords(machine: Machine, records: Records, node: SyntaxNode, frame: Frame): void {
  const { entity, filters, form, unclear } = records;
  const model = modelOf(machine.codebase, records.model);
  if (form === 'query' || records.action !== 'read') return;
  if (model === undefined) {
    // What a statement reads is answered column by column.
    if (records.places === undefined || records.unclear) return;
  } else if (model.mapper !== 'eloquent' || records.columns !== undefined) return;
  if (filters.some(({ value }) => holdsCaller(value) || provesCaller(value))) return;
  const isAll = form === 'rows' && filters.length === 0 && !unclear;
  arrive(machine.access, {
    kind: 'record-answer',
    access: {
      entity,
      action: 'read',
      key: isAll ? '' : (filters[0]?.key ?? '?'),
      ...(model === undefined || model.visible.length === 0 ? {} : { fields: model.visible }),
      ...(model === undefined || model.hidden.length === 0 ? {} : { except: model.hidden }),
      ...(records.columns === undefined ? {} : { fields: records.columns }),
    },
    what: frame.name === '' ? 'answer' : `answer of ${frame.name}`,
    taint: {
      source: machine.sourceAt(`${isAll ? 'all records' : 'a record'} of ${entity}`, frame.file, node),
      marks: can.record,
      step: undefined,
    },
    node,
    file: frame.file,
    within: frame.name,
  });
}
