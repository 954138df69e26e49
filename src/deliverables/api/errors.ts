import { codeCell, count, judgement, section, table } from '../blocks.ts';
import type { Basis, Section } from '../deliverable.ts';
import { writes } from '../../artifacts/http.ts';
import type { Problem } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { compareText } from '../../model/text.ts';

const clientDoes: Readonly<Record<Problem['retry'], string>> = {
  never: 'stop: repeating it changes nothing',
  'after-change': 'change the request, then send it again',
  'with-backoff': 'send it again later, with growing pauses; heed Retry-After',
};

/** Every problem type with its meaning and what a client does: one catalogue for HTTP, GraphQL and webhooks. */
export function errors(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const problems = backend.api.problems.toSorted(
    (a, b) => a.status - b.status || compareText(a.type, b.type),
  );
  return [
    section(
      { id: 'errors', title: 'Errors', items: ['4.2'] },
      table(
        ['type', 'status', 'title', 'when', 'what a client does', 'operations'],
        problems.map(({ type, status, title, when, retry }) => [
          codeCell(`/problems/${type}`),
          String(status),
          title,
          when,
          clientDoes[retry],
          count(usedBy(backend, type), 'endpoints that answer with it'),
        ]),
      ),
      judgement(
        'Every error is `application/problem+json` (RFC 9457). The type is stable and may be switched on; title and detail are for people and may change.',
      ),
    ),
    silent(backend),
  ];
}

const usedBy = ({ api }: Backend, type: string): number =>
  api.endpoints.filter(({ responses }) => responses.some(({ problem }) => problem === type)).length;

/** Endpoints that change something and name no way to fail: of a recovered backend this is the usual state. */
function silent({ api, source }: Backend): Section | undefined {
  const quiet = api.endpoints.filter(
    ({ method, responses }) => writes(method) && !responses.some(({ status }) => status >= 400),
  );
  if (source !== 'recovered') return undefined;
  return section(
    { id: 'errors-unknown', title: 'How writes fail is not known' },
    table(
      ['endpoints that write', 'of them without a known error answer'],
      quiet.length === 0
        ? []
        : [
            [
              count(api.endpoints.filter(({ method }) => writes(method)).length, 'endpoints that write'),
              count(quiet.length, 'endpoints without a known error answer'),
            ],
          ],
    ),
  );
}
