import { cell, codeCell, judgement, list, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Endpoint } from '../../model/api.ts';
import { assumed } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';

const because = 'no agreement with consumers is known; long enough for two planning rounds of a consumer';
const notice = assumed(180, 'days', because, 90, 365);
const overlap = assumed(30, 'days', 'time in which the last callers are asked by name', 14, 90);

const versionOf = ({ path }: Endpoint): string | undefined =>
  path.split('/').find((part) => /^v\d+$/.test(part));

const pathVersions = (endpoints: readonly Endpoint[]): readonly string[] =>
  [...new Set(endpoints.map(versionOf).filter((part) => part !== undefined))].toSorted();

/** Versions that stand in paths, as they are; a design has none until a second one is needed. */
function inPaths(endpoints: readonly Endpoint[]): string {
  const all = pathVersions(endpoints);
  if (all.length === 0)
    return 'No path carries a version: there is one API that is only ever added to; a major version enters the path when a second one exists.';
  const without = endpoints.filter((endpoint) => versionOf(endpoint) === undefined).length;
  return `Paths carry ${all.join(', ')}${without === 0 ? '' : `; ${without} of ${endpoints.length} carry none`}.`;
}

/** Versions, what counts as breaking, and the way from deprecated to gone, in periods relative to the announcement. */
export function versions({ backend }: Basis): Section | undefined {
  const { api } = backend;
  if (api.version === undefined && pathVersions(api.endpoints).length === 0) return undefined;
  const deprecated = api.endpoints.filter((endpoint) => endpoint.deprecated === true);
  return section(
    {
      id: 'versions',
      title: 'Versions, deprecation, sunset',
      items: ['4.8'],
      answers: requirementsAbout(backend, 'constraint', ['versioning', 'api-version']),
    },
    table(['step', 'when', 'what callers see'], [
      [
        'announced',
        'day of the announcement (D)',
        '`Deprecation: @<unix time of D>` (RFC 9745), `Link rel="deprecation"`',
      ],
      [
        'both answer',
        cell(notice),
        '`Sunset: <D + notice>` (RFC 8594), changelog, a note to each client id that still calls',
      ],
      [
        'last calls',
        cell(overlap),
        'short planned refusals with 410 that are announced a week ahead, so that silent callers notice',
      ],
      ['gone', 'after the notice', '410 with problem type `gone` and a link to what replaced it'],
    ] satisfies readonly (readonly Cell[])[]),
    list([
      `Version in force: ${api.version ?? 'not stated'}. ${inPaths(api.endpoints)}`,
      'Breaking: a removed or renamed operation, parameter, field or enum value of an answer; a new required input; a narrower input or a wider answer type; a new scope; another meaning of the same status.',
      'Not breaking: a new operation, an optional input, a new field of an answer, a new problem type of a known status. Clients ignore what they do not know.',
      'A change is refused by the pipeline when the diff against the released document is breaking and the major version stayed.',
    ]),
    judgement(
      `Notice of ${quantityText(notice)} and overlap of ${quantityText(overlap)} are assumed. Periods count from the announcement: this document knows no calendar.`,
    ),
    table(
      ['deprecated operation'],
      deprecated.map(({ id }) => [codeCell(id)]),
    ),
  );
}
