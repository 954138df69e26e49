import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Code } from '../code.ts';
import { lineageOf, methodsIn } from '../code.ts';
import { readsOf } from '../reads.ts';
import { originIn } from '../../languages/syntax.ts';

/** Channels of ActionCable: `/cable#Channel.action` for what clients can call, the channel alone where that is nothing. */
export function cableRoutes(code: Code, cable: RoutePath | undefined): readonly DeclaredRoute[] {
  const path = cable ?? { text: '/cable', resolved: true };
  return code.files
    .filter(({ text }) => /class\s+\S+\s*<\s*\S*Channel\b/.test(text))
    .flatMap(({ path: file }) =>
      code.openingsIn(file).flatMap((opening): readonly DeclaredRoute[] => {
        const lineage = lineageOf(code, [opening]);
        if (opening.kind !== 'class' || /^ApplicationCable::Channel$/.test(opening.name)) return [];
        if (
          !lineage.outside.some((name) =>
            /^(ActionCable::Channel::Base|ApplicationCable::Channel)$/.test(name),
          )
        )
          return [];
        const actions = methodsIn(opening).filter(
          ({ visible, name }) => visible && !/^(subscribed|unsubscribed|initialize)$/.test(name),
        );
        const guards = connectionGuards(code);
        const base = {
          technology: 'actioncable',
          methods: ['ANY'],
          guards,
          protocol: 'ws',
          handlerLooksAtCredentials: 'unseen',
        } as const;
        if (actions.length === 0)
          return [
            {
              ...base,
              path: { ...path, text: `${path.text}#${opening.name}` },
              parameters: [],
              handler: { file, line: opening.node.line, name: opening.name },
              origin: originIn(file, opening.node),
            },
          ];
        return actions.map(({ name, node }) => ({
          ...base,
          path: { ...path, text: `${path.text}#${opening.name}.${name}` },
          parameters: readsOf([node], { file, scope: { code, namespace: opening.name }, methods: ['POST'] }),
          handler: { file, line: node.line, name: `${opening.name}#${name}` },
          origin: originIn(file, node),
        }));
      }),
    );
}

/** A connection that rejects who is not known guards every channel. */
function connectionGuards(code: Code): readonly JudgedGuard[] {
  const [connection] = code.find('ApplicationCable::Connection', '');
  if (connection === undefined || !/reject_unauthorized_connection/.test(connection.node.text)) return [];
  return [
    {
      guard: {
        name: 'reject_unauthorized_connection',
        kind: 'authentication',
        requires: [],
        origin: originIn(connection.file, connection.node),
      },
      resolved: true,
      conditional: false,
      passes: false,
    },
  ];
}
