// Elements and texts. All that comes from the graph is set as text, never as
// markup.

// el makes an element. Properties beginning with "on" are handlers, the others
// attributes; children are elements or texts.
export function el(tag, properties = {}, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) e.addEventListener(name.slice(2), value);
    else if (value === true) e.setAttribute(name, '');
    else if (value !== false && value !== undefined && value !== '') e.setAttribute(name, value);
  }
  e.append(...children.filter((c) => c !== undefined && c !== null && c !== ''));
  return e;
}

// svg makes an element of a drawing.
export function svg(tag, attributes, ...children) {
  const e = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  e.append(...children);
  return e;
}

// name is a name of the graph; bdi keeps its direction to itself.
export const name = (text) => el('bdi', {}, text);

// link is a link to an article: only addresses of the web, and the page that
// opens knows nothing of this one.
export function link(url, text) {
  let protocol = '';
  try { protocol = new URL(url).protocol; } catch { /* no address */ }
  if (protocol !== 'http:' && protocol !== 'https:') return name(text);
  return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, name(text));
}

export const inWords = (relation) => relation.toLowerCase().replaceAll('_', ' ');

export const count = (n, noun) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;

export function period(first, last) {
  if (!first || !last || first === last) return first || last || 'no date';
  return `${first} to ${last}`;
}

// arrows lets the arrow keys walk through the buttons of a list.
export function arrows(list) {
  list.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...list.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    buttons[Math.min(buttons.length - 1, Math.max(0, at + step))].focus();
  });
  return list;
}

// ask fetches an answer; its errors are what the server says.
export const ask = (path, parameters, signal) => answer(`/api/${path}?${parameters}`, { signal });

// send sends something to be kept.
export const send = (path, body) => answer(`/api/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

async function answer(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Error('entente view does not answer: it may have been ended');
  }
  const told = await response.json();
  if (!response.ok) throw new Error(told.error || response.statusText);
  return told;
}
