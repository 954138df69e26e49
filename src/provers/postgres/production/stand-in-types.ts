import { quoteName } from '../../../artifacts/sql-names.ts';
import type { Session, SqlFailure } from '../session.ts';

const missingType = /^type "(?<name>.+)" does not exist$/;

/** The type a statement failed for, as PostgreSQL names it. */
export const missingTypeOf = ({ code, message }: SqlFailure): string | undefined =>
  code === '42704' ? missingType.exec(message)?.groups?.['name'] : undefined;

/**
 * SQL, one statement, that makes a type of an extension the engine lacks: stored as text, with any modifier taken and
 * forgotten. `named` is printed as PostgreSQL does in its messages.
 */
export function standInTypeSql(named: string): string {
  const name = typeName(named);
  const schema = name.includes('.') ? `create schema if not exists ${name.split('.')[0]};` : '';
  const bare = name.split('.').at(-1) ?? name;
  const io = `${name.slice(0, name.length - bare.length)}${bare.replaceAll('"', '').replaceAll(/\W/g, '_')}`;
  const made = (suffix: string, takes: string, gives: string, like: string): string =>
    `create function ${io}_${suffix}(${takes}) returns ${gives} as '${like}' language internal immutable strict;`;
  // Every modifier is read as 1 (array_ndims of the list), which varchar prints as none.
  return `do $make$ begin ${schema} create type ${name};
       ${made('stand_in', 'cstring', name, 'textin')}
       ${made('stand_out', name, 'cstring', 'textout')}
       ${made('modifier_in', 'cstring[]', 'integer', 'array_ndims')}
       ${made('modifier_out', 'integer', 'cstring', 'varchartypmodout')}
       create type ${name} (input = ${io}_stand_in, output = ${io}_stand_out,
         typmod_in = ${io}_modifier_in, typmod_out = ${io}_modifier_out, like = text);
     end $make$`;
}

const typeName = (named: string): string =>
  named
    .split('.')
    .map((part) => quoteName(part.replaceAll('"', '')))
    .join('.');

/**
 * Makes the type a statement failed for. A modifier (`vector(3)`) has no meaning for it and is taken.
 * @returns whether it was made, so that the statement can be tried again
 */
export async function makeStandIn(session: Session, failure: SqlFailure): Promise<boolean> {
  const named = missingTypeOf(failure);
  return named !== undefined && (await session.run(standInTypeSql(named))).kind === 'done';
}
