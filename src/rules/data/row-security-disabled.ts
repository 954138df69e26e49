import type { DataModel, Table } from '../../model/data.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { isApiSchema, isOfApiPlatform } from './api-platform.ts';
import { dialectOf, tableName } from './dialect.ts';
import { isBookkeeping, someOf, tableSubject } from './pattern.ts';
import { hasPolicies, isGuarded } from './policies.ts';

export const rowSecurityDisabled: Rule = {
  id: 'row-security-disabled',
  summary: 'A table that should be guarded by row security is not.',
  severity: 'warning',
  standards: ['splinter/0013', 'schemalint/row-level-security', 'CWE-862', 'ASVS-5.0-8.2.2'],
  remedy: {
    title: 'Turn row security on and say who sees what',
    impact: 5,
    effort: { low: 0.3, high: 1 },
    risk: 'medium',
    rollback: 'alter table … disable row level security',
  },
  check: ({ data }) => (dialectOf(data) === 'postgresql' ? [...ofApi(data), ...ofTenants(data)] : []),
};

/** An API that passes SQL rights on to its callers: what row security does not guard, everybody reads. */
function ofApi(data: DataModel): readonly Fault[] {
  if (!isOfApiPlatform(data)) return [];
  return data.tables
    .filter((table) => isApiSchema(table) && isUnguarded(table) && !isBookkeeping(table))
    .map((table) => ({
      subject: tableSubject(table),
      confidence: 'likely',
      what: `${table.name} stands in the schema that the API exposes, and row security is off.`,
      why: 'The roles anon and authenticated have rights on the tables of public by default: whoever has the public key reads, and often writes, every row.',
      next: `alter table ${tableName('postgresql', table)} enable row level security; then a policy for each role that needs rows, or move the table to a schema that is not exposed.`,
      evidence: [{ kind: 'read', origin: table.origin }],
    }));
}

/** Policies without row security are a fault of their own: `policy-without-row-security`. */
const isUnguarded = (table: Table): boolean => !isGuarded(table) && !hasPolicies(table);

/** Tables that belong to a tenant as those that are guarded by it do. */
function ofTenants(data: DataModel): readonly Fault[] {
  if (isOfApiPlatform(data)) return [];
  const guarded = data.tables.filter(isGuarded);
  const scopes = new Set(
    guarded.flatMap((table) =>
      table.columns
        .map(({ name }) => name)
        .filter(
          (name) =>
            isTenant(name) && (table.rowSecurity?.policies ?? []).some((policy) => mentions(policy, name)),
        ),
    ),
  );
  const open = data.tables.filter(
    (table) => isUnguarded(table) && table.columns.some(({ name }) => scopes.has(name)),
  );
  return open.map((table) => {
    const scope = table.columns.find(({ name }) => scopes.has(name))?.name ?? '';
    const peers = guarded.filter(({ columns }) => columns.some(({ name }) => name === scope));
    return {
      subject: tableSubject(table),
      confidence: 'likely',
      what: `${table.name} has ${scope} and no row security, while ${someOf(peers.map(tableSubject), 3)} ${peers.length === 1 ? 'is' : 'are'} guarded by it.`,
      why: `A statement that forgets its condition on ${scope} is stopped there and returns the rows of every tenant here.`,
      next: `alter table ${tableName('postgresql', table)} enable row level security; with the same policy over ${scope}.`,
      evidence: seenAt([table, ...peers.slice(0, 3)]),
    };
  });
}

const isTenant = (name: string): boolean =>
  /^(tenant|org|organi[sz]ation|workspace|account|company|customer|team|project|site|shop|store)_?(id|uuid|uid)$/i.test(
    name,
  );

const mentions = (
  { using = '', withCheck = '' }: { readonly using?: string; readonly withCheck?: string },
  name: string,
): boolean => `${using} ${withCheck}`.includes(name);
