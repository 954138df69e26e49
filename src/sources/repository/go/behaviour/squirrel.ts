import type { SyntaxNode } from '../../languages/syntax.ts';
import { equalTo, paraphrase } from '../../queries/paraphrase.ts';
import type { Chain, Link } from './chains.ts';
import { constantText, linksBefore } from './built.ts';
import type { MapperStatement } from './mappers.ts';
import type { Body } from './typing.ts';

const verbs: Readonly<Record<string, 'select' | 'insert' | 'update' | 'delete'>> = {
  Select: 'select',
  Insert: 'insert',
  Replace: 'insert',
  Update: 'update',
  Delete: 'delete',
};

/** Statements of squirrel: `sq.Select("id").From("orders").Where(sq.Eq{"user_id": id}).ToSql()`. */
export function squirrelStatement(body: Body, chain: Chain): MapperStatement | undefined {
  const last = chain.links.at(-1);
  if (
    last === undefined ||
    !/^(ToSql|MustSql|Exec|ExecContext|Query|QueryContext|QueryRow|QueryRowContext|Scan|ScanContext)$/.test(
      last.name,
    )
  )
    return undefined;
  const links = [...linksBefore(body, chain), ...chain.links];
  const begin = links.find(({ name }) => Object.hasOwn(verbs, name));
  const verb = begin === undefined ? undefined : verbs[begin.name];
  if (begin === undefined || verb === undefined) return undefined;
  const named =
    verb === 'select' || verb === 'delete'
      ? (links.find(({ name }) => name === 'From')?.args[0] ?? begin.args[0])
      : (links.find(({ name }) => /^(Into|Table)$/.test(name))?.args[0] ?? begin.args[0]);
  const table = constantText(body, named)?.trim().split(/\s+/)[0];
  if (table === undefined || table === '') return undefined;
  const columns = begin.args.map((arg) => constantText(body, arg) ?? '');
  const isCount = verb === 'select' && columns.length === 1 && /^count\(/i.test(columns[0] ?? '');
  const where = links.flatMap((link) =>
    link.name === 'Where' ? conditionsOf(body, link) : link.name === 'Scopes' ? ['…'] : [],
  );
  const limited = links.some(({ name }) => name === 'Limit') || last.name.startsWith('QueryRow');
  return {
    sql: paraphrase({ verb: isCount ? 'count' : verb, table, where, ...(limited ? { limit: 'given' } : {}) }),
    orm: `squirrel.${begin.name}`,
  };
}

function conditionsOf(body: Body, { args }: Link): readonly string[] {
  const [first] = args;
  const text = constantText(body, first);
  if (text !== undefined) return [/\bor\b/i.test(text) ? `(${text})` : text];
  return first === undefined || !/^\w+\.Eq\{/.test(first.text) ? ['…'] : keysOf(first);
}

/** `sq.Eq{"a": 1, "b": 2}`. */
const keysOf = (node: SyntaxNode): readonly string[] => {
  const keys = [...node.text.matchAll(/"([\w.]+)"\s*:/g)].map(([, key = '']) => equalTo(key));
  return keys.length === 0 ? ['…'] : keys;
};
