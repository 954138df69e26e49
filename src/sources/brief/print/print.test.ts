import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Brief } from '../../../model/brief.ts';
import { loadPacks } from '../packs.ts';
import { printProblem } from '../problem.ts';
import type { BriefResult } from '../problem.ts';
import { readBrief } from '../read.ts';
import { readSentence } from '../sentence/read.ts';
import { printBrief } from './print.ts';

const packs = loadPacks();
const shop = readFileSync(new URL('../../../../examples/shop.brief.yaml', import.meta.url), 'utf8');

function valid(result: BriefResult): Brief {
  if (result.kind === 'invalid') throw new Error(result.problems.map(printProblem).join('\n'));
  return result.brief;
}
const read = (text: string): Brief => valid(readBrief(text, { file: 'a.brief.yaml', packs }));

/** Without what says where a value stands: files, lines and quoted words. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'unread' && key !== 'between')
      .map(([key, part]): [string, unknown] => [
        key,
        key === 'origin' && typeof part === 'object' && part !== null && 'kind' in part
          ? { kind: part.kind }
          : bare(part),
      ]),
  );
}

const everything = `brief: 1
system: { id: lib, name: Library, stage: existing, users: 5k daily, think: 12s, peak: 4x }
actors: { reader: person, scanner: system }
capabilities: { auth: { methods: [oidc] }, audit: {} }
entities:
  Loan:
    about: A book lent to somebody
    in: lending
    fields: { reader: ref User, book: "string <=80", state: "enum(out, back) = out @server", due: { type: date, about: last day } }
    unique: [[reader, book]]
    lifecycle: { field: state, transitions: [out>back] }
    checks: { due_later: due > created_at }
    rows: 3 per User
    retention: 2y
    owner: reader
    operations:
      list: { by: [reader, -due], stale: 30s }
      create: { cost: { cpu: 6ms, db: 2.5ms, statements: 3, bytes: 3kB }, sensitive: true, flow: lend }
      renew: { long-running: true, input: { days: int 1..30 } }
  Gate: { append-only: true, growth: 2M/year, fields: { at: datetime } }
  User: { extend: true, rows: 40k, retention: 3y, unique: [[card]], fields: { card: string? <=20 @pii } }
workloads:
  lend: { actor: reader, op: create Loan, share: 30%, steps: [publish loan.made] }
  look: { actor: reader, op: list Loan, share: 70%, stale: 5s, think: 9s }
  sweep: { actor: scanner, op: process Loan expire, every: 1h, batch: 2k }
integrations: { mail-room: { kind: mail, style: smtp, sla: 99.5%, latency: 80ms, every: 1d } }
events: { loan.made: { entity: Loan, in: lending, payload: [book], ordered-by: reader, consumers: { audit: note it } } }
flows:
  lend:
    in: lending
    trigger: create Loan
    critical: true
    invariant: A book is lent once
    steps:
      - { do: write loan, at: lending, undo: delete loan, attempts: 3, timeout: 2s }
      - { do: print slip, at: integration:mail-room, key: loan id, pivot: true }
      - { publish: loan.made, at: lending }
threats: { thief: { stride: S, target: Loan, title: Somebody borrows as another, controls: [card-check], likelihood: 3, impact: 1 } }
controls: { card-check: { title: Card is shown, how: At the desk, standards: [ASVS-5.0-2.1.1] } }
tests: { once: { kind: concurrency, entity: Loan, statement: No book is out twice } }
audit: { loan.made: { entity: Loan, when: a book is lent } }
policies:
  access: [reader may read Loan where owner, scanner may all Gate]
  data: { residency: ch, classes: { pii: [User.card], health: none }, erase: 20d }
  compliance: [gdpr]
  limits: { anonymous: 30/min, reader: 1k/day }
slos: { "*": { availability: 99.5%, throughput: 90/min }, look: { latency: p99.9 < 1.5s, consistency: eventual } }
constraints: { must: { database: postgresql }, avoid: [php], wishes: [graphql], team: { size: 3, oncall: false }, budget: 300k EUR/year, deadline: 2027-Q2 }
decisions: [{ topic: cache, choose: none, because: small }]
open: [{ id: X1, ask: Are fees taken?, affects: [audit], default: "no", impact: high, answer: capabilities.payments }]
`;

describe('a brief written and read again is the same', () => {
  test.each([
    ['the reference brief', shop],
    ['a brief with every section', everything],
    ['the smallest brief', 'brief: 1\nsystem: { id: a, name: A }\n'],
    ['an accepted contradiction', `${shop}\naccept: [growth-checkout]\n`],
  ])('%s', (_, text) => {
    const brief = read(text);
    const again = read(printBrief(brief));
    expect(bare(again)).toEqual(bare(brief));
    expect(printBrief(again)).toBe(printBrief(brief));
  });

  test.each([
    'A web shop for 100K concurrent users with login, products, orders, Stripe and 99.95% uptime.',
    'Move the old Rails app into Go: 50k daily users, p99 under 300 ms, no MongoDB, team of 3, €800 a month, GDPR, data in the EU.',
    'Keep orders for 7 years, RPO 0 seconds, 10x peaks, SMS and push notifications, SAP.',
  ])('%s', (sentence) => {
    const brief = valid(readSentence(sentence, { packs }));
    const again = read(printBrief(brief));
    expect(bare(again)).toEqual(bare(brief));
  });
});

test('the brief of a sentence says where each value came from and what is open', () => {
  const text = printBrief(
    valid(
      readSentence('A robust web shop for 5k concurrent users with login and Postgres on AWS.', { packs }),
    ),
  );
  expect(text).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=./brief.schema.json

    brief: 1
    system:
      id: web-shop
      name: Web shop
      domain: e-commerce
      stage: new
      users: 5k concurrent # from "5k concurrent users"
    capabilities:
      auth: # from "login"
    constraints:
      must:
        database: postgresql # from "Postgres"
        hosting: aws # from "AWS"

    # Read for no fact:
    # "robust": It has no measurable meaning here. Say what it should mean: users at once, answer time, availability, cost.

    # think-time: How many seconds pass between two requests of one user? Until answered at system.think: 20 s.
    # latency: How fast must an answer be, and for which part of the requests? Until answered at slos.*.latency: p95 < 500 ms.
    # availability: For which part of the month must it work? Until answered at slos.*.availability: 99.5 % (3.6 h without service in 30 days).
    # recovery: How much data may a disaster cost, and how soon must service be back? Until answered at slos.*.rpo and slos.*.rto: 5 min of data, back within 1 h.
    # residency: In which region must the data stay? Until answered at policies.data.residency: anywhere.
    # team-size: How many people will build and run it? Until answered at constraints.team.size: a small team (up to 8).
    # budget: What may it cost a month to run? Until answered at constraints.budget: no limit.
    # auth.methods: How do people sign in? Until answered at capabilities.auth.methods: password, oidc, passkey.
    # auth.mfa: Who must use a second factor? Until answered at capabilities.auth.mfa: staff.
    # auth.rows: How many people will have an account? Until answered at capabilities.auth.rows: 1M.
    # notifications.channels: On which channels are people told? Until answered at capabilities.notifications.channels: email.
    # audit.retention: How long must the audit trail be kept? Until answered at capabilities.audit.retention: 2y.
    "
  `);
});
