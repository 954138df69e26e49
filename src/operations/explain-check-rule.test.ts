import { expect, test } from 'vitest';
import { checkRuleAnswer } from './explain-check-rule.ts';

test.each([
  ['not-in-with-nulls', 'check queries'],
  ['lost-update', 'check isolation'],
  ['prefer-robust-stmts', 'check migration'],
  ['metastable-failure', 'check capacity'],
])('%s is a rule of %s and has a page', (id, check) => {
  expect(checkRuleAnswer(id)?.result).toMatchObject({ id, check, page: expect.stringContaining('## ') });
});

test('a rule without a page has its summary', () => {
  expect(checkRuleAnswer('rows-read-in-vain')?.text).toContain('A large table is read whole');
});
