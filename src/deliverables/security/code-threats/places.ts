import { entryOf, partsOf } from '../data-flow.ts';
import type { Element } from '../data-flow.ts';
import type { Basis } from '../../deliverable.ts';
import type { Container } from '../../../model/architecture.ts';

type Is = (element: Element, basis: Basis) => boolean;

/** People and programs outside that send requests. */
export const isCaller: Is = ({ kind, id }, { backend }) =>
  kind === 'actor' && !partsOf(backend).some((part) => part.id === id);

/** The process that requests arrive at; what is said of code is said of it, whichever process runs which part. */
export const isApplication: Is = ({ id }, { backend }) => entryOf(backend)?.id === id;

/** The same, where the repository says how its image is built. */
export const isBuiltHere: Is = (element, basis) =>
  isApplication(element, basis) &&
  basis.backend.architecture.deployment.some(({ kind }) => kind === 'dockerfile');

export const isStore: Is = ({ kind }) => kind === 'store';

const partOf = ({ id }: Element, { backend }: Basis): Container | undefined =>
  partsOf(backend).find((part) => part.id === id);

const isDocuments = (part: Container | undefined): boolean =>
  part?.kind === 'database' &&
  /mongo|couch|firestore|dynamo|documentdb|cosmos/i.test(`${part.id} ${part.technology}`);

export const isDatabase: Is = (element, basis) => partOf(element, basis)?.kind === 'database';

export const isDocumentStore: Is = (element, basis) => isDocuments(partOf(element, basis));

export const isSqlStore: Is = (element, basis) => {
  const part = partOf(element, basis);
  return part?.kind === 'database' && !isDocuments(part);
};

const ends = ({ connection }: Element, { backend }: Basis): Container | undefined =>
  partsOf(backend).find(({ id }) => id === connection?.to);

/** From outside to the process that requests arrive at. */
export const isWayIn: Is = ({ kind, connection }) => kind === 'flow' && connection === undefined;

export const isOutgoing: Is = (element, basis) =>
  element.kind === 'flow' && ends(element, basis)?.kind === 'external';

export const isInnerFlow: Is = (element, basis) => {
  const to = ends(element, basis);
  return element.kind === 'flow' && to !== undefined && to.kind !== 'external';
};
