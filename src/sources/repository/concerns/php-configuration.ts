import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { plainString } from '../php/syntax.ts';
import type { Seen } from './seen.ts';

const isOfSessions = /(^|\/)session\.php$/i;
const zone = /^(UTC|GMT|SYSTEM|[A-Z]\w+(\/[\w+-]+)+)$/;

/**
 * Settings that frameworks keep in files of their own: `'driver' => env('SESSION_DRIVER', 'file')` of
 * `config/session.php`, `public $appTimezone = 'UTC'`, `$config['sess_driver'] = 'database'`.
 */
export function configurationSeen(node: SyntaxNode, path: string): readonly Seen[] {
  const setting = settingOf(node);
  if (setting === undefined) return [];
  const { name, said } = setting;
  const key = name.toLowerCase();
  const { line } = node;
  if (/time_?zone$/.test(key) && zone.test(said))
    return [{ kind: 'time-zone', subject: said, value: name, line }];
  const isSession = isOfSessions.test(path) || key.startsWith('sess_');
  if (!isSession || said === '') return [];
  const plain = key.replace(/^sess_/, '');
  if (/^(driver|handler)$/.test(plain)) return [{ kind: 'session-store', subject: said, line }];
  return /^(cookie|cookie_?name|save_?path|lifetime|expiration|table|match_?ip|same_site|secure|domain|regenerate_?destroy)$/.test(
    plain,
  )
    ? [{ kind: 'session-setting', subject: name, value: said, line }]
    : [];
}

/** The name and the value of `'a' => 'b'`, `$a = 'b'` in a class, `$config['a'] = 'b'`. */
function settingOf(node: SyntaxNode): { readonly name: string; readonly said: string } | undefined {
  switch (node.type) {
    case 'array_element_initializer': {
      const [key, value] = node.children;
      const name = plainString(key);
      return name === undefined || value === undefined ? undefined : { name, said: saidIn(value) };
    }
    case 'property_element': {
      const [key, value] = node.children;
      return key === undefined || value === undefined
        ? undefined
        : {
            name: key.text.replace('$', ''),
            said: saidIn(value.type === 'property_initializer' ? (value.children[0] ?? value) : value),
          };
    }
    case 'assignment_expression': {
      const left = inField(node, 'left');
      const name = left?.type === 'subscript_expression' ? plainString(left.children[1]) : undefined;
      const value = inField(node, 'right');
      return name === undefined || value === undefined ? undefined : { name, said: saidIn(value) };
    }
    default:
      return undefined;
  }
}

/** A constant, or the value that stands where the environment says nothing. */
function saidIn(value: SyntaxNode): string {
  const plain = plainString(value);
  if (plain !== undefined) return plain;
  if (/^(integer|boolean|float)$/.test(value.type)) return value.text;
  const fallback = /^\\?env\(\s*['"]\w+['"]\s*,\s*['"]?([^'")]*)['"]?\s*\)$/.exec(value.text)?.[1];
  if (fallback !== undefined) return fallback;
  return /^[\w\\]+::class$/.test(value.text) ? value.text.replace(/^.*\\|::class$/g, '') : '';
}
