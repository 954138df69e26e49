import { expect, test } from 'vitest';
import { sampleFindings as findings, sampleRules as rules } from '../testing/sample-findings.ts';
import { github } from './github.ts';
import { findingsJson } from './json.ts';
import { junit } from './junit.ts';
import { findingsText } from './text.ts';

test('JUnit has a case for what passed and what did not', () => {
  const text = junit({
    rules,
    findings,
    failOn: 'blocker',
    claims: [
      {
        id: 'ddl/executes',
        prover: 'ddl',
        subject: 'schema',
        statement: 'schema.sql executes',
        oracle: 'postgresql',
        inputs: [],
        parameters: {},
      },
      {
        id: 'plan/browse',
        prover: 'plan',
        subject: 'browse',
        statement: 'browse uses an index',
        oracle: 'postgresql-planner',
        inputs: [],
        parameters: {},
      },
    ],
    outcomes: [
      {
        claim: 'ddl/executes',
        verdict: { kind: 'proved' },
        engine: { name: 'PGlite', version: '1' },
        measurements: {},
        incomplete: [],
      },
    ],
    gates: [
      {
        gate: 'output',
        state: 'shut',
        because: ['one blocker'],
        next: 'mend it',
        checked: [{ item: 'no blocker', passed: false, detail: '1 <blocker>' }],
      },
    ],
  });
  expect(text).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="plumbline" tests="6" failures="3" skipped="1" errors="0">
      <testsuite name="rules" tests="2" failures="1" skipped="0" errors="0">
        <testcase classname="rules" name="object-without-owner-check: An object is read by id without asking who owns it."><failure message="object-without-owner-check@GET /orders/{id}">object-without-owner-check@GET /orders/{id}
    GET /orders/{id} reads by id,
    no guard compares the owner. &lt;U+001B&gt;[31m
    Next: Compare order.customer with the caller.</failure></testcase>
        <testcase classname="rules" name="unindexed-foreign-key: A foreign key has no index that leads with its columns."/>
      </testsuite>
      <testsuite name="prover ddl" tests="1" failures="0" skipped="0" errors="0">
        <testcase classname="prover ddl" name="ddl/executes: schema.sql executes"/>
      </testsuite>
      <testsuite name="prover plan" tests="1" failures="0" skipped="1" errors="0">
        <testcase classname="prover plan" name="plan/browse: browse uses an index"><skipped message="not settled"/></testcase>
      </testsuite>
      <testsuite name="gate output" tests="2" failures="2" skipped="0" errors="0">
        <testcase classname="gate output" name="no blocker"><failure message="1 &lt;blocker&gt;">1 &lt;blocker&gt;</failure></testcase>
        <testcase classname="gate output" name="gate output is open"><failure message="shut">shut
    one blocker
    Next: mend it</failure></testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test('GitHub annotations come worst first, at most ten, escaped', () => {
  const more = findings
    .slice(0, 1)
    .flatMap((finding) => Array.from({ length: 20 }, (_, index) => ({ ...finding, subject: `t${index}` })));
  const { annotations, summary } = github([...findings, ...more]);
  expect(annotations.split('\n').filter((line) => line !== '')).toHaveLength(10);
  expect(annotations.split('\n').slice(0, 2)).toMatchInlineSnapshot(`
    [
      "::error title=object-without-owner-check@GET /orders/{id}::GET /orders/{id} reads by id,%0Ano guard compares the owner. <U+001B>[31m%0AA customer can read 100%25 of the orders of others.%0ANext: Compare order.customer with the caller.",
      "::warning file=db/my schema.sql,line=4,col=3,title=unindexed-foreign-key@book(author_id)::book(author_id) points at author, and no index leads with it.%0AEach delete on author scans all of book while it holds its locks.%0ANext: create index concurrently on book (author_id);",
    ]
  `);
  expect(summary.split('\n')).toHaveLength(25);
});

test('the terminal shows what, why and next, and no escape sequence of the target', () => {
  expect(findingsText(findings, { color: false, width: 80 })).toMatchInlineSnapshot(`
    "blocker  object-without-owner-check@GET /orders/{id}
      what  GET /orders/{id} reads by id, no guard compares the owner. <U+001B>[31m
      why   A customer can read 100% of the orders of others.
      next  Compare order.customer with the caller.

    warning  unindexed-foreign-key@book(author_id)
      what  book(author_id) points at author, and no index leads with it.
      why   Each delete on author scans all of book while it holds its locks.
      next  create index concurrently on book (author_id);
      seen  db/my schema.sql:4, db/other.sql:9

    1 blocker, 1 warning, no advice
    "
  `);
  expect(findingsText(findings, { color: true, width: 80, limit: 1 })).toContain(
    '1 more finding in the report.',
  );
});

test('JSON names each finding', () => {
  expect(
    JSON.parse(
      findingsJson({ findings, questions: [], assumptions: [], items: [{ item: '1.1', state: 'missing' }] }),
    ),
  ).toMatchObject({
    findings: [
      { name: 'unindexed-foreign-key@book(author_id)' },
      { name: 'object-without-owner-check@GET /orders/{id}' },
    ],
    coverage: { done: 0, notApplicable: 0, missing: 1 },
  });
});
