import { byId, element, fetchText } from './base.js';
import { showEvents } from './events.js';
import { showGraphql } from './graphql.js';
import { showOperations } from './operations.js';

const views = ['operations', 'graphql', 'events'];

function showView() {
  const wanted = location.hash.slice(1);
  const view = views.includes(wanted) ? wanted : 'operations';
  for (const each of views) {
    byId(each).hidden = each !== view;
    if (each === view) byId(`to-${each}`).setAttribute('aria-current', 'page');
    else byId(`to-${each}`).removeAttribute('aria-current');
  }
}

async function takeToken(event) {
  event.preventDefault();
  const role = byId('role').value;
  const who = byId('who');
  if (role === 'anonymous') {
    byId('token').value = '';
    who.textContent = 'Nobody is signed in.';
    return;
  }
  const { status, text } = await fetchText('/_preview/access-token', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-preview-key': byId('key').value },
    body: JSON.stringify({ role }),
  });
  if (status !== 200) {
    who.textContent = 'No token: the control key is printed where the preview was started.';
    return;
  }
  const { token: made, person } = JSON.parse(text);
  byId('token').value = made;
  who.textContent = `${role}, ${person}`;
}

// The key stands behind #key= in the address, where no server sees it; it is taken out of it at once.
const given = /^#key=([\w-]+)$/.exec(location.hash)?.[1];
if (given !== undefined) {
  byId('key').value = given;
  history.replaceState(null, '', location.pathname);
}
addEventListener('hashchange', showView);
byId('sign-in').addEventListener('submit', takeToken);
showView();
const [about, openapi, sdl] = await Promise.all(
  ['about.json', 'openapi.json', 'schema.graphql'].map((name) => fetchText(`/explorer/${name}`)),
);
const preview = JSON.parse(about.text);
document.title = `${preview.name}: API explorer`;
byId('title').textContent = `${preview.name}: API explorer`;
byId('role').append(...preview.roles.map((name) => element('option', {}, name)));
showOperations(JSON.parse(openapi.text));
showGraphql(sdl.text);
showEvents(preview);
