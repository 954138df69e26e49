import { byId, element, token } from './base.js';

const shownEvents = 200;

export function showEvents({ socket, events }) {
  const box = byId('events-box');
  if (socket === null) return box.replaceChildren(element('p', {}, 'The design offers no event socket.'));
  const choices = events.map((name) => ({ name, field: element('input', { type: 'checkbox' }) }));
  const state = element('p', { role: 'status' }, 'Not connected.');
  const log = element('pre', { tabindex: '0', 'aria-label': 'Events', 'aria-live': 'polite' });
  const lines = [];
  let open;
  let last;
  const say = (text) => {
    lines.unshift(text);
    lines.length = Math.min(lines.length, shownEvents);
    log.textContent = lines.join('\n\n');
  };
  const connect = () => {
    open?.close(1000);
    const wanted = choices.filter(({ field }) => field.checked).map(({ name }) => name);
    if (wanted.length === 0) return void (state.textContent = 'Choose at least one event.');
    open = listen(socket, wanted, last, {
      state: (text) => (state.textContent = text),
      frame: (frame) => {
        last = frame.event?.id ?? last;
        say(JSON.stringify(frame.event ?? frame, null, 2));
      },
    });
  };
  box.replaceChildren(
    element(
      'p',
      { class: 'quiet' },
      `${socket.path}, subprotocol ${socket.subprotocol}. After a break it resumes from the last event it has seen.`,
    ),
    element(
      'fieldset',
      {},
      element('legend', {}, 'Events'),
      ...choices.map(({ name, field }) => element('label', { class: 'check' }, field, name)),
    ),
    element(
      'div',
      { class: 'row' },
      element('button', { type: 'button', onclick: connect }, 'Listen'),
      element('button', { type: 'button', onclick: () => open?.close(1000) }, 'Stop'),
    ),
    state,
    log,
  );
}

/** A socket that hears of the wanted events, from the last one that was seen. */
function listen({ path, subprotocol }, wanted, last, told) {
  const protocols = [subprotocol, ...(token() === '' ? [] : [`bearer.${token()}`])];
  const socket = new WebSocket(`ws://${location.host}${path}`, protocols);
  socket.addEventListener('open', () => {
    told.state('Connected.');
    socket.send(
      JSON.stringify({
        type: 'subscribe',
        events: wanted,
        ...(last !== undefined && { last_event_id: last }),
      }),
    );
  });
  socket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(data);
    if (frame.type === 'ping') socket.send('{"type":"pong"}');
    else told.frame(frame);
  });
  socket.addEventListener('close', ({ code, reason }) => told.state(`Closed: ${code} ${reason}`));
  return socket;
}
