// The search for an actor: a text field with a list, used by keys or pointer.
import { ask, el, name } from './dom.js';
import { dot, kinds } from './look.js';

// search wires the field. also gives further parameters of the request; onChosen
// gets the actor, onError what went wrong.
export function search(input, list, also, onChosen, onError) {
  let found = [], at = -1, asked = null, timer = 0;

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }
  function mark(i) {
    at = i;
    [...list.children].forEach((li, j) => li.setAttribute('aria-selected', String(j === i)));
    if (i >= 0) {
      input.setAttribute('aria-activedescendant', list.children[i].id);
      list.children[i].scrollIntoView({ block: 'nearest' });
    }
  }
  function choose(i) {
    const actor = found[i];
    close();
    input.value = '';
    onChosen(actor);
  }
  function show() {
    list.replaceChildren(...found.map((a, i) => el('li', { role: 'option', id: `found-${i}`, 'aria-selected': 'false', onmousedown: (e) => { e.preventDefault(); choose(i); } },
      dot(a.kind), name(a.name), ' ', el('span', { class: 'soft' }, `${kinds[a.kind] ?? a.kind} · ${a.id}`))));
    if (!found.length) list.append(el('li', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, 'No actor of this name in the graph'));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    if (found.length) mark(0);
  }
  async function look() {
    asked?.abort();
    asked = new AbortController();
    const q = input.value.trim();
    if (!q) return close();
    try {
      found = await ask('find', new URLSearchParams({ q, ...also() }), asked.signal);
      show();
    } catch (error) {
      if (error.name !== 'AbortError') onError(error);
    }
  }
  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(look, 120); });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', async (event) => {
    if (event.key === 'Escape') {
      if (!list.hidden || input.value) { // the first clears the field, the next goes back
        event.stopPropagation();
        event.preventDefault();
      }
      close();
      input.value = '';
      return;
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      if (list.hidden) { clearTimeout(timer); await look(); } else if (found[at]) choose(at);
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !list.hidden && found.length) {
      event.preventDefault();
      mark((at + step + found.length) % found.length);
    }
  });
}
