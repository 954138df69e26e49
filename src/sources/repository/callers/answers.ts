import type { SyntaxNode } from '../languages/syntax.ts';
import { markOf } from './expressions.ts';
import type { Fact, Ways } from './facts.ts';
import type { Frame } from './frame.ts';
import type { Row } from './mark.ts';
import { emptiedIn } from './rows.ts';
import { plain } from './privileges.ts';
import { callOf } from './shapes.ts';

/** Calls of Go that write a value into the answer. */
const answers = /^(JSON|IndentedJSON|PureJSON|SecureJSON|AsciiJSON|JSONP|JSONPretty|XML|YAML|Encode|Render)$/;
const answering = /\b(json|xml|render|c|ctx|gc|e|ec|w|context)\b/;

/** `c.JSON(200, user)`, `json.NewEncoder(w).Encode(users)`: rows that are answered whole. */
export function answersIn(frame: Frame, node: SyntaxNode, ways: Ways): readonly Fact[] {
  const call = callOf(node);
  if (call === undefined || !answers.test(call.name) || !frame.file.endsWith('.go')) return [];
  if (call.receiver === undefined || !answering.test(call.receiver.text)) return [];
  const row = call.args.map(({ value }) => markOf(frame, value).row).find((each) => each !== undefined);
  return row === undefined ? [] : [answerOf(frame, row, node.line, ways)];
}

/** What an endpoint answers, with the columns that are not in it. */
export function answerOf(
  frame: Pick<Frame, 'file' | 'node' | 'world'>,
  row: Row,
  line: number,
  ways: Ways,
): Fact {
  const { entity, isAll, fields, except } = row;
  const origin = { kind: 'read' as const, file: frame.file, line };
  const columns = frame.world.table(entity)?.columns.map(({ name }) => name) ?? [];
  const hidden = [...except, ...emptiedIn(frame.node), ...frame.world.unshown(entity)];
  const plainly = new Set(hidden.map(plain));
  return {
    kind: 'record-answer',
    access: {
      entity,
      action: 'read',
      key: isAll ? '' : 'id',
      ...(fields === undefined ? {} : { fields }),
      except: hidden.includes('*') ? columns : columns.filter((name) => plainly.has(plain(name))),
    },
    source: { what: `rows of ${entity}`, origin },
    sink: { what: 'answer', origin },
    within: '',
    ways,
  };
}
