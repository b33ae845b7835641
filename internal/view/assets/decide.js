// Decisions: asked for in a dialog, sent to the server, listed, undone.
import { ask, el, name, send } from './dom.js';
import { search } from './search.js';

const words = {
  same: 'are the same', different: 'are not the same', accept: 'is right', reject: 'is wrong', rename: 'is renamed', undo: 'is undone',
};

// Decisions is what the page can decide. onDone gets the words of what was done
// and a way to undo it; onError what went wrong.
export class Decisions {
  constructor(dialog, { onDone, onError }) {
    this.dialog = dialog;
    this.onDone = onDone;
    this.onError = onError;
    this.by = '';
  }

  // ask lets the person give a reason and confirm; about are {id, name}.
  ask(kind, about, fields = []) {
    const reason = el('input', { type: 'text', maxlength: '500', autocomplete: 'off', id: 'ask-reason' });
    const go = el('button', { type: 'submit', class: 'main' }, 'Decide');
    const wrong = el('p', { class: 'wrong', role: 'alert' });
    const form = el('form', { method: 'dialog' },
      el('h2', { id: 'ask-title' }, this.#title(kind, about)), ...about.map((a) => el('p', { class: 'about' }, name(a.name), ' ', el('span', { class: 'soft' }, a.name === a.id ? '' : a.id))), ...fields,
      el('label', { for: 'ask-reason' }, 'Reason, for those who come after'), reason,
      el('p', { class: 'soft' }, `Kept in the graph in the name of ${this.by}; it survives imports, and can be undone.`), wrong,
      el('div', { class: 'buttons' }, go, el('button', { type: 'button', onclick: () => this.dialog.close() }, 'Cancel')));
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const body = { kind, about: about.map((a) => a.id), reason: reason.value.trim() };
      for (const f of fields) f.fill?.(body);
      if (['same', 'different'].includes(kind) && body.about.length < 2) { wrong.textContent = 'Choose the other actor first.'; return; }
      go.disabled = true;
      wrong.textContent = '';
      try {
        await this.#send(body);
        this.dialog.close();
      } catch (error) {
        wrong.textContent = error.message;
      } finally {
        go.disabled = false;
      }
    });
    this.dialog.replaceChildren(form);
    this.dialog.showModal();
    (form.querySelector('input[data-first]') ?? reason).focus();
  }

  #title(kind, about) {
    if (kind === 'rename') return 'Rename an actor';
    if (about[0].id.startsWith('event:')) return about.length > 1 ? `These events ${words[kind]}` : `This event ${words[kind]}`;
    if (about[0].id.startsWith('claim:')) return `What this sentence is taken to say ${words[kind]}`;
    return `These actors ${words[kind]}`;
  }

  // rename asks for a new name of an actor.
  rename(actor) {
    const to = el('input', { type: 'text', maxlength: '200', value: actor.name, required: true, autocomplete: 'off', id: 'ask-name', 'data-first': true });
    const field = el('label', { for: 'ask-name' }, 'New name', to);
    field.fill = (body) => { body.name = to.value.trim(); };
    this.ask('rename', [actor], [field]);
  }

  // merge asks for the other actor that is the same, or not.
  merge(kind, actor) {
    let other = null;
    const chosen = el('output', {}, 'none chosen yet');
    const input = el('input', { type: 'text', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'ask-found', 'aria-autocomplete': 'list', autocomplete: 'off', spellcheck: 'false', maxlength: '200', id: 'ask-other', 'data-first': true });
    const list = el('ul', { id: 'ask-found', role: 'listbox', 'aria-label': 'Actors found', hidden: true });
    const field = el('div', { class: 'search' }, el('label', { for: 'ask-other' }, 'The other actor'), input, list, el('p', {}, 'Chosen: ', chosen));
    search(input, list, () => ({}), (a) => { other = a; chosen.replaceChildren(name(a.name), ' ', el('span', { class: 'soft' }, a.id)); }, this.onError);
    field.fill = (body) => { if (other) body.about.push(other.id); };
    this.ask(kind, [actor], [field]);
  }

  async #send(body) {
    const { id, change } = await send('decide', body);
    this.onDone(/[1-9]/.test(change) ? `Decided: ${change}.` : 'Decided. There are as many claims, events and edges as before.', id && (() => this.undo(id)));
  }

  async undo(id) {
    try {
      await this.#send({ kind: 'undo', about: [id] });
    } catch (error) {
      this.onError(error);
    }
  }

  // list shows what has been decided, in a panel.
  async list(panel) {
    panel.replaceChildren(el('h2', {}, 'Decisions'), el('p', { class: 'soft' }, 'Loading …'));
    try {
      const all = await ask('decisions', '');
      panel.replaceChildren(el('h2', {}, 'Decisions'),
        el('p', { class: 'soft' }, all.length ? 'The latest first. An undone decision holds no more.' : 'Nothing has been decided yet. Choose an actor, or an event of a line, to decide about it.'),
        ...all.map((d) => el('article', { class: `event ${d.undone ? 'undone' : ''}` },
          el('h3', {}, ...d.about.flatMap((a, i) => [i ? ' and ' : '', name(a.name)]), ` ${words[d.kind]}`, ...(d.name ? [': ', name(d.name)] : [])),
          el('p', { class: 'soft' }, d.about.map((a) => a.id).join(', ')),
          el('p', { class: 'soft' }, `by ${d.by}, ${d.at.slice(0, 16).replace('T', ' ')}`, d.reason ? `: ${d.reason}` : ''),
          d.undone ? el('span', { class: 'tag' }, 'undone') : el('button', { type: 'button', onclick: async () => { await this.undo(d.id); this.list(panel); } }, 'Undo'))));
    } catch (error) {
      panel.replaceChildren(el('h2', {}, 'Decisions'), el('p', {}, error.message, ' ', el('button', { type: 'button', onclick: () => this.list(panel) }, 'Try again')));
    }
  }
}
