import type { ApiSchema, Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Check, Table } from '../../model/data.ts';
import type { Entity, TestIdea } from '../../model/domain.ts';
import type { Emitted } from '../emitted.ts';
import { bodyMedia, writes } from '../http.ts';
import { qualifiedName, quoteName, tableKey } from '../sql-names.ts';
import { camelCase } from '../words.ts';
import { recordOf } from './arbitrary.ts';

/** A state column with the moves it may make. */
export interface StateRule {
  readonly entity: Entity;
  readonly table: Table;
  readonly field: string;
  readonly transitions: readonly (readonly [string, string])[];
}

/** Invariants of one table, and the requests that could break them. */
interface Subject {
  readonly name: string;
  readonly table: Table;
  readonly checks: readonly Check[];
  readonly states?: StateRule;
}

export function stateRules({ entities, data }: Backend): readonly StateRule[] {
  return entities.flatMap((entity) => {
    const table = data.tables.find((each) => each.entity === entity.name);
    if (entity.lifecycle === undefined || table === undefined) return [];
    const { field, transitions } = entity.lifecycle;
    const column = table.columns.find(({ name }) => name === field);
    return column === undefined ? [] : [{ entity, table, field, transitions }];
  });
}

function subjects(backend: Backend): readonly Subject[] {
  const rules = stateRules(backend);
  return backend.data.tables.flatMap((table) => {
    const states = rules.find((rule) => rule.table === table);
    if (table.checks.length === 0 && states === undefined) return [];
    const name = table.entity ?? tableKey(table);
    return [{ name, table, checks: table.checks, ...(states === undefined ? {} : { states }) }];
  });
}

/** Ideas and invariants that need a person to say how they are observed. */
export function openIdeas({
  tests,
  processes,
}: Backend): readonly Pick<TestIdea, 'id' | 'kind' | 'statement'>[] {
  return [
    ...tests.filter(({ kind }) => kind === 'property' || kind === 'concurrency'),
    ...processes.flows.flatMap(({ id, invariant }) =>
      invariant === undefined ? [] : [{ id: `flow ${id}`, kind: 'property' as const, statement: invariant }],
    ),
  ];
}

/**
 * Property tests (fast-check) over the API: whatever is sent, in whatever order, no row breaks a CHECK and no state
 * moves along a transition that is not listed. The database is the witness, so the tests also fail where a
 * constraint of the schema was forgotten in the real one.
 */
export function propertyTests(backend: Backend): Emitted {
  const all = subjects(backend);
  const ideas = openIdeas(backend);
  const lost = all
    .filter(({ table }) => callers(backend, table).length === 0)
    .map(({ name }) => `${name}: no request is known that changes it`);
  const tested = all.filter(({ table }) => callers(backend, table).length > 0);
  const keyed = backend.api.endpoints.filter(
    ({ idempotencyKey, method }) => idempotencyKey && method === 'POST',
  );
  if (tested.length === 0 && ideas.length === 0) return { text: '', lost };
  return {
    text: [
      header(tested, keyed),
      ...tested.map((subject) => subjectTests(backend, subject)),
      ...(keyed.length === 0 ? [] : [keyTests(backend, keyed)]),
      ...(ideas.length === 0 ? [] : [todos(ideas)]),
    ].join('\n'),
    lost,
  };
}

/** Endpoints that write an entity; where entities are not known, every endpoint that writes. */
function callers({ api }: Backend, { entity }: Table): readonly Endpoint[] {
  const writing = api.endpoints.filter(
    ({ method, protocol, pathResolved }) => protocol === 'http' && pathResolved && writes(method),
  );
  return entity === undefined ? writing : writing.filter((endpoint) => endpoint.entity === entity);
}

function header(tested: readonly Subject[], keyed: readonly Endpoint[]): string {
  const run = tested.length > 0 || keyed.length > 0;
  return `// Generated from the checks, lifecycles and test ideas of the model. Run: npx vitest run 7-testing/properties.test.ts
${run ? `import * as fc from 'fast-check';\nimport { afterEach, expect, test } from 'vitest';\nimport { harness, send } from './harness.ts';\n\nafterEach(() => harness.reset());\n\n// Sequences are short and many: most faults need two or three requests.\nconst runs = { numRuns: 50 };` : `import { test } from 'vitest';`}
`;
}

function subjectTests(backend: Backend, subject: Subject): string {
  const name = camelCase(subject.name);
  const endpoints = callers(backend, subject.table);
  return [
    `const ${name}Calls = fc.array(\n  fc.oneof(\n${endpoints.map((endpoint) => `    ${callArbitrary(backend, endpoint)},`).join('\n')}\n  ),\n  { minLength: 1, maxLength: 6 },\n);\n`,
    ...(subject.checks.length === 0 ? [] : [checkTests(subject, name)]),
    ...(subject.states === undefined ? [] : [stateTest(subject.states, name)]),
  ].join('\n');
}

function callArbitrary(backend: Backend, endpoint: Endpoint): string {
  const schemas = new Map(backend.api.schemas.map((schema): [string, ApiSchema] => [schema.name, schema]));
  const schema = schemas.get(endpoint.requestSchema ?? '');
  const roles = rolesOf(backend, endpoint);
  const headers = [
    ...(schema === undefined
      ? []
      : [`'Content-Type': fc.constant(${JSON.stringify(bodyMedia(endpoint.method))})`]),
    ...(endpoint.idempotencyKey ? [`'Idempotency-Key': fc.uuid()`] : []),
  ];
  const body =
    schema === undefined
      ? endpoint.requestSchema === undefined && backend.source === 'designed'
        ? undefined
        : 'fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 })'
      : recordOf(schema, schemas);
  return `fc.record({ role: fc.constantFrom(${roles.map((role) => JSON.stringify(role)).join(', ')}), method: fc.constant('${endpoint.method}'), path: fc.constant(${JSON.stringify(endpoint.path)}), entity: fc.constant(${JSON.stringify(endpoint.entity ?? 'Object')})${body === undefined ? '' : `, body: ${body}`}${headers.length === 0 ? '' : `, headers: fc.record({ ${headers.join(', ')} })`} })`;
}

function rolesOf({ trust }: Backend, { operation, access }: Endpoint): readonly string[] {
  const allowed = trust.permissions
    .filter((each) => each.operation === operation && each.effect === 'allow')
    .map(({ role }) => role);
  if (allowed.length > 0) return [...new Set(allowed)];
  return [access === 'public' ? 'anonymous' : 'user'];
}

function checkTests({ name, table, checks }: Subject, variable: string): string {
  const rules = checks
    .map(
      ({ name: rule, sql }) =>
        `  [${JSON.stringify(rule ?? sql)}, ${JSON.stringify(`select count(*) as broken from ${qualifiedName(table)} where not (${sql})`)}],`,
    )
    .join('\n');
  return `test.each([\n${rules}\n])(${JSON.stringify(`${name}: no sequence of requests breaks %s`)}, async (_rule, sql) => {
  await fc.assert(
    fc.asyncProperty(${variable}Calls, async (calls) => {
      for (const call of calls) {
        const { status } = await send(call);
        expect(status, call.method + ' ' + call.path).toBeLessThan(500);
      }
      const [row] = await harness.query(sql);
      expect(Number(row?.['broken'])).toBe(0);
    }),
    runs,
  );
});
`;
}

function stateTest({ entity, table, field, transitions }: StateRule, variable: string): string {
  const key = table.primaryKey?.columns[0] ?? 'id';
  const sql = `select ${quoteName(key)} as id, ${quoteName(field)} as state from ${qualifiedName(table)}`;
  const legal = transitions.map(([from, to]) => JSON.stringify(`${from} > ${to}`)).join(', ');
  return `test(${JSON.stringify(`${entity.name}: ${field} moves along its lifecycle only`)}, async () => {
  const legal = new Set([${legal}]);
  const states = async () =>
    new Map((await harness.query(${JSON.stringify(sql)})).map((row) => [String(row['id']), String(row['state'])]));
  await fc.assert(
    fc.asyncProperty(${variable}Calls, async (calls) => {
      for (const call of calls) {
        const before = await states();
        await send(call);
        for (const [id, state] of await states()) {
          const old = before.get(id);
          if (old !== undefined && old !== state) expect(legal).toContain(old + ' > ' + state);
        }
      }
    }),
    runs,
  );
});
`;
}

function keyTests(backend: Backend, keyed: readonly Endpoint[]): string {
  const rows = keyed.map(
    (endpoint) => `  [${JSON.stringify(endpoint.id)}, ${callArbitrary(backend, endpoint)}],`,
  );
  return `test.each([\n${rows.join('\n')}\n] as const)('%s: simultaneous requests with one key have one effect and one answer', async (_id, call) => {
  await fc.assert(
    fc.asyncProperty(call, fc.integer({ min: 2, max: 6 }), async (request, copies) => {
      const answers = await Promise.all(Array.from({ length: copies }, () => send(request)));
      const done = answers.filter(({ status }) => status < 300);
      expect(new Set(done.map(({ body }) => JSON.stringify(body))).size).toBeLessThanOrEqual(1);
      for (const { status } of answers) expect(status).toBeLessThan(500);
    }),
    runs,
  );
});
`;
}

function todos(ideas: ReturnType<typeof openIdeas>): string {
  const lines = ideas.map(
    ({ id, kind, statement }) => `test.todo(${JSON.stringify(`${kind} ${id}: ${statement}`)});`,
  );
  return `// Said in the model, and observed in a way that only the project knows: each becomes a test by hand.\n${lines.join('\n')}\n`;
}
