import { expect, test } from 'vitest';
import { basisOf } from '../../testing/designed.ts';
import { designData } from './data.ts';

/** A brief in which people search their own records, and whoever else `more` says. */
const indexes = (owner: string, more = ''): readonly string[] =>
  designData(
    basisOf(`
brief: 1
system: { id: guild, name: Guild }
actors: [member, clerk]
entities:
  Member:
    owner: id
    fields: { email: email unique @pii, motto: string <=80 }
    rows: 100k
    operations: { read: {}${owner === 'id' ? ', search: { by: [motto] }' : ''} }
  Paper:
    owner: member
    fields: { member: ref Member, title: string <=80 }
    rows: 1M
    operations: { read: {}${owner === 'id' ? '' : ', search: { by: [title] }'} }
policies:
  access:
    - member may read, search Member, Paper where owner
${more}`),
  ).tables.flatMap(({ indexes }) => indexes.map(({ name }) => name));

test('a search that only reads the row of the caller has no index of words', () => {
  expect(indexes('id')).not.toContain('members_search_idx');
});

test('a search among the rows of everybody, or among many of the caller, has one', () => {
  expect(indexes('id', '    - clerk may search Member')).toContain('members_search_idx');
  expect(indexes('member')).toContain('papers_search_idx');
});
