import type { SyntaxNode } from '../../languages/syntax.ts';
import { comparison, narrowed, selectionOf, tableSelection } from '../../queries/stored.ts';
import type { Selection } from '../../queries/stored.ts';
import { plainString, writtenArguments } from '../syntax.ts';
import { builderCall } from './builder.ts';
import { writtenText } from './texts.ts';
import { statementText } from '../../queries/stored.ts';
import type { Frame, Outcome, PhpType, Reading } from './types.ts';

const builders = /^\$this->db$|^\$(this->)?(db|builder|ci->db|CI->db)$/;

/** The query builder of CodeIgniter: `$this->db->where(…)->get('users')`, `$db->table('users')`, its models. */
export function codeigniterCall(
  reading: Reading,
  node: SyntaxNode,
  receiver: SyntaxNode,
  type: PhpType | undefined,
  name: string,
  frame: Frame,
): Outcome | undefined {
  const model = type?.kind === 'object' ? reading.entities.of(type.name) : undefined;
  if (model?.mapper === 'codeigniter') {
    if (
      /^(find|first|findAll|findColumn|insert|insertBatch|update|delete|save|where\w*|countAll\w*|orderBy|select|like)$/.test(
        name,
      )
    )
      return modelCall(reading, node, selectionOf(model), name, frame);
    return undefined;
  }
  // The text of the whole file is looked through last.
  if (!builders.test(receiver.text) || type?.kind === 'query' || !isCodeigniter(frame)) return undefined;
  const args = writtenArguments(node).map((each) => each.node);
  const table = writtenText(reading, args[0], frame)?.text;
  const plain = table !== undefined && /^[\w.]+( \w+)?$/.test(table) ? table : undefined;
  if (/^(table|from)$/.test(name)) return plain === undefined ? {} : { type: tableSelection(plain) };
  if (
    !/^(get|get_where|insert|insert_batch|update|delete|replace|count_all_results|count_all|truncate|update_batch)$/.test(
      name,
    )
  )
    return undefined;
  if (plain === undefined) return {};
  const filtered = /->(or_)?(where|like)\w*\(/.test(frame.body?.text ?? '') || name === 'get_where';
  const selection: Selection = filtered ? narrowed(tableSelection(plain), '…') : tableSelection(plain);
  const limited = /->limit\(/.test(frame.body?.text ?? '') || args.length > (name === 'get_where' ? 2 : 1);
  const verb = /^(get|get_where)$/.test(name)
    ? 'list'
    : name.startsWith('count')
      ? 'count'
      : name.startsWith('update')
        ? 'update'
        : name === 'delete'
          ? 'delete'
          : name === 'truncate'
            ? 'truncate'
            : 'insert';
  return {
    issues: [
      { sql: statementText(verb, { ...selection, limited: verb === 'list' && limited }), orm: `db.${name}` },
    ],
  };
}

const isCodeigniter = ({ file }: Frame): boolean =>
  /\b(CI_\w+|MY_\w+|get_instance|CodeIgniter|BASEPATH)\b/.test(file.root.text);

function modelCall(
  reading: Reading,
  node: SyntaxNode,
  query: Selection,
  name: string,
  frame: Frame,
): Outcome {
  const args = writtenArguments(node).map((each) => each.node);
  if (name === 'find' && args.length > 0) return builderCall(reading, node, query, 'find', frame);
  if (/^(find|findAll|findColumn)$/.test(name))
    return builderCall(
      reading,
      node,
      { ...query, limited: name === 'findAll' && args.length > 0 },
      'get',
      frame,
    );
  if (name === 'update' || name === 'delete')
    return builderCall(
      reading,
      node,
      narrowed(query, args.length > 0 ? comparison(query.entity?.key) : '…'),
      name,
      frame,
    );
  if (/^(where|like)/.test(name)) return { type: narrowed(query, comparison(plainString(args[0]))) };
  if (name.startsWith('countAll')) return builderCall(reading, node, query, 'count', frame);
  return builderCall(reading, node, query, /^(insertBatch|save)$/.test(name) ? 'insert' : name, frame);
}
