import type { SyntaxNode } from '../languages/syntax.ts';
import { inField } from '../languages/syntax.ts';
import { markOf } from './expressions.ts';
import type { Fact, Ways } from './facts.ts';
import type { Frame } from './frame.ts';
import type { Row, Source } from './mark.ts';
import { emptiedIn } from './rows.ts';
import { fieldsOf, plain } from './privileges.ts';
import { callOf } from './shapes.ts';
import { shownIn } from './shown.ts';

/** Calls of Go that write a value into the answer. */
const answers = /^(JSON|IndentedJSON|PureJSON|SecureJSON|AsciiJSON|JSONP|JSONPretty|XML|YAML|Encode|Render)$/;
const answering = /\b(json|xml|render|c|ctx|gc|e|ec|w|context)\b/;

/** Rows that are answered as they are. */
export const answersIn = (frame: Frame, node: SyntaxNode, decorators: string, ways: Ways): readonly Fact[] =>
  frame.file.endsWith('.go')
    ? writtenIn(frame, node, ways)
    : frame.file.endsWith('.py')
      ? returnedIn(frame, node, decorators, ways)
      : [];

/** `c.JSON(200, user)`, `json.NewEncoder(w).Encode(users)`. */
function writtenIn(frame: Frame, node: SyntaxNode, ways: Ways): readonly Fact[] {
  const call = callOf(node);
  if (call?.receiver === undefined || !answers.test(call.name) || !answering.test(call.receiver.text))
    return [];
  const row = call.args.map(({ value }) => markOf(frame, value).row).find((each) => each !== undefined);
  return row === undefined ? [] : [answerOf(frame, row, node.line, ways)];
}

/** `return jsonify(dict(row))`: what a handler of Python answers of its records. */
function returnedIn(frame: Frame, node: SyntaxNode, decorators: string, ways: Ways): readonly Fact[] {
  if (frame.depth > 0 || node.type !== 'return_statement' || isFiltered(frame, decorators)) return [];
  const [value] = node.children;
  const of = value !== undefined && /^(tuple|expression_list)$/.test(value.type) ? value.children[0] : value;
  const row = of === undefined ? undefined : shownIn(frame, of);
  if (of === undefined || row === undefined) return [];
  return [answerOf(frame, row, node.line, ways, markOf(frame, of).named)];
}

/** A model of the answer says which fields it has. */
function isFiltered({ node }: Frame, decorators: string): boolean {
  const declared = inField(node, 'return_type')?.text ?? '';
  return (
    /response_model|marshal_with|response_schema|output\(/.test(decorators) ||
    /[A-Z]\w*(Out|Read|Public|Response|Schema)\b/.test(declared)
  );
}

/** What an endpoint answers, with the columns that are not in it. */
export function answerOf(
  frame: Pick<Frame, 'file' | 'node' | 'world'>,
  row: Row,
  line: number,
  ways: Ways,
  named?: Source,
): Fact {
  const { entity, isAll, fields, except } = row;
  const origin = { kind: 'read' as const, file: frame.file, line };
  const columns = fieldsOf(frame.world, entity);
  const hidden = [...except, ...emptiedIn(frame.node), ...frame.world.unshown(entity)];
  const plainly = new Set(hidden.map(plain));
  const within = inField(frame.node, 'name')?.text ?? '';
  return {
    kind: 'record-answer',
    access: {
      entity,
      action: 'read',
      key: isAll ? '' : 'id',
      ...(fields === undefined ? {} : { fields }),
      except: hidden.includes('*') ? columns : columns.filter((name) => plainly.has(plain(name))),
    },
    source: named ?? { what: `${isAll ? 'all records' : 'a record'} of ${entity}`, origin },
    sink: { what: `answer of ${within === '' ? 'a handler' : within}`, origin },
    within,
    ways,
  };
}
