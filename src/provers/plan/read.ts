import type { MigrationPlan, Placement } from '../../model/migration.ts';
import type { PlanDraft } from '../../migration/steps/draft.ts';
import { readDocument } from '../document.ts';
import type { DocumentRead } from '../document.ts';
import { unknownNames } from './references.ts';
import { asPlan, draftShape, planShape } from './shape.ts';

const page = 'docs/migration-plan.md';

/** Longest plan that is read, in characters: one of 1,600 endpoints and 190 tables has 3 million. */
const longest = 12_000_000;

/** Reads a plan with steps; everything that is wrong with the file is told with its place. */
export function readPlan(text: string): DocumentRead<MigrationPlan> {
  const read = readDocument(text, planShape, page, longest);
  if (read.kind === 'invalid') return { ...read, problems: read.problems.map(withoutSteps) };
  const { $schema: _schema, ...plan } = read.value;
  const problems = unknownNames(plan, read.placeOf);
  if (problems.length > 0) return { kind: 'invalid', problems };
  const value = asPlan({ ...plan, ledger: { ...plan.ledger, columns: spread(plan) } });
  return { ...read, value };
}

/** Reads what `--complete` turns into a plan. */
export function readDraft(text: string): DocumentRead<PlanDraft> {
  const read = readDocument(text, draftShape, page, longest);
  if (read.kind === 'invalid') return read;
  const { $schema: _schema, steps: _steps, ...draft } = read.value;
  const problems = unknownNames(draft, read.placeOf);
  if (problems.length > 0) return { kind: 'invalid', problems };
  const { ledger = {} } = draft;
  const columns = spread({ ...draft, ledger: { columns: ledger.columns ?? {} } });
  return { ...read, value: { ...draft, ledger: { ...ledger, columns } } };
}

function withoutSteps<T extends { readonly what: string; readonly why: string; readonly next: string }>(
  problem: T,
): T {
  if (!/^(?:steps|target|ledger) cannot/.test(problem.what) || !problem.why.includes('missing'))
    return problem;
  return {
    ...problem,
    next: 'Say --complete to have target, ledger and steps drafted from inventory and contexts.',
  };
}

/** `orders.*: shop.orders.*` leads every column of orders that has no line of its own to the same name. */
function spread({
  legacy,
  ledger,
}: Pick<MigrationPlan, 'legacy'> & {
  readonly ledger: Pick<MigrationPlan['ledger'], 'columns'>;
}): Readonly<Record<string, Placement>> {
  const lines = Object.entries(ledger.columns).flatMap(([item, placement]) => {
    const table = item.endsWith('.*') ? item.slice(0, -2) : undefined;
    const columns = table === undefined ? undefined : legacy.tables[table]?.columns;
    if (table === undefined || columns === undefined) return [[item, placement] as const];
    return columns
      .filter((column) => !Object.hasOwn(ledger.columns, `${table}.${column}`))
      .map((column) => [`${table}.${column}`, along(placement, column)] as const);
  });
  return Object.fromEntries(lines);
}

const along = (placement: Placement, column: string): Placement =>
  placement.kind === 'moves'
    ? { kind: 'moves', to: placement.to.map((to) => (to.endsWith('.*') ? to.slice(0, -1) + column : to)) }
    : placement;
