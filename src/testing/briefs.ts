import { readFileSync } from 'node:fs';
import type { Brief } from '../model/brief.ts';
import { loadPacks } from '../sources/brief/packs.ts';
import { printProblem } from '../sources/brief/problem.ts';
import { readBrief } from '../sources/brief/read.ts';
import { readSentence } from '../sources/brief/sentence/read.ts';

const packs = loadPacks();

/** The brief a text says; a problem in it fails the test with its words. */
export function briefOf(text: string): Brief {
  const result = readBrief(text, { file: 'test.brief.yaml', packs });
  if (result.kind === 'invalid') throw new Error(result.problems.map(printProblem).join('\n'));
  return result.brief;
}

/** The brief that one sentence says. */
export function briefOfSentence(text: string): Brief {
  const result = readSentence(text, { packs });
  if (result.kind === 'invalid') throw new Error(result.problems.map(printProblem).join('\n'));
  return result.brief;
}

export const seedSentence =
  'Design a scalable backend architecture for our e-commerce platform handling 100K concurrent users. We need user authentication, product management, order processing, and payment integration.';

/** The reference brief: all eight packs, an entity of its own, an extended one. */
export const shopText = readFileSync(new URL('../../examples/shop.brief.yaml', import.meta.url), 'utf8');

/** One capability that requires nothing. */
export const auditText = `
brief: 1
system: { id: trail, name: Trail }
capabilities:
  audit: {}
workloads:
  look: { actor: auditor, op: list AuditEntry, users: 200 concurrent, share: 100% }
`;

/** No capability at all: entities, actors and rules of the user only. */
export const libraryText = `
brief: 1
system: { id: library, name: Town library, about: Lends books }
actors: [librarian, reader]
entities:
  Book:
    about: A title on the shelf
    fields:
      isbn: string unique <=17
      title: string <=300
      pages: int? 1..20000
      kind: enum(novel, science, children) = novel
      price: money >=0
    rows: 80k
    operations:
      list: { by: [kind, +title], anonymous: true }
      read: { anonymous: true }
      create: {}
      update: {}
      withdraw: { about: Take a book off the shelf, input: { reason: string <=200 } }
      search: { by: [title], anonymous: true }
  Loan:
    in: lending
    fields:
      book: ref Book
      reader_card: string <=20 @pii
      due: date
      returned_at: datetime? @server
    rows: 3 per Book
    retention: 2y
events:
  loan.created: { entity: Loan, payload: [book, due], consumers: { library: count the loan } }
workloads:
  browse: { actor: reader, op: list Book, users: 500 concurrent, share: 90% }
  borrow: { actor: librarian, op: create Loan, share: 10% }
policies:
  access:
    - librarian may all Book, Loan
`;

/** People of the brief's own, rows that are kept and rows that go, fields of every kind that may not be null. */
export const clinicText = `
brief: 1
system: { id: clinic, name: Clinic }
actors: [patient, doctor]
entities:
  Patient:
    owner: id
    fields:
      email: email unique @pii
      name: string 2..120 @pii
      birth: date @pii
      insurance: string unique 8..20 @pii
      blood: enum(a, b, ab, o) @health
      vip: bool @pii
      homepage: url @pii
      extra: json @health
    rows: 100k
  Visit:
    owner: patient
    fields: { patient: ref Patient, at: datetime, diagnosis: text <=4000 @health, country: string 2..2 @pii }
    rows: 1M
    retention: 10y
  Prescription:
    owner: visit
    fields: { visit: ref Visit, drug: string <=80 @health }
    rows: 2M
  Letter:
    fields: { visit: ref Visit, author: ref Patient?, body: text <=8000 @health }
    rows: 1M
    retention: 3y
  Consent:
    append-only: true
    owner: patient
    fields: { patient: ref Patient, signature: string <=200 @pii }
    rows: 1M
  Lead:
    fields: { email: email @pii }
    rows: 1M
events:
  patient.created: { entity: Patient, payload: [email, name], consumers: { clinic: greet } }
  visit.created: { entity: Visit, payload: [at, diagnosis], consumers: { clinic: count } }
policies:
  access:
    - patient may list, read, create Visit, Consent where owner
    - doctor may all Patient, Visit, Prescription, Letter
`;
