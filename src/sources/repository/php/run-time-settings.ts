import type { Known } from '../anonymous/language.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { PhpCodebase } from './codebase.ts';
import { callTypes, memberName, plainString, receiverOf, writtenArguments } from './syntax.ts';

/** Functions that give what somebody set: in the environment, in a file of settings, in the database. */
const asksFor = /^\\?(config|env|getenv|settings?|options?|get_?(option|setting|config)s?)$/i;
const keeper =
  /(^|\\|->|\$|['"])(app_?|system_?|site_?|global_?)?(settings?|config(uration)?s?|options?)(_?(service|manager|repository|store|model|facade|helper))?(['"]\))?(\(\))?$/i;
const asks = /^(get|is|has|value|find|fetch|read|bool|boolean|string|integer|first)(\w*)$/i;
/** `Setting::getSettings()->closed` */
const memberOfKept = /^\\?[\w\\]*(Setting|Config|Option)\w*::\w+\(.*\)\??->\w+$/is;

/**
 * What a setting is for whoever is not known: what the code gives where nobody set it, else whatever it was set to at
 * run time.
 */
export function settingOf(codebase: PhpCodebase, node: SyntaxNode): Known | undefined {
  if (/^(nullsafe_)?member_access_expression$/.test(node.type))
    return memberOfKept.test(node.text) ? 'setting' : undefined;
  if (!callTypes.has(node.type)) return undefined;
  const name = memberName(node) ?? '';
  const args = writtenArguments(node).map((each) => each.node);
  if (!isSetting(node, name, args)) return undefined;
  const kept = /config/i.test(`${name} ${receiverOf(node)?.text ?? ''}`)
    ? keptIn(codebase, args[0])
    : undefined;
  return decided(kept) ?? decided(args[1]) ?? 'setting';
}

function isSetting(node: SyntaxNode, name: string, args: readonly SyntaxNode[]): boolean {
  if (node.type === 'function_call_expression') return args.length > 0 && asksFor.test(name);
  const owner = receiverOf(node)?.text ?? '';
  return owner.length < 60 && keeper.test(owner) && asks.test(name);
}

/** `true`, `env('OPEN', true)`, `(bool) …`: what it is where nobody says otherwise. */
function decided(node: SyntaxNode | undefined): Known | undefined {
  switch (node?.type) {
    case 'boolean':
      return node.text.toLowerCase() === 'true' ? 'yes' : 'no';
    case 'cast_expression':
    case 'parenthesized_expression':
      return decided(node.children.at(-1));
    case 'function_call_expression':
      return /^\\?(env|boolval|filter_var)$/i.test(memberName(node) ?? '')
        ? decided(writtenArguments(node)[memberName(node)?.endsWith('env') === true ? 1 : 0]?.node)
        : undefined;
    default:
      return undefined;
  }
}

/** The value of `auth.open` in the list that `config/auth.php` gives. */
function keptIn(codebase: PhpCodebase, key: SyntaxNode | undefined): SyntaxNode | undefined {
  const [file, ...rest] = plainString(key)?.split('.') ?? [];
  if (file === undefined || rest.length === 0) return undefined;
  const path = codebase.sources.find((each) => isConfigured(each.path, file))?.path;
  let value = codebase.file(path ?? '')?.root.children.findLast(({ type }) => type === 'return_statement')
    ?.children[0];
  for (const part of rest) value = entryOf(value, part);
  return value;
}

const isConfigured = (path: string, file: string): boolean =>
  path.toLowerCase().endsWith(`config/${file.toLowerCase()}.php`);

function entryOf(list: SyntaxNode | undefined, key: string): SyntaxNode | undefined {
  if (list?.type !== 'array_creation_expression') return undefined;
  return list.children.find(({ children: [name, value] }) => value !== undefined && plainString(name) === key)
    ?.children[1];
}
