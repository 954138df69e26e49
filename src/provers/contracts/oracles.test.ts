import spectralCore from '@stoplight/spectral-core';
import type { RulesetDefinition } from '@stoplight/spectral-core';
import owaspRuleset from '@stoplight/spectral-owasp-ruleset';
import spectralRulesets from '@stoplight/spectral-rulesets';
import { expect, test } from 'vitest';
import { openApiDocument } from '../../artifacts/openapi.ts';
import { designBackend } from '../../design/design.ts';
import type { Brief } from '../../model/brief.ts';
import { loadPacks } from '../../sources/brief/packs.ts';
import { readSentence } from '../../sources/brief/sentence/read.ts';
import { auditText, briefOf, libraryText } from '../../testing/briefs.ts';

const { Spectral } = spectralCore;

/** The packages declare their rules looser than Spectral takes them. */
const isRuleset = (value: unknown): value is RulesetDefinition =>
  typeof value === 'object' && value !== null && 'rules' in value;

function ruleset(rules: unknown, which: 'recommended' | 'all'): RulesetDefinition {
  if (!isRuleset(rules)) throw new Error('the package exports no ruleset');
  return { extends: [[rules, which]], rules: {} };
}

/** Linters that nobody here wrote, beside the one that the prover asks: Spectral's own rules and those after OWASP. */
const rulesets: Readonly<Record<string, RulesetDefinition>> = {
  'spectral:oas': ruleset(spectralRulesets.oas, 'recommended'),
  owasp: ruleset(owaspRuleset, 'all'),
};

async function findings(text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, rules] of Object.entries(rulesets)) {
    const spectral = new Spectral();
    spectral.setRuleset(rules);
    for (const { code, path } of await spectral.run(text)) found.push(`${name} ${code} at ${path.join('/')}`);
  }
  return found;
}

function seed(): Brief {
  const text =
    'Design a scalable backend architecture for our e-commerce platform handling 100K concurrent users. We need user authentication, product management, order processing, and payment integration.';
  const result = readSentence(text, { packs: loadPacks() });
  if (result.kind === 'invalid') throw new Error('the sentence cannot be read');
  return result.brief;
}

const briefs: readonly (readonly [string, () => Brief])[] = [
  ['the seed', seed],
  ['a library without any capability', () => briefOf(libraryText)],
  ['a trail that is only read', () => briefOf(auditText)],
];

// Some seconds on an idle machine; Spectral resolves every reference into a tree of its own.
test.each(briefs)('Spectral finds nothing in the API of %s', { timeout: 240_000 }, async (_, brief) => {
  expect(await findings(openApiDocument(designBackend(brief())).text)).toEqual([]);
});

test('the linters do look: texts without a limit are found', async () => {
  const { text } = openApiDocument(designBackend(briefOf(libraryText)));
  const found = await findings(text.replaceAll('"maxLength"', '"x-length"'));
  expect(found.join('\n')).toContain('owasp owasp:api4:2023-string-limit at ');
});
