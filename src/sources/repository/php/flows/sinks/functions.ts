import { anyPath } from '../../../flows/marks.ts';
import type { Passed } from '../calls.ts';
import type { Hit, Machine } from '../machine.ts';
import { can } from '../marks.ts';
import type { Value } from '../value.ts';
import { wholeText } from '../../../flows/value.ts';
import { joinAll } from '../value.ts';
import { argument } from './arguments.ts';
import { codeHit } from './code.ts';
import { commandHit } from './command.ts';
import { directoryFilter } from './filters.ts';
import { answerHit, pageHit } from './page.ts';
import { sqlFunction } from './sql.ts';

/** Functions that open, list, write or delete what lies at a path, by the places of the paths. */
const files: readonly (readonly [RegExp, readonly number[]])[] = [
  [
    /^(file_get_contents|fopen|file|readfile|unlink|file_put_contents|opendir|scandir|dir|rmdir|mkdir|touch|chmod|chown|parse_ini_file|highlight_file|show_source|php_strip_whitespace|glob|simplexml_load_file|imagecreatefrom\w+|gzopen|readgzfile|gzfile|ftp_nlist|bzopen|exif_read_data|fsockopen_path|virtual|spl_autoload|wp_delete_file)$/,
    [0],
  ],
  [/^(copy|rename|symlink|link)$/, [0, 1]],
  [/^(move_uploaded_file|imagejpeg|imagepng|imagegif|imagewebp)$/, [1]],
];

const commands = /^(exec|shell_exec|system|passthru|popen|proc_open|pcntl_exec|expect_popen|wp_exec)$/;

const requests =
  /^(curl_init|get_headers|fsockopen|pfsockopen|wp_remote_(get|post|request|head)|wp_safe_remote_get_raw|getimagesize_url|drupal_http_request)$/;

const isAddress = (value: Value | undefined): boolean =>
  /^(https?|ftp):\/\//i.test(value?.text?.prefix ?? '');

/** All of it comes from a field that is called an address. */
const isNamedAddress = (value: Value | undefined): boolean =>
  value !== undefined &&
  value.taints.length > 0 &&
  value.taints.every(
    ({ source, marks }) => (marks & can.stream) !== 0 && /ur[il]$|link|feed|webhook/i.test(source.what),
  );

/** What a function of PHP takes that untrusted text does harm in. */
export function functionSinks(machine: Machine, name: string, call: Passed): readonly Hit[] {
  const sql = sqlFunction(name, call);
  if (sql.length > 0) return sql;
  if (name.startsWith('ldap_')) return directoryFilter(name, call);
  const { args } = call;
  const one = (at: number, kind: Hit['kind'], needs: number): readonly Hit[] =>
    argument(call, at, name).map((hit) => ({ ...hit, kind, needs }));
  if (commands.test(name))
    return argument(call, 0, name).flatMap(({ value, what }) => commandHit(value, what));
  const paths = files.find(([pattern]) => pattern.test(name))?.[1];
  if (paths !== undefined)
    return paths.flatMap((at) =>
      isAddress(args[at]) || isNamedAddress(args[at])
        ? request(one(at, 'request-forgery', can.host))
        : one(at, 'path-traversal', anyPath),
    );
  if (requests.test(name)) return request(one(0, 'request-forgery', can.host));
  const made = answers.get(name) ?? programs.get(name) ?? readers.get(name);
  return made === undefined ? [] : made({ machine, name, call, one });
}

/** A call with what makes a hit of one of its arguments. */
interface Called {
  readonly machine: Machine;
  readonly name: string;
  readonly call: Passed;
  readonly one: (at: number, kind: Hit['kind'], needs: number) => readonly Hit[];
}

type Sink = (called: Called) => readonly Hit[];

const program: Sink = ({ call, name }) =>
  call.args.flatMap((_, at) => argument(call, at, name).map(({ value, what }) => codeHit(value, what)));

/** What runs text as a program. */
const programs: ReadonlyMap<string, Sink> = new Map<string, Sink>([
  ['eval', program],
  ['create_function', program],
  ['assert', ({ one }) => one(0, 'code-injection', can.code)],
  [
    'preg_replace',
    ({ call, one }) =>
      isExecuting(call.args[0]) ? [1, 2].flatMap((at) => one(at, 'code-injection', can.code)) : [],
  ],
  ['mail', ({ one }) => one(4, 'command-injection', can.option | can.command)],
  ['mb_send_mail', ({ one }) => one(4, 'command-injection', can.option | can.command)],
]);

const unserialized: Sink = ({ call, one }) =>
  /allowed_classes['"]?\s*=>\s*(false|\[\s*\])/i.test(call.nodes[1]?.text ?? '')
    ? []
    : one(0, 'unsafe-deserialisation', can.code);

/** What asks for an address, or makes objects of a text. */
const readers: ReadonlyMap<string, Sink> = new Map<string, Sink>([
  ['unserialize', unserialized],
  ['maybe_unserialize', unserialized],
  ['igbinary_unserialize', unserialized],
  ['yaml_parse', unserialized],
  [
    'simplexml_load_string',
    ({ call, one }) => (isResolving(call.nodes[2]?.text) ? one(0, 'external-entities', can.markup) : []),
  ],
  [
    'curl_setopt',
    ({ call, one }) =>
      /CURLOPT_URL\b/.test(call.nodes[1]?.text ?? '') ? request(one(2, 'request-forgery', can.host)) : [],
  ],
  [
    'curl_setopt_array',
    ({ call, name }) => {
      const value = call.args[1]?.array?.fields.get('CURLOPT_URL');
      const what = `CURLOPT_URL of ${name}`;
      return value === undefined ? [] : request([{ kind: 'request-forgery', value, what, needs: can.host }]);
    },
  ],
]);

const redirected: Sink = ({ one }) => one(0, 'open-redirect', can.host).map(led);

const printed: Sink = ({ machine, name, call }) =>
  name === 'print_r' && call.args.length > 1 ? [] : pageHit(machine, shown(name, call.args), name);

/** What becomes part of the answer. */
const answers: ReadonlyMap<string, Sink> = new Map<string, Sink>([
  ['header', ({ machine, call }) => header(machine, call)],
  ['wp_redirect', redirected],
  ['redirect', redirected],
  ['printf', printed],
  ['vprintf', printed],
  ['print_r', printed],
  ['var_dump', printed],
  ['response', ({ machine, name, call }) => answerHit(machine, call.args[0], name)],
]);

const shown = (name: string, args: readonly Value[]): Value =>
  name === 'printf'
    ? joinAll(args.map(({ taints }) => ({ taints, instances: [], callables: [], kinds: [] })))
    : joinAll(args);

/** With a host that is fixed only the rest of the address can be chosen. */
const request = (hits: readonly Hit[]): readonly Hit[] => hits.map((hit) => ({ ...hit, weak: can.reach }));

/** Somebody has to be led to follow it. */
const led = (hit: Hit): Hit => ({ ...hit, also: can.linked });

/** A modifier that runs the replacement as a program. */
function isExecuting(pattern: Value | undefined): boolean {
  const written = pattern === undefined ? undefined : wholeText(pattern);
  return (
    written !== undefined &&
    /^([^\w\s\\]).*\W[a-df-z]*e[a-z]*$/is.test(written) &&
    /[)/}#~|!@%\]>][a-z]*e[a-z]*$/i.test(written)
  );
}

export const isResolving = (options: string | undefined): boolean =>
  /LIBXML_(NOENT|DTDLOAD)/.test(options ?? '');

const plainType = /^\s*content-type\s*:(?!\s*(text\/html|application\/xhtml|image\/svg))/i;

function header(machine: Machine, call: Passed): readonly Hit[] {
  const [line] = call.args;
  const text = line?.text?.prefix ?? '';
  if (plainType.test(text)) machine.plain = true;
  return /^\s*(location|refresh)\s*:/i.test(text)
    ? argument(call, 0, 'header').map((hit) => led({ ...hit, kind: 'open-redirect', needs: can.host }))
    : [];
}
