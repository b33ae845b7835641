// How actors look: by kind, or by the bloc that they belong to; and the legend.
import { el } from './dom.js';

export const kinds = { State: 'state', Person: 'person', MilitantGroup: 'militant group', IGO: 'intergovernmental organisation', Organization: 'other organisation', Population: 'people', Place: 'place' };

// blocs are the colours of the largest ones.
export const blocs = ['bloc1', 'bloc2', 'bloc3', 'bloc4', 'bloc5', 'bloc6', 'bloc7', 'bloc8'];

// dot is the mark of a kind of actor.
export const dot = (kind) => el('span', { class: `dot ${kind in kinds || blocs.includes(kind) ? kind : ''}`, 'aria-hidden': 'true' });

// legend explains what is seen: only colours that are.
export function legend(list, actors, { size, colour }, map) {
  const items = [];
  if (!map && colour === 'bloc') {
    const shown = new Set(actors.map((a) => a.measure?.bloc ?? 0));
    blocs.forEach((b, i) => { if (shown.has(i + 1)) items.push(el('li', {}, dot(b), `bloc ${i + 1}`)); });
    items.push(el('li', {}, dot(''), 'another or none'));
  } else if (!map) {
    const shown = new Set(actors.map((a) => a.kind));
    for (const [kind, words] of Object.entries(kinds)) if (shown.has(kind)) items.push(el('li', {}, dot(kind), words));
  }
  for (const [sign, words] of [['cooperation', 'cooperation'], ['conflict', 'conflict'], ['neutral', 'standing tie']]) items.push(el('li', {}, el('span', { class: `dot dash ${sign}`, 'aria-hidden': 'true' }), words));
  items.push(el('li', {}, 'wider line: more sources'));
  if (!map && size) items.push(el('li', {}, `larger: more ${{ degree: 'partners', events: 'events', rank: 'PageRank' }[size]}`));
  list.replaceChildren(...items);
}
