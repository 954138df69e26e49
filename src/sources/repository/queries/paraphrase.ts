import { quoted } from '../sql/names.ts';

export interface Paraphrase {
  readonly verb: 'select' | 'count' | 'insert' | 'update' | 'delete';
  /** With its schema, if it has one. */
  readonly table: string;
  /** Conditions that all hold, as SQL; `…` where the code does not tell. */
  readonly where?: readonly string[];
  /** At most one row is asked for, or a number of them that is given. */
  readonly limit?: 'one' | 'given';
  /** Rows are put together: there are as many as there are values. */
  readonly grouped?: boolean;
}

/** The statement that a call of a mapper stands for. Values are `$n`, what is not told `…`. */
export function paraphrase({ verb, table, where = [], limit, grouped = false }: Paraphrase): string {
  const name = named(table);
  const condition = where.length === 0 ? '' : ` where ${where.join(' and ')}`;
  const page = limit === undefined ? '' : limit === 'one' ? ' limit 1' : ' limit $n';
  return written(verb, name, condition, `${grouped ? ' group by …' : ''}${page}`);
}

/** A statement of a table by its written name, with ` where …`, and with what follows where rows are read. */
export function written(verb: Paraphrase['verb'], name: string, condition: string, rest = ''): string {
  switch (verb) {
    case 'select':
      return `select * from ${name}${condition}${rest}`;
    case 'count':
      return `select count(*) from ${name}${condition}`;
    case 'insert':
      return `insert into ${name} values (…)`;
    case 'update':
      return `update ${name} set …${condition}`;
    case 'delete':
      return `delete from ${name}${condition}`;
  }
}

export const equalTo = (column: string): string => `${named(column)} = $n`;

/** Words that SQL keeps for itself. */
const reserved =
  /^(user|order|group|table|column|select|where|from|to|end|desc|asc|case|check|default|all|and|any|as|both|cast|constraint|create|distinct|do|else|except|false|fetch|for|foreign|grant|having|in|initially|intersect|into|leading|limit|not|null|offset|on|only|or|placing|primary|references|returning|some|then|trailing|true|union|unique|using|variadic|when|window|with)$/i;

/** A name, with its schema or table before it, as a statement writes it. */
export const named = (name: string): string =>
  name
    .split('.')
    .map((part) => (reserved.test(part) ? `"${part}"` : quoted(part)))
    .join('.');
