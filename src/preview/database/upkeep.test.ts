import { expect, test } from 'vitest';
import { owner } from './database.ts';
import type { Database } from './database.ts';
import { openEmbedded } from './embedded.ts';
import { keepUp, upkeepOf } from './upkeep.ts';

test('a statement planned for an empty table is planned again when the table has grown', async () => {
  const database = await openEmbedded({ extensions: [] });
  await database.script('create table things (id bigint primary key, name text not null)');
  const plan = async (): Promise<string> => {
    const { rows } = await database.query(owner, 'explain execute one(7)');
    return rows.map((row) => row['QUERY PLAN']).join(' ');
  };
  await database.script("insert into things values (1, 'a'); analyze things");
  await database.script('set plan_cache_mode = force_generic_plan');
  await database.script('prepare one(bigint) as select name from things where id = $1');
  expect(await plan()).toContain('Seq Scan');
  await database.script("insert into things select n, 'b' from generate_series(2, 5000) n");
  expect(await plan()).toContain('Seq Scan');
  expect(await keepUp(database)).toEqual(['public.things']);
  expect(await plan()).toContain('Index Scan');
  expect(await keepUp(database)).toEqual([]);
  await database.script('delete from things where id > 3000');
  expect(await keepUp(database)).toEqual(['public.things']);
  expect(await keepUp(database)).toEqual([]);
  await database.close();
});

test('a server looks after itself', () => {
  const untouched = (): never => {
    throw new Error('nobody asks it for anything');
  };
  const server: Database = {
    kind: 'server',
    query: untouched,
    transaction: untouched,
    script: untouched,
    close: untouched,
  };
  expect(upkeepOf(server, untouched)).toEqual({});
});
