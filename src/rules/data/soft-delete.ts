import type { Column, Table } from '../../model/data.ts';
import { snakeCase } from './words.ts';

/** The column that marks a row as deleted while it stays: a time that is empty for living rows, or a flag. */
export function deletionColumn({ columns }: Table): Column | undefined {
  return columns.find(({ name, type, nullable }) => {
    const words = snakeCase(name);
    const isTime = /^(timestamp|date|bigint|integer|int)/i.test(type);
    if (/^(deleted|removed|trashed)_(at|on|date|time)$/.test(words)) return isTime && nullable;
    return /^(is_)?(deleted|removed|trashed)$/.test(words) && /^(bool|tinyint|bit|smallint)/i.test(type);
  });
}
