import { byId, credentials, element, fetchText, labelled, pretty, printed, randomKey } from './base.js';

/** What stands behind a reference of the document. */
function resolved(document, value) {
  if (typeof value?.$ref !== 'string') return value;
  return value.$ref
    .slice(2)
    .split('/')
    .reduce((at, key) => at?.[decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')], document);
}

function operationsOf(document) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, operation]) => operation?.operationId !== undefined)
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

export function showOperations(document) {
  const all = operationsOf(document);
  const list = byId('list');
  const render = () => {
    const words = byId('search').value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = all.filter(({ method, path, operation }) => {
      const text =
        `${method} ${path} ${operation.operationId} ${operation.summary ?? ''} ${(operation.tags ?? []).join(' ')}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    byId('count').textContent = `${found.length} of ${all.length} operations`;
    const tags = [...new Set(found.map(({ operation }) => operation.tags?.[0] ?? 'other'))];
    list.replaceChildren(
      ...tags.flatMap((tag) => [
        element('h3', {}, tag),
        element(
          'ul',
          {},
          ...found
            .filter(({ operation }) => (operation.tags?.[0] ?? 'other') === tag)
            .map((each) => entryOf(document, each)),
        ),
      ]),
    );
  };
  byId('search').addEventListener('input', render);
  render();
}

function entryOf(document, each) {
  const { method, path, operation } = each;
  return element(
    'li',
    {},
    element(
      'button',
      {
        type: 'button',
        'aria-pressed': 'false',
        title: operation.summary,
        onclick: ({ currentTarget }) => {
          for (const other of entryButtons()) other.setAttribute('aria-pressed', 'false');
          currentTarget.setAttribute('aria-pressed', 'true');
          showDetail(document, each);
        },
      },
      element('span', { class: 'method' }, method),
      ` ${path}`,
    ),
  );
}

const entryButtons = () => byId('list').querySelectorAll('button');

function showDetail(document, { method, path, operation }) {
  const parameters = (operation.parameters ?? []).map((each) => resolved(document, each));
  const [media, content] = Object.entries(resolved(document, operation.requestBody)?.content ?? {})[0] ?? [];
  const fields = parameters.map((parameter) => ({ parameter, field: parameterField(document, parameter) }));
  const body = media && element('textarea', { rows: '10', spellcheck: 'false' });
  if (body) body.value = printed(content.example ?? resolved(document, content.schema)?.example ?? {});
  const output = element('div', { role: 'status' });
  const send = async (event) => {
    event.preventDefault();
    output.replaceChildren(...(await tried({ method, path, fields, media, body })));
  };
  byId('detail').replaceChildren(
    element('h3', {}, element('span', { class: 'method' }, method), path),
    element('p', {}, operation.description ?? operation.summary ?? ''),
    element(
      'form',
      { onsubmit: send },
      fields.length === 0
        ? undefined
        : element(
            'fieldset',
            {},
            element('legend', {}, 'Parameters'),
            ...fields.map(({ parameter, field }) =>
              labelled(`${parameter.name}${parameter.required ? ' (required)' : ''}`, field),
            ),
          ),
      body && element('label', { class: 'wide' }, `Body, ${media}`, body),
      element('button', {}, 'Send'),
    ),
    output,
    element('h3', {}, 'Documented answers'),
    answersTable(document, operation),
  );
}

function parameterField(document, parameter) {
  const schema = resolved(document, parameter.schema) ?? {};
  if (schema.enum !== undefined)
    return element(
      'select',
      {},
      ...(parameter.required ? [] : [element('option', { value: '' }, '–')]),
      ...schema.enum.map((value) => element('option', {}, String(value))),
    );
  const field = element('input', {
    placeholder: schema.format ?? (Array.isArray(schema.type) ? schema.type.join(' ') : schema.type),
  });
  if (parameter.name === 'Idempotency-Key') field.value = randomKey();
  return field;
}

function answersTable(document, { responses = {} }) {
  return element(
    'table',
    {},
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, 'Status'),
        element('th', { scope: 'col' }, 'Meaning'),
      ),
    ),
    element(
      'tbody',
      {},
      ...Object.entries(responses).map(([status, response]) =>
        element(
          'tr',
          {},
          element('td', {}, status),
          element('td', {}, resolved(document, response)?.description ?? ''),
        ),
      ),
    ),
  );
}

async function tried({ method, path, fields, media, body }) {
  const query = new URLSearchParams();
  const headers = { ...credentials(), ...(media && { 'content-type': media }) };
  let target = path;
  for (const { parameter, field } of fields) {
    const value = field.value.trim();
    if (parameter.in === 'path') target = target.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (value !== '' && parameter.in === 'query') query.set(parameter.name, value);
    else if (value !== '' && parameter.in === 'header') headers[parameter.name] = value;
  }
  const url = query.size === 0 ? target : `${target}?${query}`;
  try {
    const began = performance.now();
    const {
      status,
      headers: got,
      text,
    } = await fetchText(url, { method, headers, ...(body && { body: body.value }) });
    return [
      element('h3', {}, `${status} in ${Math.round(performance.now() - began)} ms`),
      element(
        'pre',
        { tabindex: '0', 'aria-label': 'Headers of the answer' },
        [...got].map(([name, value]) => `${name}: ${value}`).join('\n'),
      ),
      element('pre', { tabindex: '0', 'aria-label': 'Body of the answer' }, pretty(text) || '(no body)'),
    ];
  } catch (error) {
    return [element('p', {}, `Not sent: ${error.message}`)];
  }
}
