import type { ReportData } from '../../src/render/report-data.ts';
import { OriginDetail } from './number.tsx';
import { openDrawer } from './drawer.tsx';
import { Prose } from './text.tsx';

/** Open questions, contradictions, assumptions, what was not understood, and what could not be read. */
export function Unknown({ data }: { readonly data: ReportData }) {
  const { questions, contradictions, assumptions, unread, gaps } = data;
  return (
    <>
      <h1>What is not known</h1>
      <Questions questions={questions} />
      {contradictions.length === 0 ? null : (
        <section>
          <h2>Contradictions ({contradictions.length})</h2>
          <ul>
            {contradictions.map(({ id, what, why, ask, accepted }) => (
              <li key={id}>
                <strong>{id}</strong> <Prose text={`${what} ${why}`} /> <em>{ask}</em>
                {accepted === true ? ' Accepted by the brief.' : ''}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Assumptions assumptions={assumptions} />
      {unread.length === 0 ? null : (
        <section>
          <h2>Not understood in the request ({unread.length})</h2>
          <ul>
            {unread.map(({ text, why }) => (
              <li key={text}>
                <q>{text}</q>: {why}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Gaps gaps={gaps} />
    </>
  );
}

const Questions = ({ questions }: Pick<ReportData, 'questions'>) =>
  questions.length === 0 ? null : (
    <section>
      <h2>Open questions ({questions.length})</h2>
      <ol class="questions">
        {questions.map(({ id, ask, default: taken, effect, impact, affects, answer }) => (
          <li key={id}>
            <strong>
              {id} {ask}
            </strong>{' '}
            <span class={`severity ${impact}`}>{impact} impact</span>
            <br />
            Taken for now: {taken}. {effect}
            <br />
            <small>
              Affects {affects.join(', ')}
              {answer === undefined ? '' : `; the answer goes to ${answer} of the brief`}
            </small>
          </li>
        ))}
      </ol>
    </section>
  );

const Assumptions = ({ assumptions }: Pick<ReportData, 'assumptions'>) => (
  <section>
    <h2>Assumed and default values ({assumptions.length})</h2>
    <div class="scroll" tabIndex={0} role="region" aria-label="Table of assumptions">
      <table>
        <thead>
          <tr>
            <th scope="col">Id</th>
            <th scope="col">Subject</th>
            <th scope="col">Value</th>
            <th scope="col">Because</th>
          </tr>
        </thead>
        <tbody>
          {assumptions.map((each) => (
            <tr key={each.id}>
              <td>
                <button
                  class="link"
                  onClick={() => openDrawer(`Assumption ${each.id}`, <OriginDetail origin={each.origin} />)}
                >
                  {each.id}
                </button>
              </td>
              <td>{each.subject}</td>
              <td>{each.value}</td>
              <td>{each.because}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
);

const Gaps = ({ gaps }: Pick<ReportData, 'gaps'>) => (
  <section>
    <h2>Gaps ({gaps.length})</h2>
    {gaps.length === 0 ? <p>None: everything was read and resolved.</p> : null}
    <ul>
      {gaps.slice(0, 300).map(({ kind, subject, why }, index) => (
        <li key={index}>
          <code>{kind}</code> {subject}: {why}
        </li>
      ))}
    </ul>
    {gaps.length > 300 ? <p>and {gaps.length - 300} more in handoff.json</p> : null}
  </section>
);
