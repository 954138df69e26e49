import { anyPath, normalised } from '../../flows/marks.ts';
import type { Passed } from './calls.ts';
import { encodedAddress, replacing, replacingPattern, trimming } from './changes.ts';
import { filterMask } from './filters.ts';
import { formatted } from './formats.ts';
import type { Machine } from './machine.ts';
import { can, everything, lasting } from './marks.ts';
import { arrayFunctions } from './array-functions.ts';
import { requestCall } from './request.ts';
import { bag, field, ofBag, source } from './sources.ts';
import type { Value } from './value.ts';
import { wholeText } from '../../flows/value.ts';
import { arrayOf, deepTaints, join, joinAll, masking, nothing, ofKind, tainted } from './value.ts';
import { remarked } from '../../flows/taints.ts';

export type LibraryFunction = (call: Passed, machine: Machine) => Value;

/** What a function of PHP or of its libraries gives; of one that is not known, nothing is told. */
export function libraryFunction(machine: Machine, name: string, call: Passed): Value {
  const known = functions.get(name) ?? arrayFunctions.get(name);
  return known === undefined ? nothing : known(call, machine);
}

/** The argument with what the mask leaves of it, as another text. */
const less =
  (mask: number, at = 0): LibraryFunction =>
  ({ args }) => {
    const value = args[at];
    return value === undefined ? nothing : masking(asText(value), mask);
  };

const same = less(~can.object);

const paths = anyPath | can.stream | can.host;

/** What a function makes of a text is no part of a request any more. */
const asText = ({ taints, array }: Value): Value => ({
  ...tainted(taints),
  ...(array === undefined ? {} : { array }),
});

/** All arguments in one text, no one knows where. */
const mixed: LibraryFunction = ({ args }) => tainted(joinAll(args).taints);

/** The argument changed; what is put into it comes as well. */
const replaced =
  (change: (from: Value | undefined, to: Value | undefined) => number | undefined): LibraryFunction =>
  ({ args }) => {
    const [from, to, subject] = args;
    if (subject === undefined) return nothing;
    const mask = change(from, to) ?? ~can.object;
    const put = tainted(
      remarked(to === undefined ? [] : deepTaints(to), (marks) => marks & ~(can.absolute | can.option)),
    );
    const rest = masking(asText(subject), mask);
    return put.taints.length === 0 ? rest : join(rest, put);
  };

const trimmed =
  (start: boolean, end: boolean): LibraryFunction =>
  ({ args }) => {
    const [subject, letters] = args;
    if (subject === undefined) return nothing;
    const set = letters === undefined ? ' \t\n\r\0\u000b' : wholeText(letters);
    const mask = set === undefined ? ~can.object : trimming(set, start, end) | can.object;
    const known = wholeText(subject);
    return known === undefined ? masking(asText(subject), mask) : subject;
  };

/** The words of an option, also of several joined by `|`. */
const option = ({ nodes }: Passed, at: number): string => nodes[at]?.text ?? '';

const pathInfo: LibraryFunction = (call) => {
  const [value] = call.args;
  if (value === undefined) return nothing;
  const part = option(call, 1);
  const name = masking(tainted(value.taints), ~paths);
  if (part.includes('FILENAME')) return masking(name, ~can.ending);
  if (/EXTENSION|BASENAME/.test(part)) return name;
  if (part !== '') return tainted(value.taints);
  return arrayOf(
    new Map([
      ['dirname', tainted(value.taints)],
      ['basename', name],
      ['extension', name],
      ['filename', masking(name, ~can.ending)],
    ]),
  );
};

const parsedUrl: LibraryFunction = (call) => {
  const [value] = call.args;
  if (value === undefined) return nothing;
  const whole = tainted(value.taints);
  const part = option(call, 1);
  const path = masking(whole, ~(can.host | can.stream));
  if (/PORT/.test(part)) return nothing;
  if (part !== '') return /PATH|QUERY|FRAGMENT|SCHEME/.test(part) ? path : whole;
  return arrayOf(
    new Map([
      ['path', path],
      ['query', path],
      ['fragment', path],
      ['scheme', path],
      ['port', nothing],
    ]),
    whole,
  );
};

const filtered: LibraryFunction = (call) => {
  const [value] = call.args;
  return value === undefined ? nothing : masking(value, filterMask(option(call, 1)));
};

const filteredInput: LibraryFunction = (call, machine) => {
  const place = { INPUT_GET: 'query parameter', INPUT_POST: 'body field', INPUT_COOKIE: 'cookie' }[
    option(call, 0)
  ];
  const name = call.args[1] === undefined ? undefined : wholeText(call.args[1]);
  const mask = filterMask(option(call, 2));
  if (option(call, 0) === 'INPUT_SERVER')
    return masking(ofBag(machine, ofKind('@bag:server'), name, call.node, call.frame) ?? nothing, mask);
  return place === undefined ? nothing : masking(field(machine, place, name, call.node, call.frame), mask);
};

/** `php://input` is the body of the request. */
const read: LibraryFunction = (call, machine) => {
  const name = call.args[0] === undefined ? undefined : wholeText(call.args[0]);
  return name === 'php://input' ? bag(machine, 'body field', call.node, call.frame) : nothing;
};

/** What was sent before and did not hold: no link brings it back. */
const flashed: LibraryFunction = (call, machine) => {
  const name = call.args[0] === undefined ? undefined : wholeText(call.args[0]);
  return masking(field(machine, 'request parameter', name, call.node, call.frame), ~can.linked);
};

/** `request('x')` and `request()` of Laravel. */
const asked: LibraryFunction = (call, machine) => {
  const request = ofKind('@request');
  const [first] = call.args;
  if (first === undefined) return request;
  return requestCall(machine, request, first.array === undefined ? 'input' : 'only', call) ?? nothing;
};

const escapedMarkup: LibraryFunction = (call, machine) =>
  less(/ENT_QUOTES/.test(option(call, 1)) ? ~(can.markup | can.sql) : ~can.markup)(call, machine);

const decoded: LibraryFunction = ({ args }) => {
  const [value] = args;
  if (value === undefined) return nothing;
  const isBody = value.kinds.includes('@bag:body field');
  return isBody ? value : tainted(value.taints);
};

const functions: ReadonlyMap<string, LibraryFunction> = new Map<string, LibraryFunction>([
  ...names('trim', trimmed(true, true)),
  ...names('ltrim', trimmed(true, false)),
  ...names('rtrim chop', trimmed(false, true)),
  ...names(
    'strval stripslashes stripcslashes strtolower strtoupper ucfirst lcfirst ucwords mb_strtolower mb_strtoupper mb_convert_case nl2br wordwrap chunk_split strrev str_pad str_repeat substr mb_substr mb_strcut mb_strimwidth strstr stristr strrchr substr_replace strtok urldecode rawurldecode html_entity_decode htmlspecialchars_decode base64_decode hex2bin gzuncompress gzinflate gzdecode str_rot13 utf8_encode utf8_decode mb_convert_encoding convert_uudecode quoted_printable_decode wp_unslash wp_kses_decode_entities wp_specialchars_decode stripslashes_deep money_format transliterator_transliterate mb_scrub normalizer_normalize idn_to_ascii strip_slashes value tap clone with',
    same,
  ),
  ...names('intval absint', less(lasting)),
  ...names('iconv', less(~can.object, 2)),
  ...names('htmlspecialchars htmlentities', escapedMarkup),
  ...names(
    'strip_tags wp_kses wp_kses_post wp_kses_data wp_strip_all_tags sanitize_text_field sanitize_textarea_field xss_clean esc_textarea esc_html esc_attr esc_html__ esc_js tag_escape html_escape e h sanitize_email',
    less(~can.markup),
  ),
  ...names('esc_url esc_url_raw sanitize_url', less(~(can.markup | can.stream | anyPath | can.sql))),
  ...names('sanitize_file_name', less(~(paths | can.markup | can.sql | can.command))),
  ...names(
    'addslashes mysql_real_escape_string mysql_escape_string esc_sql wp_slash sqlite_escape_string pg_escape_string like_escape',
    less(~can.sql),
  ),
  ...names('mysqli_real_escape_string mysqli_escape_string', less(~can.sql, 1)),
  ...names('pg_escape_literal pg_escape_identifier', less(~(can.sql | can.bare))),
  ...names('ldap_escape', less(~can.filter)),
  ...names('escapeshellarg', less(~can.command)),
  ...names('escapeshellcmd', less(~can.command)),
  ...names('urlencode rawurlencode', less(encodedAddress)),
  ...names('http_build_query', ({ args }) =>
    masking(tainted(args[0] === undefined ? [] : deepTaints(args[0])), encodedAddress),
  ),
  ...names('basename wp_basename', less(~paths)),
  ...names('pathinfo', pathInfo),
  ...names('dirname', same),
  ...names('realpath', ({ args: [value] }) =>
    value === undefined
      ? nothing
      : tainted(remarked(value.taints, (marks) => normalised(marks) & ~(can.climb | can.stream | can.host))),
  ),
  ...names('parse_url wp_parse_url', parsedUrl),
  ...names('json_encode wp_json_encode serialize var_export', ({ args: [value] }) =>
    value === undefined
      ? nothing
      : masking(tainted(deepTaints(value)), ~(can.markup | can.object | paths | can.option)),
  ),
  ...names(
    'json_decode simplexml_load_string unserialize maybe_unserialize igbinary_unserialize yaml_parse',
    decoded,
  ),
  ...names(
    'str_replace',
    replaced((from, to) => replacing(from, to, false)),
  ),
  ...names(
    'str_ireplace',
    replaced((from, to) => replacing(from, to, true)),
  ),
  ...names('preg_replace mb_ereg_replace ereg_replace', replaced(replacingPattern)),
  ...names('preg_replace_callback', less(~can.object, 2)),
  ...names('strtr', ({ args }) => {
    const [subject, from] = args;
    if (subject === undefined) return nothing;
    const put = from?.array === undefined ? nothing : tainted(deepTaints(from));
    return join(tainted(subject.taints), put);
  }),
  ...names('sprintf', ({ args }) => formatted(args[0], args.slice(1))),
  ...names('vsprintf', ({ args }) => formatted(args[0], [...(args[1]?.array?.fields.values() ?? [])])),
  ...names('implode join', ({ args }) => {
    const list = args.find(({ array, kinds }) => array !== undefined || kinds.length > 0) ?? args.at(-1);
    const glue = args.filter((each) => each !== list);
    const inside = list === undefined ? [] : remarked(deepTaints(list), (marks) => marks & ~can.object);
    return join(tainted(inside), tainted(glue.flatMap(({ taints }) => taints)));
  }),
  ...names('explode preg_split mb_split str_split', (call) => {
    const value = call.args[1] ?? call.args[0];
    return value === undefined ? nothing : arrayOf(new Map(), masking(tainted(value.taints), ~can.object));
  }),
  ...names('str_getcsv', ({ args: [value] }) =>
    value === undefined ? nothing : arrayOf(new Map(), tainted(value.taints)),
  ),
  ...names('filter_var', filtered),
  ...names('filter_input', filteredInput),
  ...names('file_get_contents fopen file', read),
  ...names('stream_get_contents fgets fread', same),
  ...names(
    'getenv',
    (call, machine) =>
      ofBag(
        machine,
        ofKind('@bag:server'),
        call.args[0] === undefined ? undefined : wholeText(call.args[0]),
        call.node,
        call.frame,
      ) ?? nothing,
  ),
  ...names('collect fluent str', ({ args: [value] }) => value ?? nothing),
  ...names('old', flashed),
  ...names('request', asked),
  ...names('print_r', (call, machine) => (option(call, 1) === 'true' ? mixed(call, machine) : nothing)),
  ...names('url site_url base_url', ({ args: [value] }) =>
    value === undefined ? nothing : masking(tainted(value.taints), ~(can.stream | anyPath)),
  ),
  ...names('get_query_var', (call, machine) =>
    source(machine, 'query variable', everything, call.node, call.frame),
  ),
  ...names('app resolve', ({ args: [value] }) => {
    const name = value === undefined ? undefined : wholeText(value);
    return name === undefined ? nothing : ofKind(name === 'request' ? '@request' : name);
  }),
]);

function names(list: string, made: LibraryFunction): readonly (readonly [string, LibraryFunction])[] {
  return list.split(' ').map((name) => [name, made] as const);
}
