/** A rule of our own: what squawk has no name for. */
export interface OwnRule {
  readonly id: string;
  readonly summary: string;
  readonly why: string;
  readonly standards: readonly string[];
}

const rule = (id: string, standards: readonly string[], summary: string, why: string): OwnRule => ({
  id,
  summary,
  why,
  standards,
});

const wait = 'Everybody who uses the table waits until it is done, however large the table is.';

export const ownRules = {
  rewrite: rule('rewrites-table', [], 'A table that is in use is written anew under a lock.', wait),
  scan: rule('scans-table-under-lock', [], 'A table that is in use is read through under a lock.', wait),
  afterLock: rule(
    'statement-under-exclusive-lock',
    [],
    'A transaction goes on while it holds a table that nobody else can use.',
    'The lock is held until the transaction ends, so everything after it lengthens the time others wait.',
  ),
  fails: rule(
    'statement-fails',
    [],
    'A statement is refused when it is run.',
    'The migration stops there, and what ran before it may stay.',
  ),
  trigger: rule(
    'trigger-blocks-writes',
    [],
    'A trigger is made or switched on a table that is in use.',
    'The lock waits for every running write, and all later ones wait behind it.',
  ),
  wholeTable: rule(
    'whole-table-change',
    ['strong_migrations/backfill'],
    'Every row of a table changes in one statement.',
    'All rows stay locked until the transaction ends, and each leaves a dead row behind.',
  ),
  truncate: rule(
    'truncates-table',
    [],
    'A table is emptied.',
    'Its rows are gone, and nobody can use it until the transaction ends.',
  ),
  explicitLock: rule(
    'explicit-lock',
    [],
    'A table is locked by name against its clients.',
    'Nobody gets past the lock until the transaction ends.',
  ),
  noTimeout: rule(
    'lock-without-timeout',
    [],
    'A lock that blocks others is waited for without limit.',
    'While it waits for a long query, every later query on the table waits behind it.',
  ),
  json: rule(
    'json-column',
    ['strong_migrations/add_column_json'],
    'A column is of type json.',
    'json has no equality: SELECT DISTINCT and GROUP BY over it fail. It is also parsed anew at every read.',
  ),
  exclusion: rule(
    'adding-exclusion-constraint',
    ['strong_migrations/add_exclusion_constraint'],
    'An exclusion constraint is added to a table.',
    'Its index is built while nobody can read or write the table; it cannot be built CONCURRENTLY or NOT VALID.',
  ),
  enumType: rule(
    'enum-type',
    ['eugene/W13'],
    'A list of values becomes an enum type.',
    'Values can be added and renamed, but none can be removed.',
  ),
  severalAlters: rule(
    'several-alter-tables',
    ['eugene/W12'],
    'A table is altered by several statements where one would do.',
    'Each takes the lock again, and each may scan or rewrite the table again.',
  ),
  primaryKeyIndex: rule(
    'primary-key-using-index',
    ['eugene/W14'],
    'A primary key is made from an index over columns that may hold NULL.',
    'PostgreSQL then makes the columns NOT NULL, and reads the table to prove it.',
  ),
  unindexedKey: rule(
    'foreign-key-without-index',
    [],
    'A foreign key has no index that begins with its columns.',
    'Each delete or key update on the referenced table scans all of the referencing one.',
  ),
  serial: rule(
    'adding-serial-column',
    ['eugene/E11', 'strong_migrations/add_column_auto_incrementing'],
    'A column that counts up is added to a table.',
    'Every row gets a number, so the table is rewritten.',
  ),
  renameSchema: rule(
    'renaming-schema',
    ['strong_migrations/rename_schema'],
    'A schema is renamed.',
    'Clients of the old and of the new version run side by side during a release, and one of them fails.',
  ),
  renameValue: rule(
    'renaming-enum-value',
    ['strong_migrations/rename_enum_value'],
    'A value of an enum is renamed.',
    'Clients that write or compare the old value fail.',
  ),
  wideIndex: rule(
    'wide-index',
    ['strong_migrations/add_index_columns'],
    'An index that is not unique has more than three columns.',
    'Columns beyond the third rarely narrow a search further, and every write pays for them.',
  ),
  corruptIndex: rule(
    'corrupting-concurrent-index',
    ['strong_migrations/add_index_corruption'],
    'An index is built CONCURRENTLY on a server that builds it wrongly.',
    'PostgreSQL 14.0 to 14.3 may leave out rows that are changed meanwhile, and nothing tells (release notes of 14.4).',
  ),
  forcedTable: rule(
    'table-made-again',
    ['strong_migrations/create_table'],
    'A table is dropped and made again.',
    'If it is there in production, its rows are gone.',
  ),
  block: rule(
    'procedural-block',
    ['strong_migrations/execute'],
    'What a statement does is decided when it runs.',
    'On production data it may take another path than the one that was seen here.',
  ),
  syntax: rule(
    'syntax-error',
    ['squawk/syntax-error'],
    'PostgreSQL cannot read the file.',
    'The migration stops before its first statement, or at this one, as the tool that runs it sends it.',
  ),
} as const satisfies Readonly<Record<string, OwnRule>>;

export const ownRuleList: readonly OwnRule[] = Object.values(ownRules);
