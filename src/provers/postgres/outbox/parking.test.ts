import { expect, test } from 'vitest';
import { attemptsOf } from '../../../artifacts/outbox-sql.ts';
import type { Backend } from '../../../model/backend.ts';
import { shopText } from '../../../testing/briefs.ts';
import { basisOf, partsOf } from '../../../testing/designed.ts';
import { outbox } from './outbox.ts';

const shop = partsOf(basisOf(shopText));

/** The first fault of a claim about an edited file, or the kind of its verdict. */
async function told(backend: Backend, claim: string, from?: RegExp, to = ''): Promise<string> {
  const { claims, inputs } = outbox.claims(backend);
  const asked = claims.filter(({ id }) => id.endsWith(`/${claim}`));
  let isChanged = from === undefined;
  const [outcome] = await outbox.prove(asked, (path) => {
    const text = inputs.get(path) ?? '';
    const edited = from === undefined ? text : text.replace(from, to);
    isChanged ||= edited !== text;
    return edited;
  });
  if (!isChanged) throw new Error('the edit changes nothing');
  const verdict = outcome?.verdict;
  return verdict?.kind === 'refuted' ? (verdict.counterexample.split('\n')[0] ?? '') : (verdict?.kind ?? '');
}

test('attempts are those of the relay', () => {
  expect(attemptsOf(shop)).toBe(shop.processes.jobs.find(({ kind }) => kind === 'relay')?.attempts?.value);
});

test('an outbox that counts no attempts parks at the first refusal', async () => {
  const tables = shop.data.tables.map((table) =>
    table.name === 'outbox_events'
      ? {
          ...table,
          columns: table.columns.filter(({ name }) => name !== 'attempts'),
          checks: table.checks.filter(({ sql }) => !sql.includes('attempts')),
        }
      : table,
  );
  expect(await told({ ...shop, data: { ...shop.data, tables } }, 'refused')).toBe('proved');
}, 60_000);

test('without a key all messages are one order, and none is parked', () => {
  const tables = shop.data.tables.map((table) =>
    table.name === 'outbox_events'
      ? { ...table, columns: table.columns.filter(({ name }) => !/key$|aggregate_id/.test(name)) }
      : table,
  );
  const ids = outbox.claims({ ...shop, data: { ...shop.data, tables } }).claims.map(({ id }) => id);
  expect(ids.some((id) => id.endsWith('/relay'))).toBe(true);
  expect(ids.some((id) => id.endsWith('/refused'))).toBe(false);
});

/** Each breaks one statement; the first fault that is found says what it was for. */
const broken: readonly (readonly [part: string, claim: string, from: RegExp, to: string, fault: RegExp])[] = [
  [
    'the count of attempts',
    'refused',
    / and attempts >= 8/,
    '',
    /^a message is parked before its last attempt/,
  ],
  [
    'those behind a refused message',
    'refused',
    /where id = any \(\$3 \|\| \$1\)/,
    'where id = any (array[$1])',
    /^a message .*(handed on|parked)/,
  ],
  [
    'the wait behind a parked message',
    'refused',
    /from taken where not exists .* order by/,
    'from taken order by',
    /^a message passes an earlier one of its key that is parked/,
  ],
  [
    'the place of those behind',
    'refused',
    /, behind as \([\s\S]*?\n\)(?=\nselect)/,
    '',
    /^a message of the key is neither parked nor handed on/,
  ],
  [
    'the care of the clean-up',
    'refused',
    / and not exists \(select from platform\.outbox_events_parked where message_id = id\)/,
    '',
    /^replay hands on/,
  ],
  ['new attempts', 'refused', /, attempts = 0/, '', /^a replayed message has no attempts left/],
  [
    'the end of what was given up',
    'refused',
    /where ordering_key = \$1 and given_up_at is null returning/,
    'where ordering_key = $1 returning',
    /^a message that was given up comes back/,
  ],
  [
    'the removal from the park',
    'refused',
    /delete from (platform\.outbox_events_parked) where (ordering_key = \$1 and given_up_at is null) returning/,
    'update $1 set because = because where $2 returning',
    /^a second replay brings messages back again|^PostgreSQL refuses: duplicate key/,
  ],
  [
    'the mark of a parked message',
    'parked',
    /\n {2}insert into (\S*inbox_events) \(([^)]*)\) values \(\$1, \$2\) on conflict do nothing returning 1/,
    ' select 1',
    /^a parked message is handled when it is delivered again/,
  ],
  [
    'the look for an earlier one',
    'parked',
    /select \$1, \$2, \$3, \$4, 'behind[^;]*;/,
    "select $1, $2, $3, $4, 'behind' where false;",
    /^a message passes an earlier one of its key that is parked/,
  ],
  [
    'the key in that look',
    'parked',
    /where consumer = \$1 and ordering_key = \$3 and given_up_at is null\)/,
    'where consumer = $1 and given_up_at is null)',
    /^a parked message holds up another key/,
  ],
  [
    'the order of a replay',
    'parked',
    /order by arrived limit 1/,
    'order by arrived desc limit 1',
    /^replay is not oldest first/,
  ],
  [
    'the lock of a replay',
    'parked',
    /order by arrived limit 1 for update/,
    'order by arrived limit 1 for update skip locked',
    /^a later message of a key can be handed on before an earlier one: operator/,
  ],
];

test.each(broken)(
  'without %s something shows',
  async (_, claim, from, to, fault) => {
    expect(await told(shop, claim, from, to)).toMatch(fault);
  },
  60_000,
);
