import { quoteName } from '../../../artifacts/sql-names.ts';
import type { Session, SqlFailure } from '../session.ts';

const missingType = /^type "(?<name>.+)" does not exist$/;

/** The type a statement failed for, as PostgreSQL names it. */
export const missingTypeOf = ({ code, message }: SqlFailure): string | undefined =>
  code === '42704' ? missingType.exec(message)?.groups?.['name'] : undefined;

/**
 * Makes a type of an extension that the engine lacks, stored as text, so that the table can be kept. A modifier
 * (`vector(3)`) has no meaning for it and is taken out of the statement.
 * @returns the statement to run instead, or undefined when the type could not be made
 */
export async function withStandIn(
  session: Session,
  sql: string,
  failure: SqlFailure,
): Promise<string | undefined> {
  const named = missingTypeOf(failure);
  if (named === undefined) return undefined;
  const name = named
    .split('.')
    .map((part) => quoteName(part.replaceAll('"', '')))
    .join('.');
  const schema = name.includes('.') ? `create schema if not exists ${name.split('.')[0]};` : '';
  const bare = name.split('.').at(-1) ?? name;
  const prefix = name.slice(0, name.length - bare.length);
  const io = bare.replaceAll('"', '').replaceAll(/\W/g, '_');
  const made = await session.run(
    `do $make$ begin ${schema} create type ${name};
       create function ${prefix}${io}_stand_in(cstring) returns ${name} as 'textin' language internal immutable strict;
       create function ${prefix}${io}_stand_out(${name}) returns cstring as 'textout' language internal immutable strict;
       create type ${name} (input = ${prefix}${io}_stand_in, output = ${prefix}${io}_stand_out, like = text);
     end $make$`,
  );
  if (made.kind === 'failed') return undefined;
  return withoutModifier(sql, bare);
}

function withoutModifier(sql: string, type: string): string {
  const word = type.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return sql.replaceAll(new RegExp(String.raw`(?<![\w.])((?:\w+\.)?"?${word}"?)\s*\([^()]*\)`, 'gi'), '$1');
}
