import type { Claim, Outcome } from '../../findings/claim.ts';
import type { Json } from '../../model/origin.ts';
import { claimsOf, codeCell, list, paragraph, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';

/** Statements of recovered code for which a better one was executed beside them: in loops first, then alone. */
export function betterStatements(basis: Basis): readonly (Section | undefined)[] {
  return [inLoops(basis), alone(basis)];
}

const isJoined = ({ id }: Claim): boolean => id.startsWith('one-statement/');

function inLoops(basis: Basis): Section | undefined {
  const { claims, outcomes } = basis;
  const joined = claims.filter(isJoined);
  const settled = joined.flatMap((claim) => {
    const outcome = outcomes.find((each) => each.claim === claim.id);
    return outcome === undefined ? [] : [{ claim, outcome }];
  });
  const isShown = ({ outcome }: (typeof settled)[number]): boolean => outcome.verdict.kind === 'proved';
  const open = settled.filter((each) => !isShown(each));
  return section(
    { id: 'in-loops', title: 'Statements in loops, as one' },
    settled.some(isShown)
      ? paragraph(
          'Each of these runs once for every row of another result. The statement beside it asks for all keys at once, given as arrays; both were executed on generated rows and gave each key the same rows.',
        )
      : undefined,
    table(
      ['asked in a loop', 'behind', 'one statement', 'order', 'compared'],
      settled
        .filter(isShown)
        .map(({ claim, outcome }) => [claim.subject, behind(basis, claim), ...oneCells(outcome)]),
    ),
    table(
      ['asked in a loop', 'not joined, because'],
      open.map(({ claim, outcome }) => [claim.subject, reasonOf(outcome)]),
    ),
    list(leftOf(joined[0])),
    claimsOf(basis, 'one-statement/'),
  );
}

function behind({ backend }: Basis, { subject }: Claim): string {
  const query = backend.data.queries.find(({ id }) => id === subject);
  const ids = (query?.loop === undefined ? query?.reachedBy : query.loopReachedBy) ?? [];
  return ids.length === 0 ? 'not known' : ids.slice(0, 3).join(', ') + (ids.length > 3 ? ' …' : '');
}

function oneCells({ measurements }: Outcome): readonly Cell[] {
  const { sql, order, keys, rows, databases } = measurements;
  return [
    codeCell(textOf(sql)),
    textOf(order),
    `${textOf(rows)} rows of ${textOf(keys)} keys on ${textOf(databases)} databases`,
  ];
}

const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

function reasonOf({ verdict }: Outcome): string {
  switch (verdict.kind) {
    case 'proved':
      return '';
    case 'refuted':
      return `one statement gives other rows: ${verdict.counterexample}`;
    case 'undecided':
      return verdict.reason;
  }
}

const leftOf = (claim: Claim | undefined): readonly string[] => {
  const left = claim?.parameters['left'];
  return Array.isArray(left) ? left.map(String) : [];
};

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const fieldOf = (row: Json, key: string): Json | undefined =>
  typeof row === 'object' && row !== null && !isList(row) ? row[key] : undefined;

function alone(basis: Basis): Section | undefined {
  const outcome = basis.outcomes.find(({ claim }) => claim === 'recovered-queries/rewrites');
  const offered = outcome?.measurements['offered'];
  const rows = isList(offered) ? offered : [];
  if (outcome === undefined || rows.length === 0) return undefined;
  return section(
    { id: 'better-forms', title: 'Statements with a better form' },
    table(
      ['rule', 'what', 'why', 'instead'],
      rows.map((row) => ['rule', 'what', 'why', 'next'].map((key) => textOf(fieldOf(row, key)))),
    ),
    list(outcome.incomplete.slice(0, 20)),
    claimsOf(basis, 'recovered-queries/'),
  );
}
