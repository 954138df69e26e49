// A schema as sets of items: both sides are put into the same words, so that only real differences remain.

const kinds = [
  'table',
  'column',
  'type',
  'nullability',
  'default',
  'primary key',
  'index',
  'foreign key',
  'check',
  'enum',
];

/** Counts for each kind of item, and the lists behind them. `truth` is a catalog, `data` the recovered model. */
export function compareSchemas(truth, data, engine, ignore) {
  const wanted = catalogItems(truth, engine, ignore);
  const found = modelItems(data, engine, ignore);
  const missing = [];
  const extra = [];
  const rows = kinds.map((kind) => {
    const [a, b] = [counted(wanted.get(kind)), counted(found.get(kind))];
    let met = 0;
    let expected = 0;
    let more = 0;
    for (const [item, count] of a) {
      expected += count;
      met += Math.min(count, b.get(item) ?? 0);
      if (count > (b.get(item) ?? 0)) missing.push(`${kind} ${item}`);
    }
    for (const [item, count] of b) {
      const over = count - Math.min(count, a.get(item) ?? 0);
      more += over;
      if (over > 0) extra.push(`${kind} ${item}`);
    }
    return { kind, expected, met, extra: more };
  });
  return { rows, missing, extra };
}

function counted(items = []) {
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

function collector() {
  const items = new Map();
  return { items, add: (kind, text) => items.set(kind, [...(items.get(kind) ?? []), text]) };
}

const nameOf = ({ schema, name }) =>
  schema === undefined || schema === 'public' ? name : `${schema}.${name}`;

function catalogItems(truth, engine, ignore) {
  const { items, add } = collector();
  for (const table of truth.tables) {
    if (ignore.test(table.name)) continue;
    const name = nameOf(table);
    add('table', name);
    for (const column of table.columns ?? []) {
      const identity = (column.identity ?? '') === '' ? undefined : 'identity';
      const generated = (column.generated ?? '') === '' ? undefined : 'generated';
      addColumn(
        add,
        engine,
        name,
        column.name,
        column.type,
        !column.notnull,
        generated ?? identity ?? column.default ?? undefined,
      );
    }
    for (const index of table.indexes ?? []) {
      const [, method = '', rest = ''] = / USING (\w+) (\([\s\S]*)$/.exec(index.def) ?? [];
      const list = parenthesised(rest);
      if (index.primary) add('primary key', `${name} ${expression(list)}`);
      else
        add(
          'index',
          indexText(
            name,
            splitList(list),
            index.unique,
            method,
            / WHERE /.test(rest) ? rest.slice(rest.indexOf(' WHERE ') + 7) : undefined,
          ),
        );
    }
    for (const { type, def } of table.constraints ?? []) {
      if (type === 'f') add('foreign key', actions(catalogForeignKey(name, def), engine));
      if (type === 'c') add('check', name);
    }
  }
  for (const { name, labels } of truth.enums) add('enum', `${name} ${labels.join('|')}`);
  return items;
}

function catalogForeignKey(name, def) {
  const [, own, table, other] = /FOREIGN KEY \(([^)]*)\) REFERENCES ([^(]+)\(([^)]*)\)/.exec(def) ?? [];
  const action = (word) =>
    (
      new RegExp(`ON ${word} (CASCADE|SET NULL|SET DEFAULT|RESTRICT|NO ACTION)`).exec(def)?.[1] ?? 'no action'
    ).toLowerCase();
  return `${name} (${plain(own)}) -> ${plain(table).replace(/^public\./, '')}(${plain(other)}) ${action('DELETE')}, ${action('UPDATE')}`;
}

/** The servers of the MySQL family print the default action in one of two words for the same thing. */
const actions = (text, engine) => (engine === 'mysql' ? text.replaceAll('restrict', 'no action') : text);

const plain = (text = '') => text.replaceAll('"', '').replaceAll(', ', ',');

function modelItems(data, engine, ignore) {
  const { items, add } = collector();
  for (const table of data.tables) {
    if (ignore.test(table.name)) continue;
    const name = nameOf(table);
    add('table', name);
    for (const column of table.columns) {
      const value = column.generated === undefined ? column.default : 'generated';
      addColumn(add, engine, name, column.name, column.type, column.nullable, value);
    }
    if (table.primaryKey !== undefined)
      add('primary key', `${name} ${expression(table.primaryKey.columns.join(','))}`);
    for (const key of table.uniques) add('index', indexText(name, key.columns, true, 'btree'));
    for (const index of table.indexes)
      add('index', indexText(name, index.columns, index.unique, index.method, index.where));
    for (const key of table.foreignKeys)
      add(
        'foreign key',
        actions(
          `${name} (${key.columns.join(',')}) -> ${key.references.table}(${key.references.columns.join(',')}) ${key.onDelete}, ${key.onUpdate}`,
          engine,
        ),
      );
    for (const _ of table.checks) add('check', name);
  }
  for (const { name, labels } of data.enums) add('enum', `${name.split('.').at(-1)} ${labels.join('|')}`);
  return items;
}

function addColumn(add, engine, table, name, type, nullable, value) {
  add('column', `${table}.${name}`);
  add('type', `${table}.${name} ${typeText(type, engine)}`);
  add('nullability', `${table}.${name} ${nullable ? 'null' : 'not null'}`);
  const text = value === undefined ? '-' : defaultText(value);
  add('default', `${table}.${name} ${text}`);
}

/** Schema prefixes depend on the search path; MySQL's display widths on the version; MariaDB stores json as text. */
function typeText(type, engine) {
  const text = type.replace(/^(\w+|"[^"]+")\./, '');
  if (engine !== 'mysql') return text;
  return text
    .toLowerCase()
    .replace(/^(smallint|mediumint|int|bigint)\(\d+\)/, '$1')
    .replace(/^tinyint\((?!1\))\d+\)/, 'tinyint')
    .replace(/^json$/, 'longtext')
    .replace(/^year\(4\)$/, 'year')
    .replaceAll(', ', ',');
}

function defaultText(value) {
  if (/^identity$|as identity|^auto_increment/i.test(value)) return 'identity';
  if (value.startsWith('generated')) return 'generated';
  if (/^nextval\(/i.test(value)) return 'nextval';
  const text = expression(value).toLowerCase();
  if (/^(now|current_timestamp\w*|transaction_timestamp)$/.test(text)) return 'now';
  const plainValue = text.replace(/^'(-?[\d.]+|true|false)'$/, '$1');
  return text === 'null' ? '-' : /^-?\d+\.\d+$/.test(plainValue) ? String(Number(plainValue)) : plainValue;
}

function indexText(table, columns, unique, method, where) {
  const list = columns.map((column) => expression(column).toLowerCase()).join(',');
  return `${table} ${unique ? 'unique ' : ''}${method} (${list})${where === undefined ? '' : ' where'}`;
}

/** Without casts, quotes of names, parentheses and spaces, which a server adds and drops as it likes. */
function expression(text) {
  return text
    .replaceAll(
      /::(?:"[^"]+"|[a-z_][\w.]*(?: (?:varying|with(?:out)? time zone|precision))*)(?:\(\d+(?:,\d+)?\))?(?:\[\])?/gi,
      '',
    )
    .replaceAll(/\bpublic\./g, '')
    .replaceAll(/ (asc|nulls last)$/gi, '')
    .replaceAll(/["`()\s]/g, '');
}

function splitList(text) {
  const parts = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const letter = text[at];
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (at === text.length || (letter === ',' && depth === 0)) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return parts;
}

/** What stands inside the first parentheses. */
function parenthesised(text) {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return text.slice(1, at);
  }
  return text;
}
