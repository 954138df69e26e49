import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { designBackend } from '../../../design/design.ts';
import { briefOf } from '../../../testing/briefs.ts';
import { effects } from './effects.ts';

const page = readFileSync(new URL('../../../../docs/effects.md', import.meta.url), 'utf8');
const example = /```yaml file=lending\.brief\.yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

test('the example of docs/effects.md holds what is claimed of it', async () => {
  const { claims, inputs } = effects.claims(designBackend(briefOf(example)));
  expect(claims.map(({ id }) => id)).toEqual(['effects/statements', 'effects/flow/lend']);
  const outcomes = await effects.prove(claims, (path) => inputs.get(path) ?? '');
  expect(outcomes.map(({ verdict }) => verdict)).toEqual([{ kind: 'proved' }, { kind: 'proved' }]);
  expect(outcomes[1]?.measurements).toMatchObject({ 'failures taken back': 2, 'requests to peers': 2 });
});
