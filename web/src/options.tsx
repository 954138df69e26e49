import type { ScoredOption } from '../../src/model/decision.ts';
import type { ReportData } from '../../src/render/report-data.ts';
import { Amount } from './number.tsx';
import { Prose } from './text.tsx';

/** The options side by side, the chosen one first, with the numbers at which the choice flips. */
export function Options({ data }: { readonly data: ReportData }) {
  const { design } = data;
  if (design === undefined) return <h1>No options: this backend was recovered, not designed</h1>;
  const chosen = design.options.find(({ id }) => id === design.chosen);
  const others = design.options
    .filter(({ id }) => id !== design.chosen)
    .toSorted((a, b) => Number(b.meets) - Number(a.meets) || a.movingParts.value - b.movingParts.value);
  return (
    <>
      <h1>Options and the choice</h1>
      <p>
        <Prose text={design.because} />
      </p>
      <h2>When the choice flips</h2>
      {design.flips.length === 0 ? (
        <p>At no load that was tried.</p>
      ) : (
        <ul>
          {design.flips.map((flip) => (
            <li key={flip.input + flip.to}>
              {flip.input} at <Amount quantity={flip.at} name={`Flip: ${flip.input}`} />: {flip.title}.{' '}
              <Prose text={flip.because} />
            </li>
          ))}
        </ul>
      )}
      {chosen === undefined ? null : <Criteria option={chosen} />}
      <h2>All {design.options.length} options</h2>
      <OptionTable options={[...(chosen === undefined ? [] : [chosen]), ...others]} chosen={design.chosen} />
    </>
  );
}

const why = ({ excluded, criteria }: ScoredOption): string =>
  excluded?.because ??
  criteria
    .filter(({ met }) => !met)
    .map(({ words }) => words)
    .join('; ');

const Criteria = ({ option }: { readonly option: ScoredOption }) => (
  <>
    <h2>Chosen: {option.title}</h2>
    <div class="scroll" tabIndex={0} role="region" aria-label="Criteria of the chosen option">
      <table>
        <thead>
          <tr>
            <th scope="col">Criterion</th>
            <th scope="col">Met</th>
            <th scope="col">Value</th>
            <th scope="col">Limit</th>
          </tr>
        </thead>
        <tbody>
          {option.criteria.map((criterion) => (
            <tr key={criterion.id}>
              <td>{criterion.words}</td>
              <td>{criterion.met ? 'yes' : 'no'}</td>
              <td>
                <Amount quantity={criterion.value} name={criterion.words} />
              </td>
              <td>
                {criterion.limit === undefined ? null : (
                  <Amount quantity={criterion.limit} name={`Limit: ${criterion.words}`} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </>
);

const OptionTable = ({
  options,
  chosen,
}: {
  readonly options: readonly ScoredOption[];
  readonly chosen: string;
}) => (
  <div class="scroll" tabIndex={0} role="region" aria-label="Table of options">
    <table>
      <thead>
        <tr>
          <th scope="col">Option</th>
          <th scope="col">Meets all</th>
          <th scope="col">Moving parts</th>
          <th scope="col">Cost</th>
          <th scope="col">Holds up to</th>
          <th scope="col">First limit</th>
          <th scope="col">Fails or excluded because</th>
        </tr>
      </thead>
      <tbody>
        {options.map((option) => (
          <tr key={option.id} class={option.id === chosen ? 'chosen' : ''}>
            <th scope="row">{option.title}</th>
            <td>{option.meets ? 'yes' : 'no'}</td>
            <td>
              <Amount quantity={option.movingParts} name={`${option.title}: moving parts`} />
            </td>
            <td>
              <Amount quantity={option.cost} name={`${option.title}: cost`} />
            </td>
            <td>
              <Amount quantity={option.ceiling} name={`${option.title}: ceiling`} />
            </td>
            <td>{option.bottleneck}</td>
            <td>{why(option)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
