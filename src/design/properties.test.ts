import fc from 'fast-check';
import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, expect, test } from 'vitest';
import { schemaSql } from '../artifacts/ddl.ts';
import { graphqlSchema } from '../artifacts/graphql.ts';
import { tableKey } from '../artifacts/sql-names.ts';
import { graphql } from '../provers/contracts/graphql.ts';
import { policy } from '../provers/policy/policy.ts';
import { unindexedForeignKey } from '../rules/data/unindexed-foreign-key.ts';
import { briefOf } from '../testing/briefs.ts';
import { basisOf, partsOf } from '../testing/designed.ts';

beforeAll(loadModule);

const names = ['Order', 'User', 'Group', 'Invoice', 'Table'] as const;
const fieldNames = ['name', 'order', 'user', 'select', 'amount', 'at', 'note', 'kind', 'position'] as const;

const fieldText = fc.oneof(
  fc.constantFrom(
    'string',
    'text? <=400',
    'string unique <=20',
    'email @pii',
    'url?',
    'json?',
    'uuid',
    'date',
  ),
  fc.constantFrom(
    'int 1..5',
    'int?',
    'bigint >=0',
    'decimal',
    'money >=0',
    'bool = true',
    'datetime? @server',
  ),
  fc.constantFrom(
    'enum(open, in-work, done) = open @server',
    'enum(a, b)',
    'string? 3..9 @immutable',
    'string <=99 @secret',
  ),
  fc.constantFrom(...names).map((name) => `ref ${name}?`),
  fc.constantFrom(...names).map((name) => `ref ${name} @immutable`),
);
const word = fc.constantFrom(
  'list',
  'read',
  'create',
  'update',
  'delete',
  'search',
  'import',
  'export',
  'close',
  'send',
);
const detail = fc.record(
  { anonymous: fc.boolean(), sensitive: fc.boolean(), 'long-running': fc.boolean() },
  { requiredKeys: [] },
);
const rows = fc.constantFrom('20', '3M', '400M/year', '2 per Order');

/** One entity as the brief language writes it, with references to entities that may not be there. */
const entity = fc.record(
  {
    in: fc.constantFrom('sales', 'desk', 'crm-core'),
    fields: fc.dictionary(fc.constantFrom(...fieldNames), fieldText, { minKeys: 1, maxKeys: 6 }),
    operations: fc.dictionary(word, detail, { minKeys: 1, maxKeys: 6 }),
    'append-only': fc.boolean(),
    retention: fc.constantFrom('30d', '10y'),
    rows,
  },
  { requiredKeys: ['fields'] },
);

const entities = fc
  .subarray([...names], { minLength: 1 })
  .chain((chosen) => fc.tuple(...chosen.map((name) => entity.map((body) => [name, body] as const))))
  .map((list) => {
    const known = new Set<string>(list.map(([name]) => name));
    return Object.fromEntries(list.map(([name, body]) => [name, withKnown(body, known)]));
  });

/** The reader refuses references to nothing: they become plain fields here. */
function withKnown<T extends { readonly fields: Readonly<Record<string, string>>; readonly rows?: string }>(
  body: T,
  known: ReadonlySet<string>,
): T {
  const fields = Object.fromEntries(
    Object.entries(body.fields).map(([name, text]) => {
      const target = /^ref (\w+)/.exec(text)?.[1];
      return [name, target === undefined || known.has(target) ? text : 'string <=40'];
    }),
  );
  const counted = body.rows?.includes('per') === true && !known.has('Order') ? '50' : body.rows;
  return { ...body, fields, ...(counted !== undefined && { rows: counted }) };
}

const rule = fc
  .tuple(
    fc.constantFrom('clerk', 'reader'),
    fc.constantFrom('read, list', 'all', 'create, update'),
    fc.boolean(),
  )
  .map(([role, verbs, owned]) => ({ role, verbs, owned }));

const brief = fc
  .record({ entities, rules: fc.array(rule, { maxLength: 3 }) })
  .map(({ entities: made, rules }) => {
    const [first = 'Order'] = Object.keys(made);
    return JSON.stringify({
      brief: 1,
      system: { id: 'generated', name: 'Generated' },
      actors: ['clerk', 'reader'],
      entities: made,
      workloads: { main: { actor: 'clerk', op: `list ${first}`, users: '90 concurrent', share: '100%' } },
      policies: {
        access: rules.map(
          ({ role, verbs, owned }) => `${role} may ${verbs} ${first}${owned ? ' where owner' : ''}`,
        ),
      },
    });
  });

const shape = fc.record({
  partitioning: fc.boolean(),
  style: fc.constantFrom('modular-monolith' as const, 'services-per-context' as const),
});

test(
  'whatever entities a brief has, every part of the design names the same things',
  { timeout: 60_000 },
  async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(brief, shape, async (text, option) => {
        const backend = partsOf(basisOf(text, option));
        const operations = backend.operations.map(({ id }) => id);
        seen += operations.length;
        expect(backend.api.endpoints.map(({ operation }) => operation)).toEqual(operations);
        expect(new Set(backend.api.endpoints.map(({ id }) => id)).size).toBe(operations.length);
        const roles = new Set(backend.trust.permissions.map(({ role }) => role));
        expect(backend.trust.permissions.length).toBe(roles.size * operations.length);
        const issued = new Set(backend.data.queries.map(({ operation }) => operation));
        expect(operations.filter((id) => !issued.has(id))).toEqual([]);
        const tables = new Set(backend.data.tables.map(tableKey));
        expect(
          backend.data.queries.flatMap((query) => query.tables).filter((name) => !tables.has(name)),
        ).toEqual([]);
        expect(unindexedForeignKey.check(backend)).toEqual([]);
        const { text: sql, lost } = schemaSql(backend.data);
        expect(lost).toEqual([]);
        expect(parseSync(sql).stmts?.length).toBeGreaterThan(backend.data.tables.length);
        for (const query of backend.data.queries) expect(() => parseSync(query.sql)).not.toThrow();
        for (const prover of [policy, ...(graphqlSchema(backend).text === '' ? [] : [graphql])]) {
          const { claims, inputs } = prover.claims(backend);
          const outcomes = await prover.prove(claims, (path) => inputs.get(path) ?? '');
          // Whether a brief lets a role reach foreign rows is its own affair; that the matrix says so is ours.
          const ours = outcomes.filter(({ claim }) => !/own-objects-only|privileged-actions/.test(claim));
          expect(ours.filter(({ verdict }) => verdict.kind === 'refuted')).toEqual([]);
        }
      }),
      { numRuns: 60, seed: 7 },
    );
    expect(seen).toBeGreaterThan(300);
  },
);

test('the generator makes briefs the reader takes', () => {
  fc.assert(
    fc.property(brief, (text) => briefOf(text).fragment.entities.length > 0),
    { numRuns: 20, seed: 7 },
  );
});
