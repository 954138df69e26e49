import type { CallShape } from '../callers/shapes.ts';
import { bindingsOf, callOf, comparedIn, conditionOf } from '../callers/shapes.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, walkSyntax } from '../languages/syntax.ts';
import { valueOf } from './expressions.ts';
import type { Frame } from './frame.ts';
import { endOf } from './frame.ts';
import type { Harm, Sent } from './sent.ts';
import { isSameSource } from './sent.ts';
import { refusesText } from './words.ts';

/** `refused`: only texts of the code come by; `unclear`: something is asked of it that is not understood. */
export type Check = 'none' | 'unclear' | 'refused';

/** What the code of a function asks of a text before it reaches a place. */
export function checkOf(frame: Frame, at: SyntaxNode, kind: Harm, sent: Sent): Check {
  let found: Check = 'none';
  const add = (check: Check): void => {
    if (check === 'refused' || found === 'none') found = check;
  };
  walkSyntax(frame.node, (node, above) => {
    if (found === 'refused' || node.start > at.start) return false;
    const condition = conditionOf(node);
    const asked =
      condition ?? (node.type === 'expression_switch_statement' ? inField(node, 'value') : undefined);
    if (asked !== undefined && decides(node, asked, at))
      add(asksOf(frame, asked, { kind, sent, isIn: isIn(node, asked, at) }));
    const call = callOf(node);
    if (call === undefined || endOf(node) > at.start || node.start === at.start) return true;
    const isParsed = refusesText(call.name) && call.args.some(({ value }) => isOf(frame, value, sent));
    if (isParsed) add('refused');
    const parent = above.at(-1);
    const isAlone =
      parent?.type === 'expression_statement' ||
      /assign|short_var/.test(parent?.type ?? '') ||
      parent?.type === 'expression_list';
    if (isAlone && mayRefuse(frame, call) && call.args.some(({ value }) => isOf(frame, value, sent)))
      add('unclear');
    return true;
  });
  return found;
}

const checking = /check|valid|verify|ensure|assert|allow|saniti|guard|require|restrict/i;

/** By its name, or because what it runs can throw. */
const mayRefuse = (frame: Frame, call: CallShape): boolean =>
  checking.test(call.name) ||
  frame.world.callees(frame.file, call).some(({ node }) => /\b(raise|throw|panic)\b/.test(node.text));

const leaving = /\b(return|raise|throw|abort|panic|continue|break|exit|fail|\w*Abort\w*)\b/;

const within = (outer: SyntaxNode, at: SyntaxNode): boolean =>
  outer.start <= at.start && at.start < endOf(outer);

/** Whether the way to a place depends on a condition: it stands in a branch, or the branch before it leaves. */
function decides(node: SyntaxNode, condition: SyntaxNode, at: SyntaxNode): boolean {
  if (within(condition, at)) return false;
  if (within(node, at)) return true;
  if (node.type === 'assert_statement') return true;
  const consequence = inField(node, 'consequence') ?? inField(node, 'body');
  if (consequence !== undefined && leaving.test(consequence.text)) return true;
  return [consequence, inField(node, 'alternative')].some(
    (branch) => branch !== undefined && replaces(branch, condition),
  );
}

/** `if not is_safe(url): url = '/'`: one branch gives another text to what was asked about. */
function replaces(branch: SyntaxNode, condition: SyntaxNode): boolean {
  const asked = new Set<string>();
  walkSyntax(condition, ({ type, text }) => {
    if (type === 'identifier') asked.add(text);
  });
  let found = false;
  walkSyntax(branch, (node) => {
    found ||= bindingsOf(node).some(({ target }) => asked.has(target.text));
    return !found;
  });
  return found;
}

/** Which branch the place stands in. */
function isIn(node: SyntaxNode, condition: SyntaxNode, at: SyntaxNode): 'true' | 'false' | 'behind' {
  if (!within(node, at)) return 'behind';
  const yes = inField(node, 'consequence') ?? inField(node, 'body');
  if (yes !== undefined) return within(yes, at) ? 'true' : 'false';
  return node.children.indexOf(condition) === 1 &&
    node.children[0] !== undefined &&
    within(node.children[0], at)
    ? 'true'
    : 'false';
}

const isOf = (frame: Frame, node: SyntaxNode, sent: Sent): boolean => {
  const value = valueOf(frame, node).sent;
  return value !== undefined && isSameSource(value.source, sent.source);
};

interface Asked {
  readonly kind: Harm;
  readonly sent: Sent;
  readonly isIn: 'true' | 'false' | 'behind';
}

function asksOf(frame: Frame, condition: SyntaxNode, asked: Asked): Check {
  if (!mentions(frame, condition, asked.sent)) return 'none';
  const inner = condition.type === 'parenthesized_expression' ? condition.children[0] : undefined;
  if (inner !== undefined) return asksOf(frame, inner, asked);
  const [left, right] = [inField(condition, 'left'), inField(condition, 'right')];
  const isBoth = condition.type === 'boolean_operator' || /(&&|\|\|)/.test(operatorOf(condition));
  if (isBoth && left !== undefined && right !== undefined) {
    const [a, b] = [asksOf(frame, left, asked), asksOf(frame, right, asked)];
    return a === 'refused' || b === 'refused' ? 'refused' : a === 'unclear' ? a : b;
  }
  if (
    condition.type === 'not_operator' ||
    (condition.type === 'unary_expression' && condition.text.startsWith('!'))
  ) {
    const [of] = condition.children.slice(-1);
    const isOther = asked.isIn === 'true' ? 'false' : asked.isIn === 'false' ? 'true' : 'behind';
    return of === undefined ? 'unclear' : asksOf(frame, of, { ...asked, isIn: isOther });
  }
  if (isOf(frame, condition, asked.sent) && callOf(condition) === undefined) return 'none';
  return comparison(frame, condition, asked) ?? question(frame, condition, asked);
}

const operatorOf = (node: SyntaxNode): string => {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  return left === undefined || right === undefined
    ? ''
    : node.text.slice(endOf(left) - node.start, right.start - node.start);
};

function mentions(frame: Frame, node: SyntaxNode, sent: Sent): boolean {
  let found = false;
  walkSyntax(node, (each) => {
    found ||= isOf(frame, each, sent);
    return !found;
  });
  return found;
}

const isAbsent = /^(None|null|nil|""|''|``|0|\[\]|\{\}|true|false|True|False)$/;

/** `text == "a"`, `text in names`; undefined for no comparison. */
function comparison(frame: Frame, node: SyntaxNode, { kind, sent, isIn: where }: Asked): Check | undefined {
  const compared = comparedIn(node);
  if (compared === undefined) return undefined;
  const { sides, operator } = compared;
  if (
    sides.some(({ text }) => isAbsent.test(text)) ||
    /^len\(|\.(length|size)\(\)/.test(sides.map(({ text }) => text).join(' '))
  )
    return 'none';
  const [left] = sides;
  if (operator.endsWith('in')) {
    if (left !== undefined && isOf(frame, left, sent)) return 'refused';
    return kind === 'path-traversal' && /\.\.|[/\\]/.test(left?.text ?? '') ? 'refused' : 'unclear';
  }
  const isWhole = sides.some((side) => isOf(frame, side, sent) && callOf(side) === undefined);
  const isConstant = sides.some(({ type, text }) => /string/.test(type) || /^[A-Z][\w.]*$/.test(text));
  if (!isWhole || !isConstant || !/^(==|!=|is|is not)$/.test(operator))
    return isConstant && !isWhole ? 'none' : 'unclear';
  const isEqual = operator === '==' || operator === 'is';
  if (where === 'behind') return isEqual ? 'none' : 'refused';
  return (where === 'true') === isEqual ? 'refused' : 'none';
}

/** A resolved path that is compared with its folder. */
const staysBelow = ({ name, node }: CallShape): boolean =>
  /^(is_relative_to|IsLocal)$/.test(name) ||
  (/^(startswith|startsWith|HasPrefix)$/.test(name) &&
    /normali[sz]e|resolve\(|realpath|[cC]anonical|Clean|abspath|toRealPath/.test(node.text));

/** Functions of Django, and what others call theirs, that ask whether an address is one of this host. */
const staysHere =
  /^(url_has_allowed_host_and_scheme|is_safe_url|is_?safe_?redirect(_?url)?|safe_for_redirect|is_?local_?url)$/i;

const present =
  /^(isEmpty|isBlank|isNotEmpty|isNotBlank|hasText|hasLength|isNull|nonNull|isPresent|exists|isfile|isdir|isFile|isDirectory|len|isinstance|Stat|bool|is_file|is_dir|IsNotExist|notExists)$|^(get|find|load|lookup|fetch|query|select)/;
const exact =
  /^(fullmatch|matches|isdigit|isalnum|isalpha|isnumeric|isdecimal|isidentifier|contains|containsKey|Contains|has|equals|equalsIgnoreCase|containsValue)$/;

/** `pattern.fullmatch(text)`, `names.contains(text)`, `is_allowed(text)`. */
function question(frame: Frame, node: SyntaxNode, { kind, sent, isIn: where }: Asked): Check {
  const call = callOf(node);
  if (call === undefined) return 'unclear';
  const { name, receiver, args } = call;
  const isOn = receiver !== undefined && isOf(frame, receiver, sent);
  if (/^(startswith|startsWith|HasPrefix)$/.test(name) && kind === 'request-forgery')
    return args.every(
      ({ value }) => isOf(frame, value, sent) || /^\(?["']https?:?(\/\/)?["']/.test(value.text),
    )
      ? 'none'
      : 'unclear';
  if (kind === 'path-traversal' && staysBelow(call)) return 'refused';
  if (kind === 'open-redirect' && staysHere.test(name)) return 'refused';
  if (/^equals(IgnoreCase)?$/.test(name)) return where === 'false' ? 'none' : 'refused';
  // A name without dots and slashes stays in its folder.
  if (isOn && /^contains$|^Contains$/.test(name)) return kind === 'path-traversal' ? 'refused' : 'unclear';
  if (name === 'Contains' && receiver?.text === 'strings')
    return kind === 'path-traversal' ? 'refused' : 'unclear';
  if (exact.test(name)) return 'refused';
  if (present.test(name)) return 'none';
  if (name === 'match' || name === 'MatchString') return /\$["'`]/.test(node.text) ? 'refused' : 'unclear';
  return 'unclear';
}
