import type { DataModel, Table } from '../../model/data.ts';

/** Roles in which PostgREST runs the statements of its callers, as Supabase names them. */
const callers: ReadonlySet<string> = new Set(['anon', 'authenticated']);

export const isCaller = (role: string): boolean => callers.has(role) || role === 'public';

/**
 * Whether callers of an API reach the database with rights of their own (PostgREST, Supabase): its roles or functions
 * are named in roles, grants or policies.
 */
export const isOfApiPlatform = (data: DataModel): boolean =>
  data.roles.some(({ name }) => callers.has(name)) ||
  data.tables.some(({ rowSecurity }) =>
    (rowSecurity?.policies ?? []).some(
      ({ roles, using = '', withCheck = '' }) =>
        roles.some((role) => callers.has(role)) ||
        /\bauth\.(uid|jwt|role|email)\s*\(/i.test(`${using} ${withCheck}`),
    ),
  );

/** The default schema is exposed; others are by configuration that is not read. */
export const isApiSchema = ({ schema }: Pick<Table, 'schema'>): boolean =>
  schema === undefined || schema === 'public';

/** Schemas of the platform itself, whose objects are not the author's. */
export const isOfPlatform = ({ schema = 'public' }: { readonly schema?: string }): boolean =>
  /^(auth|storage|realtime|graphql|graphql_public|extensions|vault|cron|net|pgmq|pgsodium|pgbouncer|supabase_functions|supabase_migrations|pg_catalog|information_schema|topology|tiger|_timescaledb_\w+|_realtime|_analytics)$/.test(
    schema,
  );
