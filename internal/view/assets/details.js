// The panel of details: an actor with its edges, two actors with theirs, an
// edge with its events and sentences.
import { arrows, count, el, inWords, link, name, period } from './dom.js';
import { dot, kinds } from './look.js';

const roles = { actor: 'who acts', recipient: 'to whom', theme: 'about what', mediator: 'mediator', trigger: 'the words of the act', cue: 'how it is said', speaker: 'who says so' };

function sign(score) {
  if (score === 0) return el('span', {}, '0');
  return el('span', { class: score < 0 ? 'conflict-text' : 'cooperation-text' }, (score > 0 ? '+' : '') + String(Math.round(score * 10) / 10));
}

function edgeButton(e, names, current, onEdge) {
  return el('li', {}, el('button', { type: 'button', 'aria-current': e.key === current ? 'true' : '', onclick: () => onEdge(e) },
    name(names(e.from)), ' ', el('b', {}, inWords(e.relation)), ' ', name(names(e.to)),
    el('span', { class: 'soft' }, ` · ${period(e.first, e.last)} · ${count(e.events, 'event')} · ${count(e.independent, 'source')}`), ' ',
    e.coder ? el('span', { class: 'tag' }, e.coder.toUpperCase()) : '', ' ', e.denied ? el('span', { class: 'tag' }, `denied by ${e.denied}`) : '', e.ended ? el('span', { class: 'soft' }, ` ended ${e.ended}`) : '', e.office ? el('span', { class: 'soft' }, ' by office') : ''));
}

const edgeList = (edges, names, current, onEdge) => arrows(el('ul', { class: 'edges', 'aria-label': 'Edges' }, ...edges.map((e) => edgeButton(e, names, current, onEdge))));

const listed = 60; // edges of a list of several actors

// intro lists the edges of the picture, where nothing is chosen.
export function intro(panel, title, start, edges, names, onEdge) {
  panel.replaceChildren(el('h2', {}, title),
    el('p', {}, 'Find an actor, or click one, to see whom it deals with; click a line to read why it is there.'),
    el('p', { class: 'soft' }, 'Keys: / searches, arrows walk through lists, Enter opens, Esc goes back.'),
    el('p', { class: 'soft' }, start?.events ? `The graph knows ${count(start.events, 'event')} from ${start.first || '?'} to ${start.last || '?'}.` : ''),
    el('h3', {}, edges.length > listed ? `The ${listed} best attested of ${count(edges.length, 'edge')}` : `${count(edges.length, 'edge')} in the picture`),
    edgeList(edges.slice(0, listed), names, '', onEdge));
}

// list lists edges under a title.
export function list(panel, title, edges, names, onEdge) {
  panel.replaceChildren(el('h2', {}, name(title)), el('h3', {}, edges.length > listed ? `The ${listed} best attested of ${count(edges.length, 'edge')}` : count(edges.length, 'edge')), edgeList(edges.slice(0, listed), names, '', onEdge));
}

// measures are what network analysis says of an actor.
function measures(m) {
  if (!m) return '';
  return el('p', { class: 'soft' }, `${count(m.degree, 'partner')} · ${count(m.events, 'event')} · PageRank ${m.rank.toFixed(4)} · ${m.bloc ? `bloc ${m.bloc}` : 'no bloc'}`);
}

// actor shows an actor with its edges; decisions is null where nothing can be
// decided.
export function actor(panel, a, lines, names, decisions, { onExpand, onCollapse, onOnly, onEdge }) {
  const edges = lines.filter((l) => l.a === a.id || l.b === a.id).flatMap((l) => l.edges).sort((x, y) => y.independent - x.independent || (x.key < y.key ? -1 : 1));
  panel.replaceChildren(el('h2', {}, dot(a.kind), name(a.name)),
    el('p', { class: 'soft' }, kinds[a.kind] ?? '', ' · ', name(a.id)),
    el('div', { class: 'buttons' },
      a.focus ? el('button', { type: 'button', onclick: onCollapse }, 'Hide its edges') : el('button', { type: 'button', class: 'main', onclick: onExpand }, 'Show all its edges'),
      el('button', { type: 'button', onclick: onOnly }, 'Show only this actor')),
    measures(a.measure),
    decisions ? el('details', { class: 'decide' }, el('summary', {}, 'Decide about this actor'), el('div', { class: 'buttons' },
      el('button', { type: 'button', onclick: () => decisions.rename(a) }, 'Rename …'),
      el('button', { type: 'button', onclick: () => decisions.merge('same', a) }, 'Same as …'),
      el('button', { type: 'button', onclick: () => decisions.merge('different', a) }, 'Different from …'))) : '',
    el('h3', {}, `${count(edges.length, 'edge')} in the picture`),
    edgeList(edges, names, '', onEdge));
}

export function line(panel, l, names, current, onEdge) {
  const evidence = el('section', { id: 'evidence', 'aria-live': 'polite', 'aria-label': 'Events and sentences' });
  panel.replaceChildren(el('h2', {}, name(names(l.a)), ' and ', name(names(l.b))), edgeList(l.edges, names, current, onEdge), evidence);
  return evidence;
}

// verdict asks whether something is right.
const verdict = (decisions, id, words, what) => (decisions ? el('span', { class: 'verdict' },
  el('button', { type: 'button', 'aria-label': `Accept the ${what}`, onclick: () => decisions.ask('accept', [{ id, name: words }]) }, 'Accept'),
  el('button', { type: 'button', 'aria-label': `Reject the ${what}`, onclick: () => decisions.ask('reject', [{ id, name: words }]) }, 'Reject')) : '');

function sentence(s, decisions) {
  const text = s.parts.map((p) => (p.role ? el('mark', { class: p.role, title: roles[p.role] ?? p.role }, p.text) : p.text));
  const how = [s.denies && 'denies it', s.modality, `confidence ${s.confidence.toFixed(2)}`, s.rule].filter(Boolean).join(' · ');
  return [
    el('blockquote', { class: s.denies ? 'denies' : '' }, el('bdi', {}, ...text)),
    el('div', { class: 'source' }, name(s.source || 'source unknown'), s.date ? `, ${s.date}: ` : ': ', link(s.url, s.title || s.url || 'untitled'),
      el('br'), s.speaker ? el('span', {}, 'said by ', name(s.speaker), ' · ') : '', how, ' ', verdict(decisions, s.id, s.parts.map((p) => p.text).join(''), 'claim')),
  ];
}

// maybe asks whether another event is the same.
function maybe(e, m, decisions) {
  const pair = [{ id: e.id, name: `${e.date}: ${e.what}` }, { id: m.id, name: `${m.date}: ${m.what}` }];
  return el('p', { class: 'maybe' }, `May be the same (${Math.round(100 * m.likeness)}%): ${m.date || 'no date'}, `, name(m.what), ' ', decisions ? el('span', { class: 'verdict' },
    el('button', { type: 'button', onclick: () => decisions.ask('same', pair) }, 'Same'), el('button', { type: 'button', onclick: () => decisions.ask('different', pair) }, 'Different')) : '');
}

// events appends the events of an answer; onMore asks for the next ones.
export function events(section, answer, decisions, onMore) {
  section.querySelector('.more')?.remove();
  if (!section.querySelector('h3')) section.append(el('h3', {}, count(answer.total, 'event')), answer.total ? '' : el('p', { class: 'soft' }, 'The filter lets no event of this edge through.'));
  for (const e of answer.events) {
    section.append(el('article', { class: 'event' },
      el('h3', {}, (e.inferred ? 'about ' : '') + (e.date || 'no date'), ': ', name(e.what)),
      el('p', { class: 'soft' }, count(e.sources, 'independent source'), ' · Goldstein ', sign(e.score), ' ', e.coder ? el('span', { class: 'tag' }, e.coder.toUpperCase()) : '', ' ', e.held ? el('span', { class: 'tag' }, e.held) : '', ' ', verdict(decisions, e.id, `${e.date}: ${e.what}`, 'event')),
      ...(e.maybe ?? []).map((m) => maybe(e, m, decisions)), ...e.told.flatMap((t) => sentence(t, decisions)), e.more ? el('p', { class: 'soft' }, `${count(e.more, 'more sentence')} not shown`) : ''));
  }
  if (answer.next) section.append(el('button', { type: 'button', class: 'more', onclick: () => onMore(answer.next) }, `Show more of ${answer.total}`));
}
