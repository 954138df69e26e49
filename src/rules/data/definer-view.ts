import type { DataModel, View } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { isApiSchema, isOfApiPlatform, isOfPlatform } from './api-platform.ts';
import { dialectOf } from './dialect.ts';
import { tableSubject } from './pattern.ts';
import { isGuarded } from './policies.ts';

export const definerView: Rule = {
  id: 'definer-view',
  summary: 'A view reads guarded tables with the rights of its owner.',
  severity: 'warning',
  standards: ['splinter/0010', 'CWE-863'],
  remedy: {
    title: 'Let the view read with the rights of who asks',
    impact: 4,
    effort: { low: 0.1, high: 0.5 },
    risk: 'medium',
    rollback: 'alter view … set (security_invoker = off)',
  },
  check: ({ data }) =>
    dialectOf(data) === 'postgresql'
      ? (data.views ?? [])
          .filter((view) => !view.materialized && !view.securityInvoker && !isOfPlatform(view))
          .flatMap((view) => faultOf(data, view))
      : [],
};

/** Tables behind the view whose rows are guarded, or which the platform keeps from callers. */
function guarded(data: DataModel, { reads }: View): readonly string[] {
  return reads.filter(
    (name) =>
      data.tables.some(
        (table) => tableSubject(table) === name && (isGuarded(table) || isOfPlatform(table)),
      ) || /^(auth|vault)\./.test(name),
  );
}

function faultOf(data: DataModel, view: View): readonly Fault[] {
  const tables = guarded(data, view);
  const exposed = isOfApiPlatform(data) && isApiSchema(view);
  if (tables.length === 0 && !exposed) return [];
  const name = tableSubject(view);
  const certain = tables.length > 0;
  return [
    {
      subject: name,
      confidence: certain ? 'likely' : 'possible',
      ...(certain ? {} : { severity: 'advice' as const }),
      what: certain
        ? `The view ${name} reads ${tables.join(', ')} without security_invoker.`
        : `The view ${name} stands in the schema that the API exposes, without security_invoker.`,
      why: certain
        ? 'Its owner is not bound by row security: whoever may read the view reads every row behind it.'
        : 'What it reads is read with the rights of its owner: row security that is added to a table behind it later does not hold here.',
      next: `alter view ${name} set (security_invoker = on); (PostgreSQL 15)`,
      evidence: [{ kind: 'read', origin: view.origin }],
    },
  ];
}
