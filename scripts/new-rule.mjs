// `npm run new-rule -- data/float-money`: writes the value and the page of a rule that does not exist yet.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [name = ''] = process.argv.slice(2);
if (!/^(architecture|data|api|trust|processes|load|requirements)\/[a-z0-9-]+$/.test(name)) {
  console.error(
    'usage: npm run new-rule -- <architecture|data|api|trust|processes|load|requirements>/<fault-in-kebab-case>',
  );
  process.exit(2);
}
const id = name.split('/')[1];
const camel = id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const value = `src/rules/${name}.ts`;
const page = `src/rules/${name}.md`;
if (existsSync(value) || existsSync(page)) {
  console.error(`${name} exists already; nothing was written`);
  process.exit(2);
}
mkdirSync(dirname(value), { recursive: true });
writeFileSync(
  value,
  `import type { Rule } from '../rule.ts';

export const ${camel}: Rule = {
  id: '${id}',
  summary: '',
  severity: 'warning',
  standards: [],
  remedy: { title: '', impact: 3, effort: { low: 0.5, high: 1 }, risk: 'low', rollback: '' },
  check: () => [],
};
`,
);
const fence = '```';
writeFileSync(
  page,
  `# ${id}

What it is and why it hurts.

## Examples

The fault:

${fence}sql file=schema.sql
${fence}

${fence}findings
${fence}

The near miss that must stay silent:

${fence}sql file=schema.sql
${fence}

${fence}findings
none
${fence}

## When not to follow it
`,
);
console.log(`wrote ${value} and ${page}; then: npm run generate && npm test -- rules`);
