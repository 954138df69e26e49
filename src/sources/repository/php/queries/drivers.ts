import type { SyntaxNode } from '../../languages/syntax.ts';
import { comparison, narrowed, statementText, tableSelection } from '../../queries/stored.ts';
import type { Verb } from '../../queries/stored.ts';
import { writtenArguments } from '../syntax.ts';
import { facadeCall, statementsOf, textOutcome } from './facade.ts';
import { isWordpress, writtenText } from './texts.ts';
import { looksLikeSql } from '../../queries/statement.ts';
import type { Frame, Outcome, PhpType, Reading } from './types.ts';

/** `mysqli_query($link, '…')`, `pg_query('…')` and their kind. */
export function driverFunction(
  reading: Reading,
  node: SyntaxNode,
  name: string,
  frame: Frame,
): Outcome | undefined {
  const plain = name.replace(/^\\/, '');
  return isDriver(plain) ? textOutcome(reading, driverText(node, plain), frame) : undefined;
}

const textFirst = /^(mysql_query|mysql_unbuffered_query|mssql_query|odbc_exec_text)$/;
const textBehindLink =
  /^(mysqli_(query|prepare|multi_query|real_query|execute_query)|pg_(query|query_params|prepare|send_query)|sqlite_query|sqlsrv_(query|prepare)|odbc_(exec|prepare)|oci_parse)$/;
const isDriver = (name: string): boolean =>
  name === 'mysql_db_query' || textFirst.test(name) || textBehindLink.test(name);

/** The argument of a driver's function that is the text of a statement. */
export function driverText(node: SyntaxNode, written: string): SyntaxNode | undefined {
  const name = written.replace(/^\\/, '');
  const args = writtenArguments(node).map((each) => each.node);
  if (textFirst.test(name)) return args[0];
  // `mysql_db_query($database, $text)`
  if (name === 'mysql_db_query') return args[1];
  if (!textBehindLink.test(name)) return undefined;
  return name === 'pg_prepare' ? args[2] : args.length > 1 ? args[1] : args[0];
}

const driverTypes =
  /^(PDO|mysqli|SQLite3|Doctrine\\DBAL\\(Driver\\)?(Connection|DriverManager)|Illuminate\\Database\\(Connection|ConnectionInterface|MySqlConnection|DatabaseManager)|yii\\db\\Connection|Zend_Db\w*|Illuminate\\Support\\Facades\\DB)$/;
const textMethods =
  /^(query|exec|prepare|execute|executeQuery|executeStatement|executeUpdate|multi_query|real_query|querySingle|fetchAll\w*|fetchOne|fetchAssociative|fetchAssoc|fetchColumn|fetchFirstColumn|fetchNumeric|fetchRow|fetchPairs|fetchCol|iterateAssociative|createCommand|select|selectOne|statement|insert|update|delete|scalar|unprepared|affectingStatement|get_results|get_row|get_var|get_col|createNativeQuery|simple_query|sql_query|Execute|GetAll|GetOne|GetRow|rawQuery|getArray)$/;

/** Methods of a driver's connection that take the text of a statement. */
export function driverMethod(
  reading: Reading,
  node: SyntaxNode,
  receiver: SyntaxNode,
  type: PhpType | undefined,
  name: string,
  frame: Frame,
): Outcome | undefined {
  if (isWordpress(receiver)) return wordpressCall(reading, node, name, frame);
  const first = writtenArguments(node)[0]?.node;
  if (first === undefined) return undefined;
  if (type?.kind === 'object' && driverTypes.test(type.name)) {
    if (/Illuminate/.test(type.name)) return facadeCall(reading, node, name, frame);
    if (/Doctrine/.test(type.name) && /^(insert|update|delete)$/.test(name))
      return tableWrite(reading, first, name, frame);
    return textMethods.test(name) ? textOutcome(reading, first, frame) : undefined;
  }
  if (type !== undefined && type.kind !== 'object') return undefined;
  // A name that is not known takes a text that is a statement: then it is one.
  if (!textMethods.test(name)) return undefined;
  const told = writtenText(reading, first, frame);
  const issues = (told === undefined ? [] : statementsOf(told)).filter(({ sql }) => /\s/.test(sql.trim()));
  return issues.length === 0 ? undefined : { issues };
}

const verbs: Readonly<Record<string, Verb>> = {
  insert: 'insert',
  replace: 'insert',
  update: 'update',
  delete: 'delete',
};

function tableWrite(reading: Reading, first: SyntaxNode, name: string, frame: Frame): Outcome | undefined {
  const told = writtenText(reading, first, frame);
  const verb = verbs[name];
  if (told === undefined || verb === undefined || told.open.length > 0) return undefined;
  if (looksLikeSql(told.text)) return { issues: [{ sql: told.text, interpolates: told.open }] };
  const selection =
    verb === 'insert'
      ? tableSelection(told.text)
      : narrowed(tableSelection(told.text), comparison(undefined));
  return { issues: [{ sql: statementText(verb, selection), orm: `${name}('${told.text}')` }] };
}

function wordpressCall(reading: Reading, node: SyntaxNode, name: string, frame: Frame): Outcome | undefined {
  const first = writtenArguments(node)[0]?.node;
  if (first === undefined) return undefined;
  if (verbs[name] !== undefined) {
    const told = tableWrite(reading, first, name, frame);
    if (told !== undefined) return told;
    const prefix = /^\$(?:this->)?wpdb->(\w+)$/.exec(first.text)?.[1];
    const verb = verbs[name];
    if (prefix === undefined || verb === undefined) return {};
    const selection =
      verb === 'insert' ? tableSelection(`wp_${prefix}`) : narrowed(tableSelection(`wp_${prefix}`), '…');
    return { issues: [{ sql: statementText(verb, selection), orm: `wpdb.${name}` }] };
  }
  if (!/^(query|get_results|get_row|get_var|get_col)$/.test(name)) return {};
  const found = textOutcome(reading, first, frame);
  if (!/^get_(row|var)$/.test(name) || found.issues === undefined) return found;
  return {
    ...found,
    issues: found.issues.map((each) =>
      /\blimit\b|\bcount\s*\(/i.test(each.sql)
        ? each
        : { ...each, sql: `${each.sql.trim().replace(/;$/, '')} limit 1` },
    ),
  };
}
