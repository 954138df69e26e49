import { byId, credentials, element, fetchText, labelled, pretty } from './base.js';

const firstQuery = '{ __schema { queryType { fields { name } } } }';

export function showGraphql(sdl) {
  const box = byId('graphql-box');
  if (sdl === '') return box.replaceChildren(element('p', {}, 'The design offers no GraphQL.'));
  const query = element('textarea', { rows: '12', spellcheck: 'false' });
  const variables = element('textarea', { rows: '4', spellcheck: 'false' });
  const find = element('input', { type: 'search', autocomplete: 'off' });
  const schema = element('pre', { tabindex: '0', 'aria-label': 'Schema' });
  const output = element('div', { role: 'status' });
  query.value = firstQuery;
  variables.value = '{}';
  const blocks = sdl.split(/\n\n+/);
  const render = () => {
    const word = find.value.toLowerCase();
    schema.textContent =
      blocks.filter((block) => block.toLowerCase().includes(word)).join('\n\n') || 'nothing found';
  };
  find.addEventListener('input', render);
  render();
  const send = async (event) => {
    event.preventDefault();
    output.replaceChildren(...(await executed(query.value, variables.value)));
  };
  box.replaceChildren(
    element(
      'div',
      { class: 'two' },
      element('div', {}, labelled('Find in the schema', find), schema),
      element(
        'div',
        {},
        element(
          'form',
          { onsubmit: send },
          labelled('Document', query),
          labelled('Variables', variables),
          element('button', {}, 'Execute'),
        ),
        output,
      ),
    ),
  );
}

async function executed(query, variables) {
  try {
    const { status, text } = await fetchText('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...credentials() },
      body: JSON.stringify({ query, variables: JSON.parse(variables || '{}') }),
    });
    return [
      element('h3', {}, String(status)),
      element('pre', { tabindex: '0', 'aria-label': 'Answer' }, pretty(text)),
    ];
  } catch (error) {
    return [element('p', {}, `Not sent: ${error.message}`)];
  }
}
