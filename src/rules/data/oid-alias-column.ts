import type { Rule } from '../rule.ts';
import { alterType, dialectOf } from './dialect.ts';
import { columnPlaces, namesOf, perTable, placeName, someOf } from './pattern.ts';

/**
 * Types whose values are numbers of catalogue rows that a new server gives anew; pg_upgrade refuses a cluster with
 * such a column. regclass, regrole and regtype keep theirs (PostgreSQL documentation, "pg_upgrade", notes).
 */
const refused =
  /^(?:pg_catalog\.)?(?:regcollation|regconfig|regdictionary|regnamespace|regoper|regoperator|regproc|regprocedure)(?:\[\])?$/i;

export const oidAliasColumn: Rule = {
  id: 'oid-alias-column',
  summary: 'A column refers to the catalogue by a number that an upgrade does not keep.',
  severity: 'warning',
  standards: ['splinter/0018'],
  remedy: {
    title: 'Store the name in the catalogue as text',
    impact: 3,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'cast the names back',
  },
  check: ({ data }) => {
    if (dialectOf(data) !== 'postgresql') return [];
    const places = columnPlaces(data, ({ type }) => refused.test(type));
    return perTable(places, {
      confidence: 'certain',
      why: 'Its values are row numbers of the system catalogue, which differ on a new server: pg_upgrade refuses the whole cluster while such a column is there.',
      one: (table, found) => ({
        what: `${table.name} stores ${namesOf(found)} as an alias of oid.`,
        next: `${found.map(({ name }) => alterType('postgresql', table, name, 'text')).join(' ')} Cast it where it is used: name::regconfig.`,
      }),
      many: (found, tables) => ({
        what: `${found.length} columns of ${tables} tables are aliases of oid: ${someOf(found.map(placeName))}.`,
        next: 'Store the names as text and cast them where they are used.',
      }),
    });
  },
};
