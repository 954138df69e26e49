import { expect, test } from 'vitest';
import { asyncApiDocument } from '../../artifacts/asyncapi.ts';
import { graphqlSchema } from '../../artifacts/graphql.ts';
import { openApiDocument } from '../../artifacts/openapi.ts';
import { designBackend } from '../../design/design.ts';
import type { Brief } from '../../model/brief.ts';
import { briefOf, briefOfSentence, clinicText, seedSentence, shopText } from '../../testing/briefs.ts';
import { checkApi } from './api/check.ts';

/** What is designed comes out clean under the rules by which other documents are judged. */
const briefs: readonly (readonly [string, () => Brief])[] = [
  ['one sentence', () => briefOfSentence(seedSentence)],
  ['the shop', () => briefOf(shopText)],
  ['the clinic', () => briefOf(clinicText)],
];

test.each(briefs)(
  'the documents of %s are clean',
  async (_name, brief) => {
    const backend = designBackend(brief());
    const documents = [
      ['openapi.json', openApiDocument(backend).text],
      ['asyncapi.json', asyncApiDocument(backend).text],
      ['schema.graphql', graphqlSchema(backend).text],
    ] as const;
    let checked = 0;
    for (const [file, text] of documents) {
      if (text === '') continue;
      const result = await checkApi({ file, text });
      if (result.kind === 'unreadable') throw new Error(`${file} cannot be read`);
      expect(
        result.findings.map(({ rule, subject, what }) => `${file}: ${rule}@${subject}: ${what}`),
      ).toEqual([]);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(1);
  },
  60_000,
);
