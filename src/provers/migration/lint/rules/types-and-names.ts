import type { Node, RangeVar } from 'libpg-query';
import { maxNameBytes } from '../../../../model/object-name.ts';
import { nameOf, tokensOf } from '../../script/tokens.ts';
import { strings } from '../parts.ts';
import { nameOfRelation } from '../rule.ts';
import type { Hit, LintInput, LintRule } from '../rule.ts';

export const banCreateDomainWithConstraint: LintRule = {
  id: 'ban-create-domain-with-constraint',
  summary: 'A domain is created with a constraint.',
  concern: 'habit',
  severity: 'advice',
  why: 'Changing it later checks every column of the domain under a lock, and adding such a column rewrites the table.',
  standards: [],
  check: ({ script }) =>
    script.statements.flatMap(({ node, index, start }) => {
      if (!('CreateDomainStmt' in node)) return [];
      const { domainname, constraints = [] } = node.CreateDomainStmt;
      const [first] = constraints;
      if (first === undefined) return [];
      const subject = strings(domainname).join('.');
      const location = 'Constraint' in first ? first.Constraint.location : undefined;
      return [
        {
          statement: index,
          at: location === undefined ? start : script.offset(location),
          subject,
          what: `The domain ${subject} is created with a constraint.`,
          next: 'Put the constraint on the columns, where it can be added NOT VALID.',
        },
      ];
    }),
};

export const banAlterDomainWithAddConstraint: LintRule = {
  id: 'ban-alter-domain-with-add-constraint',
  summary: 'A constraint is added to a domain.',
  concern: 'lock',
  severity: 'warning',
  why: 'Every table with a column of the domain is scanned while it cannot be written to.',
  standards: [],
  check: ({ script }) =>
    script.statements.flatMap(({ node, index, start }) => {
      if (!('AlterDomainStmt' in node) || node.AlterDomainStmt.subtype !== 'C') return [];
      const subject = strings(node.AlterDomainStmt.typeName).join('.');
      return [
        {
          statement: index,
          at: start,
          subject,
          what: `A constraint is added to the domain ${subject}.`,
          next: 'Add it NOT VALID and validate it later, or put it on the columns.',
        },
      ];
    }),
};

export const requireEnumValueOrdering: LintRule = {
  id: 'require-enum-value-ordering',
  summary: 'A value is added to an enum without a place.',
  concern: 'habit',
  severity: 'advice',
  why: 'It sorts after all others, which is seldom what ORDER BY and comparisons expect.',
  standards: [],
  check: ({ script }) =>
    script.statements.flatMap(({ node, index, start }) => {
      if (!('AlterEnumStmt' in node)) return [];
      const { oldVal, newVal = '', newValNeighbor, typeName } = node.AlterEnumStmt;
      if (oldVal !== undefined || newValNeighbor !== undefined) return [];
      const subject = strings(typeName).join('.');
      return [
        {
          statement: index,
          at: start,
          subject: `${subject}.${newVal}`,
          what: `'${newVal}' is added to ${subject} without BEFORE or AFTER.`,
          next: 'Say BEFORE or AFTER which value it belongs.',
        },
      ];
    }),
};

/** Tables a statement makes, alters or drops, by the name it uses. */
function namedTables(node: Node): readonly RangeVar[] {
  if ('CreateStmt' in node) return [node.CreateStmt.relation ?? []].flat();
  if ('CreateTableAsStmt' in node && node.CreateTableAsStmt.objtype === 'OBJECT_TABLE')
    return [node.CreateTableAsStmt.into?.rel ?? []].flat();
  if ('DropStmt' in node && node.DropStmt.removeType === 'OBJECT_TABLE')
    return (node.DropStmt.objects ?? []).flatMap((object) => {
      if (!('List' in object)) return [];
      const names = strings(object.List.items);
      const schemaname = names.at(-2);
      return [{ relname: names.at(-1) ?? '', ...(schemaname !== undefined && { schemaname }) }];
    });
  return [];
}

const withoutSchema = (input: LintInput): readonly Hit[] => {
  const { script, alterations } = input;
  const altered = new Map(alterations.map(({ statement, table }) => [statement.index, table]));
  return script.statements.flatMap(({ node, index, start }) => {
    const alteredTable = altered.get(index);
    return [...namedTables(node), ...(alteredTable === undefined ? [] : [alteredTable])]
      .filter(({ schemaname, relpersistence }) => schemaname === undefined && relpersistence !== 't')
      .map((table) => ({
        statement: index,
        at: table.location === undefined ? start : script.offset(table.location),
        subject: nameOfRelation(table),
        what: `${nameOfRelation(table)} is named without its schema.`,
        next: `Write the schema: public.${nameOfRelation(table)}, or the one that is meant.`,
      }));
  });
};

export const requireTableSchema: LintRule = {
  id: 'require-table-schema',
  summary: 'A table is named without its schema.',
  concern: 'habit',
  severity: 'advice',
  why: 'Which table is meant depends on search_path of whoever runs the migration.',
  standards: [],
  optIn: true,
  check: withoutSchema,
};

/** What a text holds that names something in more than 63 bytes: a long word, a long quote, or letters of several bytes. */
const longName = /(?<![\w$])[\w$]{64}|"(?:[^"]|""){64}|[^\0-\x7f]/;

export const identifierTooLong: LintRule = {
  id: 'identifier-too-long',
  summary: 'A name is longer than PostgreSQL keeps.',
  concern: 'failure',
  severity: 'warning',
  why: 'It is cut to 63 bytes without an error, so two long names can collide and tools look for one that is not there.',
  standards: [],
  check: ({ script }) => {
    const { text, statements } = script;
    if (!longName.test(text)) return [];
    return statements.flatMap(({ index, start, end }) =>
      [...tokensOf(text, start, end)].flatMap((token) => {
        if (token.end - token.start < 16 || (token.kind !== 'word' && token.kind !== 'quoted')) return [];
        const name = nameOf(text, token);
        const bytes = Buffer.byteLength(name, 'utf8');
        if (bytes <= maxNameBytes) return [];
        return [
          {
            statement: index,
            at: token.start,
            subject: name,
            what: `${name} has ${bytes} bytes and is cut to ${maxNameBytes}.`,
            next: `Choose a name of at most ${maxNameBytes} bytes.`,
          },
        ];
      }),
    );
  },
};
