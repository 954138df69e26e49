import { expect, test } from 'vitest';
import { placedRules } from './all.ts';

/** `docs/rules.md` is the list of all rules; `npm test -- -u catalogue` writes it anew. */
test('the list of rules is current', async () => {
  expect(placedRules.length).toBeGreaterThanOrEqual(30);
  await expect(catalogue()).toMatchFileSnapshot('../../docs/rules.md');
});

function catalogue(): string {
  const concerns = [...new Set(placedRules.map(({ concern }) => concern))];
  const parts = concerns.map((concern) => {
    const rows = placedRules
      .filter((placed) => placed.concern === concern)
      .map(
        ({ rule }) =>
          `| [${rule.id}](../src/rules/${concern}/${rule.id}.md) | ${rule.severity} | ${rule.summary} | ${rule.standards.join(', ')} |`,
      );
    return [
      `## ${concern}`,
      '',
      '| rule | severity | fault | standards |',
      '|---|---|---|---|',
      ...rows,
    ].join('\n');
  });
  return [
    '# Rules',
    `${placedRules.length} rules. Each has a page that says what a person must know and is run as the rule's test.`,
    ...parts,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}
