import { walkSyntax } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { phpGoesTo } from '../php/security/call.ts';
import { callTypes, plainString } from '../php/syntax.ts';
import { callSeen, calledIn } from './php-calls.ts';
import { passwordsInSql } from './php-passwords.ts';
import { configurationSeen } from './php-configuration.ts';
import { pagesChosen } from './php-pages.ts';
import type { Seen } from './seen.ts';

/** Elsewhere a lock holds a file together, and no two runs of a job apart. */
const runsByItself = /cron|job|task|worker|daemon|schedul|command|console|queue|(^|\/)(cli|bin)\//i;

/** Everything that a file of PHP says of the concerns, by its syntax: a comment says nothing. */
export function phpSigns(root: SyntaxNode, path: string): readonly Seen[] {
  const seen: Seen[] = [];
  walkSyntax(root, (node, above) => {
    if (callTypes.has(node.type)) seen.push(...callSeen(calledIn(node, phpGoesTo(above))));
    else seen.push(...nodeSeen(node, above), ...configurationSeen(node, path));
    return true;
  });
  const kept = seen.filter(({ kind }) => kind !== 'overlap-guard' || runsByItself.test(path));
  return [...kept, ...pagesChosen(root)];
}

function nodeSeen(node: SyntaxNode, above: readonly SyntaxNode[]): readonly Seen[] {
  switch (node.type) {
    case 'subscript_expression':
      return subscriptSeen(node, above);
    case 'object_creation_expression':
      return objectSeen(node);
    case 'string':
    case 'encapsed_string':
    case 'heredoc':
    case 'nowdoc':
      return statementSeen(node);
    case 'class_declaration':
      return /\bextends\s+\\?(\w+\\)*Mailable\b/.test(node.text.slice(0, 300))
        ? [
            {
              kind: 'mail-sent',
              subject: /class\s+(\w+)/.exec(node.text)?.[1] ?? 'Mailable',
              line: node.line,
            },
          ]
        : [];
    case 'cast_expression':
      return castSeen(node);
    default:
      return [];
  }
}

function subscriptSeen(node: SyntaxNode, above: readonly SyntaxNode[]): readonly Seen[] {
  const [base, key] = node.children;
  const name = plainString(key);
  if (base?.text === '$_FILES' && name !== undefined)
    return [{ kind: 'upload-field', subject: name, line: node.line }];
  if (base?.text !== '$_SESSION' || key === undefined) return [];
  const outer = above.findLast(({ type }) => type !== 'subscript_expression');
  const isWritten =
    outer !== undefined &&
    ((/^(augmented_)?assignment_expression$/.test(outer.type) && outer.children[0]?.start === node.start) ||
      // What is named by reference is written through it.
      outer.type === 'reference_assignment_expression');
  const subject = name ?? (key.type === 'name' ? key.text : 'a computed name');
  return [{ kind: 'session-key', subject, value: isWritten ? 'written' : 'read', line: node.line }];
}

function objectSeen(node: SyntaxNode): readonly Seen[] {
  const name = node.children.find(({ type }) => type === 'name' || type === 'qualified_name')?.text ?? '';
  const plain = name.slice(name.lastIndexOf('\\') + 1);
  const { line } = node;
  if (/^(PHPMailer|Swift_(Message|Mailer)|Zend_Mail|Mail_mime|TemplatedEmail|Email)$/i.test(plain))
    return [{ kind: 'mail-sent', subject: plain, line }];
  const zone = /\(\s*['"]([\w/+:-]+)['"]/.exec(node.text)?.[1];
  if (plain === 'DateTimeZone' && zone !== undefined)
    return [{ kind: 'time-zone', subject: zone, value: plain, line }];
  if (/^DateTime(Immutable)?$/.test(plain)) return [{ kind: 'process-clock', subject: `new ${plain}`, line }];
  return plain === 'NumberFormatter'
    ? [{ kind: 'number-format', subject: plain, value: node.text, line }]
    : [];
}

const isStatement = /^\s*["']?\s*(select|insert|update|delete|replace|set|with)\b/i;
const databaseClock =
  /\b(now|curdate|curtime|sysdate|current_timestamp|localtime|from_unixtime|unix_timestamp|utc_timestamp|utc_date)\s*\(|\bcurrent_timestamp\b/gi;

/** Clock, time zone, character set and digests of a statement. */
function statementSeen(node: SyntaxNode): readonly Seen[] {
  const { text, line } = node;
  if (text.length > 20_000) return [];
  const seen: Seen[] = [];
  if (
    /now|cur|date|time/i.test(text) &&
    /\b(select|insert|update|delete|replace|where|values|set)\b|^.{0,40}$/i.test(text)
  )
    for (const [found] of text.matchAll(databaseClock)) {
      const name = found.replace(/\s*\($/, '').toUpperCase();
      // Outside of a statement a word such as `now(` is none.
      if (!/[A-Z]/.test(found) && !isStatement.test(text)) continue;
      seen.push({
        kind: 'database-clock',
        subject: `${name}()`,
        ...(name.startsWith('UTC') && { value: 'in UTC' }),
        line,
      });
    }
  const zone = /\bset\s+(?:session\s+|global\s+)?time_zone\s*=\s*\\?['"]?([\w/+:-]*)/i.exec(text)?.[1];
  if (zone !== undefined)
    seen.push({
      kind: 'time-zone',
      subject: zone === '' ? 'computed' : zone,
      value: 'of the database session',
      line,
    });
  const charset = /\bset\s+(?:names|character\s+set)\s+\\?['"]?(\w+)/i.exec(text)?.[1];
  if (charset !== undefined) seen.push({ kind: 'charset', subject: charset, value: 'connection', line });
  return [...seen, ...passwordsInSql(text, line)];
}

/** `(float) $_POST['price']` */
function castSeen(node: SyntaxNode): readonly Seen[] {
  const type = node.children[0]?.text.toLowerCase() ?? '';
  const value = node.children.at(-1)?.text ?? '';
  return /^(float|double|real)$/.test(type) && /price|total|amount|sum|tax|cost|fee|discount/i.test(value)
    ? [{ kind: 'number-parsed', subject: `(${type}) ${value}`, line: node.line }]
    : [];
}
