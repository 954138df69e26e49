import type { SyntaxNode } from '../../languages/syntax.ts';
import { valueOf } from '../expressions.ts';
import type { Frame } from '../frame.ts';
import type { Sent } from '../sent.ts';
import type { Called, Danger } from './sink.ts';
import { argumentOf, positional } from './sink.ts';

/** Parsers, patterns, archives and files that are sent along. */
export const parserDangers = (frame: Frame, call: Called): readonly Danger[] => [
  ...entities(frame, call),
  ...expressions(frame, call),
  ...documents(frame, call),
  ...uploads(frame, call),
];

/** The text as a whole, or what a file holds that is sent along. */
export function wholeOf(frame: Frame, node: SyntaxNode | undefined): Sent | undefined {
  if (node === undefined) return undefined;
  const { sent, body, upload } = valueOf(frame, node);
  const source = upload === undefined ? body?.source : { ...upload, what: 'content of an upload' };
  if (sent !== undefined || source === undefined) return sent;
  return { source, at: 'start', isWhole: true, around: '', isSegment: false, isChecked: false, steps: [] };
}

/** The value that a name was given last. */
function lastOf(frame: Frame, node: SyntaxNode | undefined): SyntaxNode | undefined {
  if (node?.type !== 'identifier') return node;
  return frame.writes.get(node.text)?.findLast(({ from, isAdded }) => from <= node.start && !isAdded)?.value;
}

const resolving = /\b(resolve_entities|load_dtd|dtd_validation|huge_tree)\s*=\s*True|no_network\s*=\s*False/;

/** `etree.fromstring(text, XMLParser(resolve_entities=True))`, `sax.make_parser()` with external entities. */
function entities(frame: Frame, call: Called): readonly Danger[] {
  const { name, receiver } = call;
  const args = positional(call);
  const given = call.args.find((each) => each.name === 'parser')?.value ?? args[1];
  const isLxml =
    /^(fromstring|parse|XML|iterparse)$/.test(name) &&
    /XMLParser\(|iterparse/.test(lastOf(frame, given)?.text ?? '');
  const isTree = isLxml && resolving.test(lastOf(frame, given)?.text ?? '');
  const isSax =
    name === 'parse' &&
    receiver?.type === 'identifier' &&
    /make_parser\(/.test(lastOf(frame, receiver)?.text ?? '') &&
    new RegExp(String.raw`\b${receiver.text}\.setFeature\([^)]*external_\wes\s*,\s*(True|1)`).test(
      frame.node.text,
    );
  const sent = isTree || isSax ? wholeOf(frame, args[0]) : undefined;
  return sent === undefined ? [] : [{ kind: 'external-entities', sent, what: argumentOf(0, call.callee) }];
}

/** `tree.xpath("//user[@name='" + name + "']")`, `re.match(pattern, text)`. */
function expressions(frame: Frame, call: Called): readonly Danger[] {
  const [first] = positional(call);
  if (first === undefined) return [];
  const isPattern = /^re\.(match|search|fullmatch|findall|finditer|compile|sub|split)$/.test(call.callee);
  const isPath = call.receiver !== undefined && /^(xpath|findall|find|findtext|iterfind)$/.test(call.name);
  if (!isPath && !isPattern) return [];
  const { sent } = valueOf(frame, first);
  if (sent === undefined) return [];
  if (isPattern)
    return sent.at === 'start' && sent.isWhole
      ? [{ kind: 'pattern-injection', sent, what: argumentOf(0, call.callee) }]
      : [];
  return !sent.isWhole && /\/\/|\[@?\w+(\(\))?\s*=/.test(sent.around)
    ? [{ kind: 'xpath-injection', sent, what: argumentOf(0, call.callee) }]
    : [];
}

const finding =
  /^(find|find_one|find_one_and_(update|delete|replace)|update_one|update_many|delete_one|delete_many|count_documents|aggregate)$/;

/** `db.users.find_one({"name": data["name"]})`: JSON brings objects as well, which MongoDB takes for operators. */
function documents(frame: Frame, call: Called): readonly Danger[] {
  const [filter] = positional(call);
  if (call.receiver === undefined || !finding.test(call.name) || filter?.type !== 'dictionary') return [];
  for (const pair of filter.children) {
    const [key, value] = pair.children;
    if (key === undefined || value === undefined) continue;
    const { sent } = valueOf(frame, value);
    const isCode = /\$where/.test(key.text);
    if (sent === undefined || (!isCode && !(sent.isWhole && isOfJson(frame, value)))) continue;
    return [{ kind: 'nosql-injection', sent, what: argumentOf(0, call.callee) }];
  }
  return [];
}

/** Fields of forms and addresses are texts; so is what is made one. */
function isOfJson(frame: Frame, node: SyntaxNode): boolean {
  const written = lastOf(frame, node) ?? node;
  if (/^(str|f["'])|\bstr\(/.test(written.text)) return false;
  const read = /get_json|request\.json\b/;
  const root = /^(\w+)[.[]/.exec(written.text)?.[1];
  const from = root === undefined ? undefined : frame.writes.get(root)?.at(-1)?.value.text;
  return read.test(written.text) || (from !== undefined && read.test(from));
}

/** `file.save(os.path.join(folder, file.filename))`, `tarfile.open(fileobj=file).extractall(folder)`. */
function uploads(frame: Frame, call: Called): readonly Danger[] {
  const { name, receiver } = call;
  if (receiver === undefined) return [];
  if (name === 'save' && valueOf(frame, receiver).upload !== undefined) {
    const [path] = positional(call);
    const sent = path === undefined ? undefined : valueOf(frame, path).sent;
    return sent === undefined ? [] : [{ kind: 'path-traversal', sent, what: argumentOf(0, call.callee) }];
  }
  if (name !== 'extractall' || call.args.some((each) => each.name === 'filter')) return [];
  const opened = lastOf(frame, receiver);
  if (opened === undefined || !opened.text.startsWith('tarfile.open(')) return [];
  const args = opened.children.flatMap(({ field, children }) => (field === 'arguments' ? children : []));
  for (const each of args) {
    const sent = wholeOf(frame, each.type === 'keyword_argument' ? each.children.at(-1) : each);
    if (sent?.source.what === 'content of an upload')
      return [
        { kind: 'path-traversal', sent: { ...sent, isSegment: false }, what: `archive of ${call.callee}` },
      ];
  }
  return [];
}
