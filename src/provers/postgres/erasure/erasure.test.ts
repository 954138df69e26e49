import { expect, test } from 'vitest';
import { erasurePath } from '../../../artifacts/erasure/script.ts';
import { shopText } from '../../../testing/briefs.ts';
import { basisOf, partsOf } from '../../../testing/designed.ts';
import { erasure } from './erasure.ts';

const shop = partsOf(basisOf(shopText));

async function prove(edit: (text: string) => string = (text) => text, backend = shop) {
  const { claims, inputs } = erasure.claims(backend);
  const [outcome] = await erasure.prove(claims, (path) => {
    const text = inputs.get(path) ?? '';
    return path === erasurePath ? edit(text) : text;
  });
  if (outcome === undefined) throw new Error('no claim is made');
  return outcome;
}

const faultsOf = ({ verdict }: Awaited<ReturnType<typeof prove>>): readonly string[] =>
  verdict.kind === 'proved'
    ? ['proved']
    : verdict.kind === 'refuted'
      ? verdict.counterexample.split('\n')
      : [verdict.reason];

test('nothing of the erased person is left, and all of the other', async () => {
  const outcome = await prove();
  expect(faultsOf(outcome)).toEqual(['proved']);
  expect(outcome.measurements).toMatchInlineSnapshot(`
    {
      "columns searched": 346,
      "columns with an identifier before": 23,
      "foreign keys that resolve": 38,
      "rows kept that name the person by id": 6,
      "rows of others untouched": 47,
      "rows overwritten": 7,
      "rows removed": 6,
    }
  `);
  expect(outcome.incomplete).toMatchInlineSnapshot(`
    [
      "audit.audit_entries: the rows are chained by hash and stay; before, after, address must have been encrypted with a key of the person, which is destroyed outside the database",
      "columns without a class, in which people may have written about themselves, were not filled where the row stays",
      "backups, replicas of peers, messages on their way, caches, files and logs are outside the database and were not searched",
    ]
  `);
}, 60_000);
