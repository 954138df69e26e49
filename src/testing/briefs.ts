import { readFileSync } from 'node:fs';
import type { Brief } from '../model/brief.ts';
import { loadPacks } from '../sources/brief/packs.ts';
import { printProblem } from '../sources/brief/problem.ts';
import { readBrief } from '../sources/brief/read.ts';

const packs = loadPacks();

/** The brief a text says; a problem in it fails the test with its words. */
export function briefOf(text: string): Brief {
  const result = readBrief(text, { file: 'test.brief.yaml', packs });
  if (result.kind === 'invalid') throw new Error(result.problems.map(printProblem).join('\n'));
  return result.brief;
}

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
