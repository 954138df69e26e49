import { chainedTrail } from '../../artifacts/audit-trail.ts';
import { qualifiedName } from '../../artifacts/sql-names.ts';
import type { Json } from '../../model/origin.ts';
import { stripTypes } from '../../provers/suite/strip-types.ts';
import { generateRows, isFilled, keepRows, restoreRows } from '../data/generated-rows.ts';
import { owner } from '../database/database.ts';
import { openEmbedded } from '../database/embedded.ts';
import { limiterOf } from '../http/limits.ts';
import { Refusal } from '../http/problems.ts';
import type { Control, Part } from '../part.ts';
import type { Running } from '../running.ts';
import { byWord } from './by-word.ts';
import { deliveryControls } from './deliveries.ts';
import { findObject } from './objects.ts';
import { appointPersons } from './persons.ts';
import type { Persons } from './persons.ts';
import { watchOutbox } from './published.ts';

type Input = Parameters<Control>[0];

/** Part of the designed rows that a preview for tests begins with: the least, which is at least fifty of each table. */
export const leastScale = 1e-9;

/**
 * What the delivered tests need of a preview beside its API: people with rows of their own, objects that are there, what was
 * published, limits that can be switched, and the way back to the first rows.
 */
export async function harnessPart(running: Running, others: readonly Part[] = []): Promise<Part> {
  const { backend, database } = running;
  const offered = new Map(others.flatMap(({ control }) => [...(control ?? [])]));
  const accessToken = offered.get('access-token');
  const settle = offered.get('settle');
  const deliveries = settle === undefined ? new Map<string, Control>() : deliveryControls(running, settle);
  if (!(await isFilled(database, backend.data.tables)))
    await generateRows(database, running.package, leastScale);
  await emptyPlatform(running);
  const persons = await appointPersons(running);
  await keepRows(database, backend.data.tables);
  const published = await watchOutbox(running);
  const limits = { on: false };
  const limited = limiterOf(backend.trust.rateLimits, running.clock);
  return {
    ...(accessToken === undefined && { authenticate: byWord }),
    gates: (gates) => ({
      ...gates,
      limit: (caller, operation) => (limits.on ? limited(caller, operation) : { headers: {} }),
    }),
    control: new Map<string, Control>([
      ...deliveries,
      [
        'can',
        async () => [
          ...offered.keys(),
          ...deliveries.keys(),
          ...(offered.has('peer') ? ['break'] : []),
          'javascript',
        ],
      ],
      ['javascript', async (input) => stripTypes('sample.ts', text(input, 'text'))],
      ['person', async (input) => personOf(persons, input)],
      ['token', async (input) => tokenOf(persons, accessToken, input)],
      ['object', (input) => objectOf(running, persons, input)],
      ['published', published],
      [
        'limits',
        async ({ on }) => {
          limits.on = on === true;
          return null;
        },
      ],
      [
        'reset',
        async () => {
          // What is still on its way would write into the rows that were put back.
          await settle?.({});
          await restoreRows(database, backend.data.tables);
          await forgetProcesses(running);
          for (const { restored } of others) restored?.();
          limits.on = false;
          return null;
        },
      ],
      ['scratch', (input) => scratch(running, input)],
    ]),
  };
}

/** What no request has brought about would be handed on, answered and found broken: the tests begin without it. */
async function emptyPlatform({ backend, database }: Running): Promise<void> {
  const anchors = chainedTrail(backend.data)?.anchors;
  const names = backend.data.tables
    .filter((table) => table.entity === undefined || table === anchors)
    .map((table) => qualifiedName(table));
  if (names.length > 0) await database.script(`truncate ${names.join(', ')} cascade`);
}

/** What the preview itself remembers of the work that was taken back; its keys stay those of its tokens. */
async function forgetProcesses({ database }: Running): Promise<void> {
  const { rows } = await database.query(
    owner,
    "select table_name as name from information_schema.tables where table_schema = 'preview' and table_name not in ('package', 'keys')",
  );
  const names = rows.map(({ name }) => qualifiedName({ schema: 'preview', name: name ?? '' }));
  if (names.length > 0) await database.script(`truncate ${names.join(', ')}`);
}

function text(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== 'string') throw new Refusal('malformed', `Give ${name}, a text.`);
  return value;
}

function personOf(persons: Persons, input: Input): string | null {
  const two = persons.get(text(input, 'role'));
  return (input['second'] === true ? two?.second : two?.first) ?? null;
}

async function objectOf(running: Running, persons: Persons, input: Input): Promise<string | null> {
  const wanted = {
    entity: text(input, 'entity'),
    role: text(input, 'role'),
    owned: input['owned'] !== false,
  };
  return (await findObject(running, persons, wanted)) ?? null;
}

async function tokenOf(persons: Persons, accessToken: Control | undefined, input: Input): Promise<string> {
  const role = text(input, 'role');
  const person = personOf(persons, input);
  if (person === null) throw new Refusal('malformed', `There is no role ${role}.`);
  if (accessToken === undefined) return `Bearer ${role}:${person}`;
  const made: Json = await accessToken({ role, person });
  const token = typeof made === 'object' && made !== null && 'token' in made ? made['token'] : undefined;
  if (typeof token !== 'string') throw new Error(`there is no token for ${role}`);
  return `Bearer ${token}`;
}

/** Scripts one after the other on a database of their own; after each, the rows of a statement. */
async function scratch({ backend }: Running, { scripts, query }: Input): Promise<Json> {
  if (!Array.isArray(scripts) || typeof query !== 'string')
    throw new Refusal('malformed', 'Give `scripts`, a list of texts, and `query`, a statement.');
  const database = await openEmbedded({ extensions: backend.data.extensions });
  try {
    const seen: Json[] = [];
    for (const script of scripts) {
      await database.script(String(script));
      const { rows } = await database.query(owner, query);
      seen.push(rows.map((row) => ({ ...row })));
    }
    return seen;
  } finally {
    await database.close();
  }
}
