import { anyPath } from '../../flows/marks.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { memberName, writtenArguments } from '../syntax.ts';
import { narrowTo, subjectOf } from './conditions.ts';
import { evaluate } from './expressions.ts';
import { filterMask } from './filters.ts';
import type { Frame, Machine } from './machine.ts';
import { can, lasting, passing } from './marks.ts';
import { placeKey } from './names-of-places.ts';
import { toRegExp } from './regexps.ts';
import { wholeText } from '../../flows/value.ts';
import { deepTaints } from './value.ts';

/** Functions that answer yes only for texts that can do nothing. */
const strict =
  /^(is_numeric|is_int|is_integer|is_long|is_float|is_double|is_bool|is_null|is_scalar_number|ctype_digit|ctype_alnum|ctype_alpha|ctype_xdigit|checkdate|is_uploaded_file|uuid_is_valid|wp_is_uuid|is_email_domain|enum_exists|array_is_list)$/;

/** What a call of a known test says; false where it is none. */
export function narrowByCall(machine: Machine, node: SyntaxNode, holds: boolean, frame: Frame): boolean {
  const name = (memberName(node) ?? '').toLowerCase().replace(/^\\/, '');
  const args = writtenArguments(node).map((each) => each.node);
  const [first, second] = args;
  if (first === undefined) return false;
  if (node.type !== 'function_call_expression')
    return narrowByMethod(machine, node, name, first, holds, frame);
  if (strict.test(name)) return holds ? narrowed(machine, first, lasting, frame) : true;
  switch (name) {
    case 'empty':
      if (holds) narrowTo(machine, first, 0, frame);
      return true;
    case 'isset':
      narrowByKey(machine, first, holds, frame);
      return true;
    case 'is_string':
      return holds ? narrowed(machine, first, ~can.object, frame) : true;
    case 'in_array':
    case 'array_search':
      return second === undefined ? false : narrowByList(machine, first, second, holds, frame);
    case 'array_key_exists':
    case 'key_exists':
      return second === undefined ? false : narrowByList(machine, first, second, holds, frame);
    case 'filter_var':
      return holds ? narrowed(machine, first, filterMask(second?.text ?? 'FILTER_DEFAULT'), frame) : true;
    case 'preg_match':
      return second === undefined ? false : narrowByPattern(machine, first, second, holds, frame);
    case 'fnmatch':
      return second === undefined ? false : narrowByGlob(machine, first, second, holds, frame);
    default:
      return second === undefined ? false : narrowByPart(machine, name, first, second, holds, frame);
  }
}

const narrowed = (machine: Machine, node: SyntaxNode, mask: number, frame: Frame): true => {
  narrowTo(machine, node, mask, frame);
  return true;
};

/** `isset($known[$name])`, and `isset($name)` where it is not. */
export function narrowByKey(machine: Machine, node: SyntaxNode, holds: boolean, frame: Frame): void {
  if (!holds) {
    // A server always tells where it was asked.
    if (/^\$_SERVER\[['"](REQUEST_URI|HTTP_HOST|SCRIPT_NAME|SERVER_NAME)['"]\]$/.test(node.text))
      frame.env.dead = true;
    return narrowTo(machine, node, 0, frame);
  }
  const [base, key] = node.type === 'subscript_expression' ? node.children : [];
  if (base !== undefined && key !== undefined) narrowByList(machine, key, base, true, frame);
}

/** One of a list of which nothing is untrusted. */
function narrowByList(
  machine: Machine,
  item: SyntaxNode,
  list: SyntaxNode,
  holds: boolean,
  frame: Frame,
): boolean {
  if (!holds) return true;
  const value = evaluate(machine, list, frame);
  if (value.kinds.some((kind) => kind.startsWith('@bag:')) || deepTaints(value).length > 0) return true;
  return narrowed(machine, item, 0, frame);
}

/** What tells numbers and ids leaves which record is named. */
const maskOf = (name: string): number =>
  /^(exists|isvalid)$/.test(name) ? ~can.unseen : name.startsWith('is') ? lasting : 0;

/** `$list->has($x)`, `$names->contains($x)`, `Str::startsWith($x, 'a')`. */
function narrowByMethod(
  machine: Machine,
  node: SyntaxNode,
  name: string,
  first: SyntaxNode,
  holds: boolean,
  frame: Frame,
): boolean {
  if (!/^(is(numeric|int|uuid|ulid|valid)|hascolumn|has|contains|offsetexists|exists)$/.test(name))
    return false;
  const receiver = node.children[0];
  const isRequest =
    receiver !== undefined && evaluate(machine, receiver, frame).kinds.some((kind) => kind.startsWith('@'));
  if (isRequest || node.text.includes('Storage')) return true;
  return holds ? narrowed(machine, first, maskOf(name), frame) : true;
}

function narrowByPattern(
  machine: Machine,
  pattern: SyntaxNode,
  subject: SyntaxNode,
  holds: boolean,
  frame: Frame,
): boolean {
  const written = wholeText(evaluate(machine, pattern, frame));
  const regExp = written === undefined ? undefined : toRegExp(written);
  if (regExp === undefined) return narrowed(machine, subject, ~can.unseen, frame);
  return narrowed(machine, subject, passing((text) => regExp.test(text) === holds) | can.object, frame);
}

function narrowByGlob(
  machine: Machine,
  pattern: SyntaxNode,
  subject: SyntaxNode,
  holds: boolean,
  frame: Frame,
): boolean {
  const written = wholeText(evaluate(machine, pattern, frame));
  if (written === undefined) return false;
  const source = written
    .replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const regExp = new RegExp(`^${source}$`, 's');
  return narrowed(
    machine,
    subject,
    behind(written, holds, (text) => regExp.test(text) === holds),
    frame,
  );
}

/** A text that begins as it must may still climb behind that. */
const behind = (start: string, holds: boolean, test: (text: string) => boolean): number =>
  passing(test) | (holds ? startingWith(/^[^*?[]*/.exec(start)?.[0] ?? '') : 0);

/** What a text that begins with another one can do. */
export function startingWith(start: string): number {
  if (start === '') return ~0;
  let left = ~(can.absolute | can.climb | can.stream | can.host | can.option | can.reach);
  if (/^(https?:)?\/\/[^/]*$/i.test(start) || /^[\\/]$/.test(start)) left |= can.host;
  if (/^[\\/]/.test(start)) left |= can.absolute;
  if (/^\w+:\/\//.test(start)) left |= can.stream | can.reach;
  return left;
}

/** `str_contains($x, '..')`, `str_starts_with($x, 'a/')`. */
function narrowByPart(
  machine: Machine,
  name: string,
  subject: SyntaxNode,
  part: SyntaxNode,
  holds: boolean,
  frame: Frame,
): boolean {
  if (
    !/^(str_contains|str_starts_with|str_ends_with|strpos|stripos|strstr|stristr|mb_strpos|strncmp)$/.test(
      name,
    )
  )
    return false;
  const value = evaluate(machine, part, frame);
  const written = wholeText(value);
  if (name === 'str_starts_with') return narrowByStart(machine, subject, part, holds, frame);
  if (written === undefined) return narrowed(machine, subject, ~can.unseen, frame);
  const test = (text: string): boolean =>
    name === 'str_ends_with' ? text.endsWith(written) : text.toLowerCase().includes(written.toLowerCase());
  // What must be somewhere in it takes nothing away.
  if (holds) return true;
  return narrowed(machine, subject, passing((text) => !test(text)) | can.object, frame);
}

/** It begins with a text; one that nobody outside decides is a folder, an address or a scheme. */
function narrowByStart(
  machine: Machine,
  subject: SyntaxNode,
  part: SyntaxNode,
  holds: boolean,
  frame: Frame,
): boolean {
  const value = evaluate(machine, part, frame);
  if (deepTaints(value).length > 0) return true;
  const written = wholeText(value);
  if (!holds)
    return written === undefined
      ? true
      : narrowed(machine, subject, passing((text) => !text.startsWith(written)) | can.object, frame);
  return narrowed(
    machine,
    subject,
    written === undefined || written.length > 12
      ? ~(can.absolute | can.stream | can.host | can.climb)
      : startingWith(written),
    frame,
  );
}

/** `$x` of `realpath(dirname($x))`. */
function pathOf(node: SyntaxNode): SyntaxNode {
  const isPart =
    node.type === 'function_call_expression' && /^(dirname|realpath|basename)$/.test(memberName(node) ?? '');
  const [inner] = isPart ? writtenArguments(node) : [];
  return inner === undefined ? node : pathOf(inner.node);
}

/** `strpos($x, '..') === false`, `strpos($x, $root) === 0`, `substr($x, 0, 4) == 'http'`; false where it is none. */
export function comparedCall(
  machine: Machine,
  call: SyntaxNode,
  other: SyntaxNode,
  isEqual: boolean,
  frame: Frame,
): boolean {
  const name = memberName(call) ?? '';
  const [subject, part] = writtenArguments(call).map((each) => each.node);
  if (call.type !== 'function_call_expression' || subject === undefined) return false;
  const word = other.text.toLowerCase();
  if (/^(mb_)?(strpos|stripos|strstr|stristr)$/.test(name) && part !== undefined) {
    if (word === 'false') return narrowByPart(machine, name, subject, part, !isEqual, frame);
    if (word === '0') return narrowByStart(machine, subject, part, isEqual, frame);
  }
  if (/^(strncmp|strncasecmp)$/.test(name) && part !== undefined && word === '0')
    return narrowByStart(machine, subject, part, isEqual, frame);
  if (/^(mb_)?substr$/.test(name) && part?.text === '0')
    return narrowByStart(machine, subject, other, isEqual, frame);
  if (/^(strcmp|strcasecmp)$/.test(name) && part !== undefined && word === '0') {
    if (isEqual && deepTaints(evaluate(machine, part, frame)).length === 0)
      narrowTo(machine, subject, 0, frame);
    return true;
  }
  if (/^(array_search)$/.test(name) && part !== undefined && word === 'false')
    return narrowByList(machine, subject, part, !isEqual, frame);
  // The folder of it is the one that is allowed, or its name is the whole of it.
  if (/^(dirname|basename|realpath)$/.test(name) && isEqual) {
    const isWhole = name === 'basename' && placeKey(subjectOf(other)) === placeKey(subjectOf(subject));
    const isFixed = deepTaints(evaluate(machine, other, frame)).length === 0;
    if (isWhole || isFixed) return narrowed(machine, pathOf(subject), ~(anyPath | can.stream), frame);
  }
  return false;
}
