import type { FuncCall, Node } from 'libpg-query';
import type { Script } from '../script/script.ts';
import { strings } from './parts.ts';

/**
 * Whether a default is evaluated once for the whole statement, as far as its text tells: literals, arrays, operators
 * on such, casts, and built-in functions without arguments that are not volatile. The same reading as squawk's, which
 * takes a sign or parentheses before a literal for something else; running the statement settles it anyway.
 */
export function isConstantOrStable(node: Node, script: Script): boolean {
  if ('A_Const' in node) return isBareLiteral(script.offset(node.A_Const.location ?? 0), script);
  if ('A_ArrayExpr' in node) return true;
  if ('TypeCast' in node)
    return node.TypeCast.arg !== undefined && isConstantOrStable(node.TypeCast.arg, script);
  if ('CollateClause' in node)
    return node.CollateClause.arg !== undefined && isConstantOrStable(node.CollateClause.arg, script);
  if ('A_Expr' in node) {
    const { lexpr: left, rexpr: right } = node.A_Expr;
    return [left, right].every((side) => side !== undefined && isConstantOrStable(side, script));
  }
  if ('SQLValueFunction' in node) return node.SQLValueFunction.op === 'SVFOP_CURRENT_TIMESTAMP';
  return 'FuncCall' in node && isStableCall(node.FuncCall);
}

const isBareLiteral = (at: number, { text }: Script): boolean => !/[-+(]/.test(text[at] ?? '');

function isStableCall({ funcname, args = [] }: FuncCall): boolean {
  const name = strings(funcname);
  return args.length === 0 && name.length === 1 && stable.has(name[0] ?? '');
}

/** `select distinct proname from pg_proc where provolatile <> 'v' and pronargs = pronargdefaults` in PostgreSQL 18,
 * without aggregates, window functions and statistics. */
const stable: ReadonlySet<string> = new Set(
  (
    'current_database current_schema current_user datemultirange get_current_ts_config ' +
    'getdatabaseencoding getpgusername icu_unicode_version inet_client_addr inet_client_port ' +
    'inet_server_addr inet_server_port int4multirange int8multirange json_build_array ' +
    'json_build_object jsonb_build_array jsonb_build_object make_interval now nummultirange ' +
    'pg_backend_pid pg_client_encoding pg_conf_load_time pg_current_snapshot pg_current_xact_id ' +
    'pg_current_xact_id_if_assigned pg_my_temp_schema pg_postmaster_start_time pg_trigger_depth pi ' +
    'session_user statement_timestamp system_user transaction_timestamp tsmultirange tstzmultirange ' +
    'txid_current txid_current_if_assigned txid_current_snapshot unicode_version version'
  ).split(' '),
);
