import type { Clock } from '../clock.ts';
import type { PreviewPackage } from '../package.ts';
import { owner } from './database.ts';
import type { Database } from './database.ts';
import { previewPath } from './search-path.ts';

const nowSql = (ahead: number): string =>
  `create or replace function preview.now() returns timestamptz language sql stable return pg_catalog.now() + interval '${Math.round(ahead)} milliseconds';`;

/**
 * The delivered schema, loaded where it is not there yet; what the preview itself keeps stands in a schema `preview`. It
 * was prepared for connections whose search path is `previewPath`.
 * @returns whether it was loaded now
 */
export async function loadSchema(
  database: Database,
  { schemaSql, auditSql }: PreviewPackage,
  clock: Clock,
): Promise<boolean> {
  const { rows } = await database.query(owner, "select to_regclass('preview.package') is not null as loaded");
  const loaded = rows[0]?.['loaded'] === 't';
  if (!loaded) {
    await database.script(
      `create schema preview; grant usage on schema preview to public; ${nowSql(clock.ahead())} set search_path = ${previewPath};`,
    );
    await database.script(schemaSql);
    if (auditSql !== undefined) await database.script(auditSql);
    await database.script('create table preview.package (loaded_at timestamptz not null default now());');
  } else await database.script(nowSql(clock.ahead()));
  await database.script(`set search_path = ${previewPath};`);
  clock.onTravel((ahead) => database.script(nowSql(ahead)));
  return !loaded;
}
