import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Document } from '../deliverables/deliverable.ts';
import { assumed, derived } from '../model/origin.ts';
import { markdown } from './markdown.ts';
import { codeBlock, codeSpan, markdownLink, markdownText, relativePath } from './markdown-text.ts';

const document: Document = {
  path: '2-database/volume.md',
  title: 'Volume model',
  sections: [
    {
      id: 'rows',
      title: 'Rows and growth',
      items: ['2.4', '2.5'],
      blocks: [
        { kind: 'paragraph', text: 'Each table of `order|line`\nhas a *projected* size.' },
        { kind: 'list', ordered: true, items: ['first', '2. not a list'] },
        {
          kind: 'table',
          columns: ['Table', 'Rows', 'Think', 'See'],
          rows: [
            [
              'a|b <script>alert(1)</script>',
              derived(5e7, 'rows', 'growth × years', ['5M/year', '10 y']),
              assumed(20, 's', 'nobody said', 5, 60),
              { kind: 'link', text: 'DDL', to: '2-database/schema.sql' },
            ],
            [
              { kind: 'code', text: 'x`y|z' },
              derived(1, 'rows', 'one', []),
              '',
              { kind: 'link', text: 'context', to: '1-architecture/context.md#scope' },
            ],
          ],
        },
        { kind: 'code', language: 'sql', text: 'select 1;\n```\nselect 2;\n' },
        { kind: 'note', tone: 'judgement', text: 'Said without an oracle.' },
        { kind: 'claims', ids: ['ddl/schema-executes', 'ddl/unknown'] },
        {
          kind: 'diagram',
          diagram: { kind: 'erd', id: 'erd orders', title: 'Orders', tables: [], relations: [] },
        },
      ],
    },
  ],
};

test('a document reads as Markdown', () => {
  const text = markdown(document, {
    claims: [
      {
        id: 'ddl/schema-executes',
        prover: 'ddl',
        subject: 'schema',
        statement: 'schema.sql executes on PostgreSQL',
        oracle: 'postgresql',
        inputs: [],
        parameters: {},
      },
    ],
    outcomes: [
      {
        claim: 'ddl/schema-executes',
        verdict: { kind: 'refuted', counterexample: 'line 3: type "monney" does not exist' },
        engine: { name: 'PGlite', version: '0.5.16' },
        measurements: {},
        incomplete: ['row security'],
      },
    ],
  });
  expect(text).toMatchInlineSnapshot(`
    "# Volume model

    <a id="rows"></a>

    ## Rows and growth

    *Answers catalogue items 2.4, 2.5.*

    Each table of \`order|line\` has a \\*projected\\* size.

    1. first
    2. 2\\. not a list

    | Table | Rows | Think | See |
    | --- | ---: | ---: | --- |
    | a\\|b \\<script>alert(1)\\</script> | 50M rows | assumed 20 s (5–60 s) | [DDL](schema.sql) |
    | \`\`x\`y\\|z\`\` | 1 row |  | [context](../1-architecture/context.md#scope) |

    \`\`\`\`sql
    select 1;
    \`\`\`
    select 2;
    \`\`\`\`

    > **Judgement, not proved.** Said without an oracle.

    | Verdict | Claim | Settled by | Remarks |
    | --- | --- | --- | --- |
    | refuted | schema.sql executes on PostgreSQL | PGlite 0.5.16 | line 3: type "monney" does not exist; not covered: row security |
    | not settled | ddl/unknown |  |  |

    ![Orders](diagrams/erd-orders.svg)

    [Mermaid source](diagrams/erd-orders.mmd)
    "
  `);
});

describe('text stays text', () => {
  test.each([
    ['# not a heading', '\\# not a heading'],
    ['1. not a list', '1\\. not a list'],
    ['- not a list', '\\- not a list'],
    ['order_id and _secret_', 'order_id and \\_secret\\_'],
    ['p95 < 200ms > 3', 'p95 < 200ms > 3'],
    ['<img src=x onerror=y>', '\\<img src=x onerror=y>'],
    ['[a](javascript:b)', '[a\\](javascript:b)'],
    ['&lt; & AT&T', '&amp;lt; & AT&T'],
    ['a\u202eb\u0007', 'a\\<U+202E>b\\<U+0007>'],
    ['use `a|b` or `c', 'use `a|b` or \\`c'],
  ])('%j', (text, written) => {
    expect(markdownText(text, 'line')).toBe(written);
  });

  test('a table cell never ends early', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const written = markdownText(text, 'table');
        expect(written).not.toMatch(/(^|[^\\])(\\\\)*\|/);
        expect(written).not.toMatch(/[\n\r]/);
      }),
    );
  });

  test('a fence is longer than what it holds', () => {
    expect(codeBlock('sql; rm', 'a\n````\n')).toBe('`````sqlrm\na\n````\n`````');
    expect(codeSpan('`', 'line')).toBe('`` ` ``');
  });
});

describe('links', () => {
  test('are relative to the document', () => {
    expect(relativePath('1-architecture/context.md', '2-database/schema.sql')).toBe(
      '../2-database/schema.sql',
    );
    expect(relativePath('1-architecture/context.md', '1-architecture/adr/1.md')).toBe('adr/1.md');
    expect(relativePath('README.md', '1-architecture/context.md')).toBe('1-architecture/context.md');
  });

  test('lead only into the package or to https', () => {
    expect(markdownLink('x', 'javascript:alert(1)', 'a.md', 'line')).toBe('x');
    expect(markdownLink('x', 'file:///etc/passwd', 'a.md', 'line')).toBe('x');
    expect(markdownLink('x', 'https://example.org/a b', 'a.md', 'line')).toBe('x');
    expect(markdownLink('x', 'https://example.org/(a)', 'a.md', 'line')).toBe(
      '[x](https://example.org/%28a%29)',
    );
  });
});
