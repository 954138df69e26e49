import { expect, test } from 'vitest';
import { landingForm } from '../../model/legacy-table.ts';
import { mysqlType } from './mysql-types.ts';

test('a type that a reader of code names is the one that MySQL has', () => {
  const types = {
    integer: 'int',
    bigint: 'bigint',
    'character varying(60)': 'varchar(60)',
    'timestamp(0) without time zone': 'datetime',
    'timestamp(6) without time zone': 'datetime(6)',
    'timestamp with time zone': 'timestamp',
    'numeric(8,2)': 'decimal(8,2)',
    boolean: 'tinyint(1)',
    'text[]': 'json',
    'int(10) unsigned': 'int(10) unsigned',
    "enum('a','b')": "enum('a','b')",
    datetime: 'datetime',
  };
  expect(Object.keys(types).map(mysqlType)).toEqual(Object.values(types));
});

test('none of them waits as bytes but bytes', () => {
  const waiting = [
    'integer',
    'character varying(60)',
    'timestamp(0) without time zone',
    'uuid',
    'jsonb',
    'bytea',
  ];
  expect(waiting.map((type) => landingForm(mysqlType(type)))).toEqual([
    'text',
    'characters',
    'text',
    'characters',
    'characters',
    'binary',
  ]);
});
