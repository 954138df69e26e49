import type { Evidence } from '../../findings/finding.ts';
import type { Backend } from '../../model/backend.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf, isReserved } from './dialect.ts';
import { namedParts } from './named-parts.ts';
import type { NamedPart } from './named-parts.ts';
import { atDistinct, someOf } from './pattern.ts';

export const quotedIdentifier: Rule = {
  id: 'quoted-identifier',
  summary: 'Names must be quoted in every statement that uses them.',
  severity: 'advice',
  standards: [
    'pg-index-health/columns_not_following_naming_convention',
    'pg-index-health/objects_not_following_naming_convention',
    'schemalint/name-casing',
  ],
  remedy: {
    title: 'Use names in lower case with underscores',
    impact: 1,
    effort: { low: 0.3, high: 3 },
    risk: 'medium',
    rollback: 'rename back',
  },
  check: ({ data }: Backend) => {
    if (dialectOf(data) !== 'postgresql') return [];
    const found = namedParts(data).filter(needsQuotes);
    if (found.length === 0) return [];
    return [fault(found, namedParts(data).length)];
  },
};

/** Reserved words count where people write them: as tables and columns. */
const needsQuotes = ({ kind, name }: NamedPart): boolean =>
  !/^[a-z0-9_]+$/.test(name) || ((kind === 'table' || kind === 'column') && isReserved(name));

const place = ({ kind, name, table }: NamedPart): string => (kind === 'column' ? `${table}.${name}` : name);

function fault(found: readonly NamedPart[], all: number): Fault {
  const kinds = [...new Set(found.map(({ kind }) => kind))].map((kind) => {
    const count = found.filter((part) => part.kind === kind).length;
    return `${count} ${kind === 'index' && count > 1 ? 'indexes' : `${kind}${count > 1 ? 's' : ''}`}`;
  });
  const shown = found.filter(({ kind }) => kind === 'table' || kind === 'column');
  const examples = someOf((shown.length > 0 ? shown : found).map(place), 5);
  const isHabit = found.length * 2 > all;
  const evidence: readonly Evidence[] = [
    ...seenAt(atDistinct(found)),
    ...(found.length > shown.length || shown.length > 5
      ? [
          {
            kind: 'computed' as const,
            words: `all names: ${found.map((part) => `${part.kind} ${place(part)}`).join(', ')}`,
          },
        ]
      : []),
  ];
  return {
    subject: 'names',
    confidence: isHabit ? 'possible' : 'likely',
    what: `${kinds.join(', ')} need quotes: ${examples}.`,
    why: 'PostgreSQL folds unquoted names to lower case: a statement written by hand, a report or a psql session without the quotes finds no such column, or with a reserved word does not parse.',
    next: isHabit
      ? 'It is a habit of the object mapper: map names to snake_case there for new tables (Prisma: @map and @@map) and leave the old ones until they are touched.'
      : 'Rename the few (alter table … rename column "…" to …) and let the code map its names onto theirs.',
    evidence,
  };
}
