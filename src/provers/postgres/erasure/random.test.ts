import fc from 'fast-check';
import { expect, test } from 'vitest';
import { basisOf, partsOf } from '../../../testing/designed.ts';
import { erasure } from './erasure.ts';

const personal = fc.constantFrom(
  'string <=40 @pii',
  'string? <=8 @pii',
  'string unique <=30 @pii',
  'text? @health',
  'email @pii',
  'email unique @pii',
  'url? @pii',
  'date @pii',
  'json @health',
  'int 3..9 @health',
  'enum(x, y, z) @health',
  'bool @pii',
  'string 3..64 @secret @server',
);
const plain = fc.constantFrom(
  'string <=40',
  'int 1..5',
  'datetime?',
  'enum(open, done) = open @server',
  'bool = true',
);
const fields = fc.dictionary(
  fc.constantFrom('name', 'order', 'note', 'kind', 'user'),
  fc.oneof(personal, plain),
  {
    minKeys: 1,
    maxKeys: 4,
  },
);

/** An entity that belongs to a person by its owner, by the one before it, or only refers to somebody. */
const entity = fc.record({
  fields,
  way: fc.constantFrom('owner', 'chain', 'named', 'nobody'),
  optional: fc.boolean(),
  keeps: fc.constantFrom('', 'retention', 'append-only'),
});

const names = ['Alpha', 'Beta', 'Gamma', 'Delta'] as const;

const brief = fc
  .record({ person: fields, others: fc.array(entity, { minLength: 1, maxLength: 4 }) })
  .map(({ person, others }) => {
    const made = others.map(({ fields: own, way, optional, keeps }, at) => {
      const before = names[at - 1];
      const mark = optional ? '?' : '';
      const parent =
        way === 'nobody'
          ? {}
          : way === 'chain' && before !== undefined
            ? { parent: `ref ${before}${mark}` }
            : { holder: `ref Person${mark}` };
      const owner =
        way === 'owner'
          ? { owner: 'holder' }
          : way === 'chain' && before !== undefined
            ? { owner: 'parent' }
            : {};
      const kept =
        keeps === 'retention' ? { retention: '2y' } : keeps === 'append-only' ? { 'append-only': true } : {};
      return [names[at] ?? '', { ...owner, ...kept, fields: { ...own, ...parent }, rows: '1k' }] as const;
    });
    return JSON.stringify({
      brief: 1,
      system: { id: 'generated', name: 'Generated' },
      actors: ['clerk'],
      entities: { Person: { owner: 'id', fields: person, rows: '1k' }, ...Object.fromEntries(made) },
    });
  });

test('whatever belongs to people in whatever way, the script erases it or its column is told', async () => {
  await fc.assert(
    fc.asyncProperty(brief, async (text) => {
      const { claims, inputs } = erasure.claims(partsOf(basisOf(text)));
      const [outcome] = await erasure.prove(claims, (path) => inputs.get(path) ?? '');
      expect(outcome?.verdict.kind === 'refuted' ? outcome.verdict.counterexample : '').toBe('');
    }),
    { numRuns: 5 },
  );
}, 120_000);
