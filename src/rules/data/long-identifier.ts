import type { Backend } from '../../model/backend.ts';
import { bytesOf, maxNameBytes } from '../../model/object-name.ts';
import type { Fault, Rule } from '../rule.ts';
import { namedParts } from './named-parts.ts';
import type { NamedPart } from './named-parts.ts';
import { dialectOf } from './dialect.ts';
import { seenAt } from '../places.ts';

export const longIdentifier: Rule = {
  id: 'long-identifier',
  summary: 'A name fills all 63 bytes that PostgreSQL keeps of it.',
  severity: 'advice',
  standards: ['squawk/identifier-too-long', 'pg-index-health/possible_object_name_overflow'],
  remedy: {
    title: 'Shorten the name',
    impact: 2,
    effort: { low: 0.1, high: 0.3 },
    risk: 'low',
    rollback: 'rename back',
  },
  check: ({ data }: Backend) =>
    dialectOf(data) === 'postgresql'
      ? namedParts(data)
          .filter(({ name }) => bytesOf(name) >= maxNameBytes)
          .map(fault)
      : [],
};

function fault(part: NamedPart): Fault {
  const { kind, name, table } = part;
  const cut = bytesOf(name) > maxNameBytes;
  const kept = cut ? new TextDecoder().decode(new TextEncoder().encode(name).slice(0, maxNameBytes)) : name;
  return {
    subject: name,
    confidence: cut ? 'certain' : 'possible',
    what: cut
      ? `The ${kind} ${name}${table === undefined ? '' : ` of ${table}`} has ${bytesOf(name)} bytes; PostgreSQL keeps ${kept}.`
      : `The ${kind} ${name}${table === undefined ? '' : ` of ${table}`} has the ${maxNameBytes} bytes that PostgreSQL keeps, so a longer name may have been cut.`,
    why: 'A longer name is cut without an error: two that begin alike become one, `if not exists` then skips the second, and a migration that drops it by its full name finds the wrong one.',
    next:
      kind === 'column' || kind === 'table'
        ? `Rename it to something shorter, in the code too.`
        : `Give it a name of its own: alter ${kind === 'index' ? 'index' : 'table … rename constraint'} … to …;`,
    evidence: seenAt([part]),
  };
}
