// Export of what is seen: links to files that the server makes, and the map as
// it is on the screen.
import { el, svg } from './dom.js';

// save lets the browser keep a text as a file.
function save(text, kind, file) {
  const url = URL.createObjectURL(new Blob([text], { type: kind }));
  el('a', { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// saveMap writes the map with its colours, which the style sheet gives on the
// screen, and a caption.
function saveMap(drawing, caption) {
  const copy = drawing.cloneNode(true);
  const from = [drawing, ...drawing.querySelectorAll('*')], to = [copy, ...copy.querySelectorAll('*')];
  from.forEach((e, i) => {
    const style = getComputedStyle(e);
    for (const name of ['fill', 'stroke', 'stroke-width', 'stroke-linejoin', 'paint-order', 'font-family', 'font-size', 'opacity', 'vector-effect']) to[i].setAttribute(name, style.getPropertyValue(name));
    for (const name of ['class', 'tabindex', 'role']) to[i].removeAttribute(name);
  });
  const [, , w, h] = drawing.getAttribute('viewBox').split(' ').map(Number);
  const style = getComputedStyle(document.documentElement);
  copy.prepend(svg('rect', { width: w, height: h + 24, fill: style.getPropertyValue('--paper') }));
  copy.append(svg('text', { x: 8, y: h + 16, 'font-size': 12, 'font-family': 'Helvetica, Arial, sans-serif', fill: style.getPropertyValue('--soft') }, caption));
  copy.setAttribute('viewBox', `0 0 ${w} ${h + 24}`);
  copy.setAttribute('height', h + 24);
  save(new XMLSerializer().serializeToString(copy), 'image/svg+xml', 'entente-map.svg');
}

// wire fills the menu each time it is opened. wanted gives the parameters of
// what is seen; map its drawing, where it is on the screen; caption says what
// is seen.
export function wire(menu, { wanted, map, caption }) {
  const list = menu.querySelector('ul');
  const close = () => { menu.open = false; };
  menu.addEventListener('toggle', () => {
    if (!menu.open) return;
    const file = (as, words) => {
      const p = wanted();
      p.set('as', as);
      return el('li', {}, el('a', { href: `/api/export?${p}`, download: `entente.${as}`, onclick: close }, words));
    };
    const act = (words, f) => el('li', {}, el('button', { type: 'button', onclick: () => { close(); f(); } }, words));
    list.replaceChildren(file('csv', 'Edges with sources (CSV)'), file('json', 'Edges with sources (JSON)'), file('svg', 'Network, drawn (SVG)'), file('png', 'Network, drawn (PNG)'),
      ...(map() ? [act('Map as seen (SVG)', () => saveMap(map(), caption()))] : []), act('Print …', () => print()));
  });
  menu.addEventListener('keydown', (event) => { if (event.key === 'Escape' && menu.open) { event.stopPropagation(); close(); menu.querySelector('summary').focus(); } });
  document.addEventListener('click', (event) => { if (!menu.contains(event.target)) close(); });
}
