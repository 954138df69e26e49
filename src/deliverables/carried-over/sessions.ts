import { codeCell, table } from '../blocks.ts';
import { originWords } from '../../model/quantity.ts';
import type { Cell } from '../deliverable.ts';
import { factTable } from './carried.ts';
import type { Carried, Concern } from './carried.ts';

/** What becomes of what the session keeps, judged by its name; whoever knows better decides. */
function becomes(name: string): string {
  if (/flash|msg|message|error|notice|status/i.test(name)) return 'shown once: it is dropped';
  if (/csrf|token|nonce|captcha/i.test(name)) return 'made anew by the target: it is dropped';
  if (/cart|basket|order|wish/i.test(name))
    return 'rows of the target, keyed by the session until somebody signs in';
  if (/lang|locale|currency|theme|sort|page|back|redirect|url|return/i.test(name))
    return 'a preference or an address: a cookie or a parameter of its own';
  if (/(^|_)(id|uid|user|login|customer|admin|staff|account|auth|member)(_|$)|user/i.test(name))
    return 'who is signed in: the subject of the access token';
  return 'to be decided: read the places that write it';
}

const verified: readonly string[] = [
  'A recorded walk through pages of both sides, signed in once: no page asks again, signing out ends both.',
  'Of one percent of requests who the gateway says and who the legacy page says is compared: no difference for a week.',
  'Sign-ins per hour do not rise when a step is released.',
];

const onTheWay: readonly string[] = [
  'Both systems serve the same people until the last step, so one sign-in has to count in both. The legacy system stays the one that knows: it gets a script that answers the gateway who the cookie belongs to, and the gateway turns the answer into a short-lived access token for the target.',
  'In nginx that is `auth_request` to the script before every location that is routed to the target; its answer is cached for seconds by the cookie, and never for a request that signs out.',
  'When sign-in itself is routed, the direction turns: the target issues the token and sets the legacy cookie through the same script, so that pages that have not moved yet know the person.',
  'What the session keeps of a shopper moves before the pages that use it: the script hands it over once, keyed by the cookie, and both read it from there.',
  'If the bridge is not worth it (few people, short sessions): one forced sign-in in the quietest hour, told a week before, with what the session keeps carried over by the account.',
];

export function sessions(carried: Carried): Concern {
  const settings = carried.facts('session-start', 'session-setting', 'session-store', 'cookie');
  const keys = carried.facts('session-key');
  const names = [...new Set(keys.map(({ subject }) => subject))];
  const store =
    carried.facts('session-store')[0]?.subject ?? 'files of the web server, as nothing else is set';
  const path = settings.find(({ subject }) => /save_?path/i.test(subject));
  const rows = names.slice(0, 60).map((name): readonly Cell[] => {
    const own = keys.filter(({ subject }) => subject === name);
    const timesOf = (value: string): number => own.find((fact) => fact.value === value)?.times ?? 0;
    const [first] = own;
    return [
      codeCell(name),
      String(timesOf('written')),
      String(timesOf('read')),
      becomes(name),
      first === undefined ? '–' : originWords(first.origin),
    ];
  });
  const hasKeys = keys.length > 0 || settings.length > 0;
  return {
    id: 'sessions',
    title: 'Sessions',
    soughtFor: 'session_start, $_SESSION, session settings, stores and cookies',
    today: hasKeys
      ? [
          ...factTable(settings),
          table(
            [
              'kept in the session',
              'written in places',
              'read in places',
              'what becomes of it (by its name)',
              'first place',
            ],
            rows,
          ),
        ]
      : [],
    afterwards: [
      `No process keeps a session: callers send ${carried.target.trust.authentication.map(({ method }) => method).join(' or ') || 'an access token'}; what is left of the session is rows of the target.`,
      `The legacy store (${store}) goes with the last legacy page.`,
    ],
    onTheWay,
    canGoWrong: [
      'Signing out in one system leaves the other signed in: both cookies are cleared by both.',
      ...(path?.value === undefined
        ? []
        : [
            `Session files lie at ${path.value}: a copy of the web folder or a second server does not have them, and nobody outside may read them.`,
          ]),
      'The id of the session is kept at sign-in (session fixation) where `session_regenerate_id` is not called: the target makes a new one.',
      'What is stored serialised by PHP names classes: only the script of the legacy system unpacks it.',
    ],
    verified,
  };
}
