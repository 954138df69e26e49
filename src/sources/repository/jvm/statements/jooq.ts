import { paraphrase } from '../../queries/paraphrase.ts';
import type { Code } from '../code.ts';
import { dotted, lastName } from '../code.ts';
import type { CalledStatement } from './called.ts';
import type { Body } from './typing.ts';
import { typeOf } from './typing.ts';
import type { Call, Place } from './walk.ts';

/** Statements of jOOQ: `ctx.selectFrom(BOOK).where(BOOK.ID.eq(id)).fetchOne()`. */
export function jooqCall(body: Body, call: Call, { chain }: Place): CalledStatement | undefined {
  if (
    call.on === undefined ||
    !/^(selectFrom|select|selectDistinct|selectOne|selectCount|insertInto|update|deleteFrom|delete|mergeInto|fetchOne|fetchExists|fetchCount|fetch)$/.test(
      call.name,
    )
  )
    return undefined;
  if (!/^(DSLContext|WithStep|DefaultDSLContext)$/.test(lastName(typeOf(body, call.on)?.type.name ?? '')))
    return undefined;
  const from = /^(select|selectDistinct|selectOne|selectCount)$/.test(call.name)
    ? chain.find(({ name }) => name === 'from')?.args[0]?.value
    : call.args[0]?.value;
  const table = tableOf(from);
  if (table === undefined) return undefined;
  const where = chain.flatMap(({ name, args }) =>
    /^(where|and)$/.test(name) ? args.slice(0, 1).map(({ value }) => conditionOf(value)) : [],
  );
  const limited = chain.some(({ name }) =>
    /^(limit|fetchOne|fetchOptional|fetchSingle|fetchAny|fetchOneInto)$/.test(name),
  );
  const verb = /^insert|^merge/.test(call.name)
    ? 'insert'
    : call.name.startsWith('update')
      ? 'update'
      : call.name.startsWith('delete')
        ? 'delete'
        : /Count$|Exists$/.test(call.name)
          ? 'count'
          : 'select';
  return {
    sql: paraphrase({ verb, table, where, ...(limited ? { limit: 'given' } : {}) }),
    orm: `DSLContext.${call.name}`,
  };
}

/** `Tables.AUTHOR`, `AUTHOR.as("a")`: tables are written in capitals. */
function tableOf(code: Code | undefined): string | undefined {
  if (code?.kind === 'call') return code.name === 'as' || code.name === 'join' ? tableOf(code.on) : undefined;
  const name = dotted(code);
  const last = name === undefined ? undefined : lastName(name);
  return last !== undefined && /^[A-Z][A-Z0-9_]*$/.test(last) ? last.toLowerCase() : undefined;
}

function conditionOf(code: Code): string {
  if (code.kind !== 'call' || code.on === undefined) return '…';
  const column = dotted(code.on);
  if (column === undefined || !/^(eq|equal|in)$/.test(code.name)) return '…';
  return `${lastName(column).toLowerCase()} ${code.name === 'in' ? 'in (…)' : '= $n'}`;
}
