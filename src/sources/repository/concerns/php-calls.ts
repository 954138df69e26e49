import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { plainString, receiverOf, writtenArguments } from '../php/syntax.ts';
import { passwordCall } from './php-passwords.ts';
import { settingSeen } from './server-files.ts';
import type { Seen } from './seen.ts';

/** A call with what a concern may want of it. */
export interface Called {
  /** Lower case, without a namespace. */
  readonly name: string;
  readonly node: SyntaxNode;
  /** Texts of its arguments: constants without quotes, else as written. */
  readonly given: readonly string[];
  readonly receiver: string;
  /** Names that its value goes to, and the function around it. */
  readonly around: readonly string[];
}

export function calledIn(node: SyntaxNode, around: readonly string[]): Called {
  const name = (inField(node, 'function') ?? inField(node, 'name'))?.text ?? '';
  return {
    name: name.toLowerCase().replace(/^.*\\/, ''),
    node,
    given: writtenArguments(node).map((each) => plainString(each.node) ?? each.node.text),
    receiver: receiverOf(node)?.text ?? '',
    around,
  };
}

const moneyWords =
  /price|total|amount|\bsum|tax|cost|fee|discount|vat|subtotal|balance|salary|betrag|preis|rate$/i;

const clocks = /^(date|mktime|strtotime|strftime|localtime|getdate|idate|date_create)$/;
const utcClocks = /^(gmdate|gmmktime|gmstrftime)$/;
const sendsMail = /^(mail|mb_send_mail|wp_mail|imap_mail)$/;
const mailTemplate = /^(?=.*e?mail)(?=.*(templ|tpl|view|render)).*$/i;
const charsetCalls = /^(htmlentities|htmlspecialchars|html_entity_decode)$/;
const repairs = /^(utf8_(en|de)code|iconv|mb_convert_encoding)$/;

/** What one call of a function or a method says of any concern. */
export function callSeen(call: Called): readonly Seen[] {
  const { name, node, given, around } = call;
  const { line } = node;
  const [first = '', second = ''] = given;
  if (node.type !== 'function_call_expression') return methodSeen(call);
  if (clocks.test(name)) return clockSeen(name, first, line);
  if (name === 'time') return [{ kind: 'process-clock', subject: 'time()', value: 'an instant', line }];
  if (utcClocks.test(name)) return [{ kind: 'process-clock', subject: name, value: 'in UTC', line }];
  if (sendsMail.test(name)) return [{ kind: 'mail-sent', subject: `${name}()`, line }];
  if (mailTemplate.test(name)) return isWord(first) ? [{ kind: 'mail-template', subject: first, line }] : [];
  if (repairs.test(name))
    return [
      { kind: 'charset-repaired', subject: name, value: given.filter(isWord).slice(-2).join(' from '), line },
    ];
  if (charsetCalls.test(name))
    return given[2] === undefined ? [] : [{ kind: 'charset', subject: given[2], value: name, line }];
  switch (name) {
    case 'ini_set':
      return settingSeen(first, second, line);
    case 'move_uploaded_file':
      return [{ kind: 'upload-kept', subject: second, line }];
    case 'wp_handle_upload':
    case 'media_handle_upload':
      return [{ kind: 'upload-kept', subject: 'wp-content/uploads', line }];
    case 'readfile':
    case 'fpassthru':
      return [{ kind: 'file-sent', subject: first, line }];
    case 'header':
      return headerSeen(first, given[2], line);
    case 'wp_schedule_event':
    case 'wp_schedule_single_event':
      return [{ kind: 'scheduled-event', subject: given[2] ?? first, value: second, line }];
    case 'flock':
      return [{ kind: 'overlap-guard', subject: name, line }];
    case 'set_time_limit':
      return [{ kind: 'time-limit', subject: name, value: first, line }];
    case 'date_default_timezone_set':
      return [{ kind: 'time-zone', subject: first, value: name, line }];
    case 'putenv':
      return first.startsWith('TZ=')
        ? [{ kind: 'time-zone', subject: first.slice(3), value: name, line }]
        : [];
    default:
      return sessionCall(call) ?? numberCall(call) ?? passwordCall(name, node, around);
  }
}

/** Undefined for a function that says nothing of sessions. */
function sessionCall({ name, node: { line }, given }: Called): readonly Seen[] | undefined {
  const [first = ''] = given;
  switch (name) {
    case 'session_start':
      return [{ kind: 'session-start', subject: name, line }];
    case 'session_name':
      return given.length === 0
        ? []
        : [{ kind: 'session-setting', subject: 'session.name', value: first, line }];
    case 'session_save_path':
      return given.length === 0
        ? []
        : [{ kind: 'session-setting', subject: 'session.save_path', value: first, line }];
    case 'session_set_save_handler':
      return [{ kind: 'session-store', subject: 'a save handler of its own', value: first, line }];
    case 'session_set_cookie_params':
      return [{ kind: 'session-setting', subject: 'session cookie', value: given.join(', '), line }];
    case 'session_regenerate_id':
      return [{ kind: 'session-setting', subject: name, value: first, line }];
    case 'setcookie':
    case 'setrawcookie':
      return [{ kind: 'cookie', subject: first, line }];
    default:
      return undefined;
  }
}

/** Undefined for a function that says nothing of numbers and letters. */
function numberCall({ name, node: { line }, given, around }: Called): readonly Seen[] | undefined {
  const [first = '', second = ''] = given;
  switch (name) {
    case 'number_format':
    case 'money_format':
      return [{ kind: 'number-format', subject: name, value: formatOf(given), line }];
    case 'setlocale':
      return [{ kind: 'locale', subject: given.slice(1).join(', '), value: first, line }];
    case 'str_replace':
      return /^[.,]$/.test(first) && /^[.,]?$/.test(second)
        ? [{ kind: 'number-parsed', subject: `'${first}' becomes '${second}'`, line }]
        : [];
    case 'floatval':
    case 'doubleval':
      return moneyWords.test(first) ? [{ kind: 'number-parsed', subject: `${name}(${first})`, line }] : [];
    case 'round':
    case 'ceil':
    case 'floor':
      return [first, ...around].some((word) => moneyWords.test(word)) && !/limit|page|count/i.test(first)
        ? [{ kind: 'rounding', subject: `${name}(${given.join(', ')})`, line }]
        : [];
    case 'define':
      return /^(\w*_)?(tax|vat|mwst|rate)(_\w*)?$/i.test(first) && /^\d*\.\d+$/.test(second)
        ? [{ kind: 'rate', subject: first, value: second, line }]
        : [];
    case 'mb_internal_encoding':
    case 'mysql_set_charset':
      return given.length === 0 ? [] : [{ kind: 'charset', subject: first, value: name, line }];
    case 'mysqli_set_charset':
      return [{ kind: 'charset', subject: second, value: name, line }];
    default:
      return undefined;
  }
}

const isWord = (text: string): boolean => /^[\w./:@ -]+$/.test(text);

const formatOf = (given: readonly string[]): string => {
  const [, digits = '0', point = '.', thousands = ','] = given;
  return `${digits} decimals, point ${point === '' ? 'none' : `"${point}"`}, thousands ${thousands === '' ? 'none' : `"${thousands}"`}`;
};

function clockSeen(name: string, first: string, line: number): readonly Seen[] {
  const clock: Seen = { kind: 'process-clock', subject: `${name}()`, line };
  return name === 'date' && /[a-z]/i.test(first) && !first.includes('$')
    ? [clock, { kind: 'date-format', subject: first, line }]
    : [clock];
}

function headerSeen(text: string, status: string | undefined, line: number): readonly Seen[] {
  const [, to] = /^["']?location:\s*(.*)$/is.exec(text) ?? [];
  if (to !== undefined) {
    const isLasting = /^30[18]$/.test(status ?? '');
    return [
      {
        kind: isLasting ? 'permanent-redirect' : 'redirect',
        subject: to.replace(/["']$/, ''),
        value: status ?? '302',
        line,
      },
    ];
  }
  if (/^["']?HTTP\/[\d.]+\s+30[18]/i.test(text))
    return [
      { kind: 'permanent-redirect', subject: 'status line', value: text.replaceAll(/["']/g, ''), line },
    ];
  if (/^["']?(x-sendfile|x-accel-redirect):/i.test(text)) return [{ kind: 'file-sent', subject: text, line }];
  if (/^["']?x-robots-tag:/i.test(text)) return [{ kind: 'robots', subject: text, line }];
  const charset = /charset=["']?([\w-]+)/i.exec(text)?.[1];
  return charset === undefined ? [] : [{ kind: 'charset', subject: charset, value: 'Content-Type', line }];
}

const keysOfSession =
  /^(get|put|set|has|exists|forget|pull|push|flash|remove|userdata|set_userdata|unset_userdata|getvar|setvar)$/;

function methodSeen({ name, node, given, receiver }: Called): readonly Seen[] {
  const { line } = node;
  const [first = ''] = given;
  if (/session/i.test(receiver) && receiver.length < 60 && keysOfSession.test(name))
    return /^[\w.-]+$/.test(first)
      ? [
          {
            kind: 'session-key',
            subject: first,
            value: /^(put|set|push|flash|set_userdata|setvar)$/.test(name) ? 'written' : 'read',
            line,
          },
        ]
      : [];
  if (name === 'set_charset' || name === 'setcharset')
    return [{ kind: 'charset', subject: first, value: 'connection', line }];
  if (
    /^(store|storeas|storepublicly|putfile|putfileas)$/.test(name) &&
    /file|upload|storage|image|photo|avatar/i.test(receiver)
  )
    return [{ kind: 'upload-kept', subject: first, value: name, line }];
  if (name === 'move' && /file|upload|image|photo|avatar|logo/i.test(receiver) && given.length > 0)
    return [{ kind: 'upload-kept', subject: first, value: name, line }];
  if (name === 'getfile' && /request/i.test(receiver) && isWord(first))
    return [{ kind: 'upload-field', subject: first, line }];
  if (/^now$/i.test(name) && /sql|expr/i.test(receiver) && node.type === 'scoped_call_expression')
    return [{ kind: 'database-clock', subject: 'NOW()', line }];
  if (/^do_upload$/.test(name))
    return [{ kind: 'upload-field', subject: first === '' ? 'userfile' : first, line }];
  if (/(^|\\)Mail$/.test(receiver) && /^(to|send|raw|queue|later|cc|bcc)$/.test(name))
    return [
      { kind: 'mail-sent', subject: `Mail::${name}()`, line },
      ...(name === 'send' && /^[\w.:-]+$/.test(first)
        ? [{ kind: 'mail-template', subject: first, line } as const]
        : []),
    ];
  if (/^(view|markdown|text|htmltemplate|texttemplate)$/.test(name) && /mail/i.test(first) && isWord(first))
    return [{ kind: 'mail-template', subject: first, line }];
  if (mailTemplate.test(name) && isWord(first)) return [{ kind: 'mail-template', subject: first, line }];
  if (/(mail(er)?|email)$/i.test(receiver) && name === 'send')
    return [{ kind: 'mail-sent', subject: `${receiver}->send()`, line }];
  if (/^(Hash)$/.test(receiver))
    return name === 'make'
      ? [{ kind: 'password-hash', subject: 'Hash::make', value: 'salt in the hash', line }]
      : name === 'check'
        ? [{ kind: 'password-check', subject: 'Hash::check', line }]
        : [];
  return [];
}
