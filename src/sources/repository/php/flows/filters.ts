import { anyPath } from '../../flows/marks.ts';
import { encodedAddress } from './changes.ts';
import { can, lasting } from './marks.ts';

const paths = anyPath | can.stream | can.host;

/** An address may hold quotes, backticks and pipes, but no space and no slash. */
const email = can.sql | can.command | lasting;

/** Filters by what of a text gets through them. */
export function filterMask(name: string): number {
  if (/VALIDATE_INT\b|SANITIZE_NUMBER_INT/.test(name)) return lasting;
  if (/VALIDATE_(FLOAT|BOOL|BOOLEAN|IP|MAC|DOMAIN)\b/.test(name)) return 0;
  if (/(VALIDATE|SANITIZE)_EMAIL/.test(name)) return email;
  if (/SANITIZE_(FULL_)?SPECIAL_CHARS|SANITIZE_STRING|SANITIZE_STRIPPED/.test(name))
    return ~(can.markup | can.sql);
  if (/SANITIZE_NUMBER_FLOAT/.test(name)) return ~(can.markup | paths | can.sql | can.command | can.code);
  if (/SANITIZE_ENCODED/.test(name)) return encodedAddress;
  if (/SANITIZE_(ADD_SLASHES|MAGIC_QUOTES)/.test(name)) return ~can.sql;
  return ~0;
}
