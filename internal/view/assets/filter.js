// The filter: what of the graph is shown, as the parameters of a request.
import { count, el, inWords } from './dom.js';

const $ = (id) => document.getElementById(id);

// parameters are those of the filter; the network alone takes how many
// neighbours there are.
export function parameters(form, { network = false, days = true } = {}) {
  const p = new URLSearchParams();
  for (const [key, value] of new FormData(form)) {
    if (value === '' || value === '0' || (key === 'around' && !network) || (!days && (key === 'from' || key === 'to'))) continue;
    p.append(key, value);
  }
  return p;
}

// words says what the filter lets through, for a caption.
export function words(form) {
  const e = form.elements, n = form.querySelectorAll('#relations input[name]:checked').length;
  return [
    (e.from.value || e.to.value) && `events ${e.from.value || '…'} to ${e.to.value || '…'}`, e.asof.value && `as known on ${e.asof.value}`, n && count(n, 'relation'),
    e.source.value && `told by ${e.source.value}`, e.sources.value > 0 && `${e.sources.value} or more sources`, e.confidence.value > 0 && `confidence ${e.confidence.value} or more`,
    e.source_kind.value && `coded by ${e.source_kind.selectedOptions[0].textContent}`, e.stance.value && e.stance.selectedOptions[0].textContent,
  ].filter(Boolean).join(', ');
}

// family is a group of relations with a box that ticks all of them.
function family({ name, types }) {
  const all = el('input', { type: 'checkbox', 'aria-label': `All ${name}` });
  const boxes = types.map((r) => el('input', { type: 'checkbox', name: 'relation', value: r }));
  const number = el('span', { class: 'soft' });
  const tell = () => {
    const n = boxes.filter((b) => b.checked).length;
    all.checked = n === boxes.length;
    all.indeterminate = n > 0 && n < boxes.length;
    number.textContent = n ? `${n} of ${boxes.length}` : String(boxes.length);
  };
  all.addEventListener('input', () => { boxes.forEach((b) => { b.checked = all.checked; }); tell(); });
  const group = el('div', { class: 'family' }, all, el('details', {}, el('summary', {}, name, ' ', number), ...types.map((r, i) => el('label', {}, boxes[i], inWords(r)))));
  group.tell = tell;
  group.addEventListener('input', tell);
  tell();
  return group;
}

// wire fills the filter with what the graph has; onChange is told of changes.
export function wire(form, start, onChange) {
  $('relations').replaceChildren(...start.families.map(family));
  $('sources').replaceChildren(...start.sources.map((s) => el('option', { value: s.name }, count(s.articles, 'article'))));
  const coders = form.elements.source_kind, chosen = coders.value;
  coders.replaceChildren(coders.options[0], ...start.coders.map((c) => el('option', { value: c }, c === 'text' ? 'Entente, from articles' : c.toUpperCase())));
  coders.value = start.coders.includes(chosen) ? chosen : '';
  $('coded').hidden = start.coders.length < 2 && !coders.value;
  form.onchange = null;
  form.oninput = () => { tell(form); onChange(); };
  tell(form);
}

function tell(form) {
  $('sources-shown').textContent = form.elements.sources.value;
  $('confidence-shown').textContent = form.elements.confidence.value;
  const n = form.querySelectorAll('#relations input[name]:checked').length;
  $('relations-shown').textContent = n ? `(${n})` : '(all)';
}

// reset lets all through.
export function reset(form) {
  form.reset();
  form.querySelectorAll('.family').forEach((f) => f.tell());
  tell(form);
}
