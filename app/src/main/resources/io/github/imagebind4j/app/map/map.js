'use strict';
// The map of an index: points on a canvas that can be moved, enlarged, searched and listened to.
// Needs nothing but the page it stands in. All texts go in as text, never as HTML.
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const $ = id => document.getElementById(id);
  const canvas = $('map'), stage = $('stage'), card = $('card'), status = $('status');
  const draw2d = canvas.getContext('2d');
  const n = data.names.length;

  const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
  const places = text => {
    const b = bytes(text), out = new Float32Array(n);
    for (let i = 0; i < n; i++) out[i] = (b[2 * i] | b[2 * i + 1] << 8) / 65535;
    return out;
  };
  const X = places(data.x), Y = places(data.y);
  const classes = data.colours.map(colour => ({ name: colour.name, values: colour.values, of: bytes(colour.of) }));

  // Twelve colours that can be told apart on white and on black, then more around the circle.
  const PALETTE = ['#3b82f6', '#f97316', '#22a55b', '#c94ad1', '#d9a514', '#ef4444',
    '#14a3b8', '#8b6cf0', '#84a820', '#e0569b', '#9a7350', '#7d8794'];
  const REST = new Set(['(others)', '(none)']); // what has no colour of its own
  const colourOf = c => REST.has(colour.values[c]) ? '#8b929b66' : c < PALETTE.length ? PALETTE[c] : `hsl(${(c * 137.5) % 360} 60% 52%)`;

  // ---- What is shown -------------------------------------------------------------------------
  let colour = classes[0];
  let shown = new Uint8Array(256).fill(1); // by class
  let found = null; // by item, or null without a search
  let order = []; // items by class
  let view = { scale: 1, x: 0, y: 0 };
  let width = 0, height = 0, fit = 1;
  let chosen = -1, pinned = false;

  const visible = i => shown[colour.of[i]] === 1;
  const matches = i => visible(i) && (found === null || found[i] === 1);
  const screenX = i => X[i] * view.scale + view.x;
  const screenY = i => Y[i] * view.scale + view.y;

  function sortByClass() {
    order = colour.values.map(() => []);
    for (let i = 0; i < n; i++) order[colour.of[i]].push(i);
  }

  // ---- Drawing -------------------------------------------------------------------------------
  let waiting = false;
  function redraw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; paint(); });
  }

  const pictures = new Map(); // small pictures that are in the page, once they are decoded
  function picture(i) {
    const source = data.thumbnails[i];
    if (source === undefined) return null;
    let image = pictures.get(i);
    if (image === undefined) {
      image = new Image();
      image.onload = redraw;
      image.src = source;
      pictures.set(i, image);
    }
    return image.complete && image.naturalWidth > 0 ? image : null;
  }

  function radius() {
    const small = n > 30000 ? 1.1 : n > 5000 ? 1.7 : n > 500 ? 3 : 5;
    return Math.min(9, small * Math.sqrt(Math.max(1, view.scale / fit)));
  }

  function paint() {
    const started = performance.now();
    const ratio = window.devicePixelRatio || 1;
    draw2d.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw2d.clearRect(0, 0, width, height);
    const r = radius();
    const inside = [];
    let count = 0;
    for (let c = 0; c < order.length; c++) {
      if (!shown[c]) continue;
      const dim = [], bright = [];
      for (const i of order[c]) {
        const x = screenX(i), y = screenY(i);
        if (x < -r || y < -r || x > width + r || y > height + r) continue;
        (found === null || found[i] ? bright : dim).push(x, y);
        if (count++ < 400) inside.push(i);
      }
      dots(dim, colourOf(c), r, found === null ? 0.8 : 0.1);
      dots(bright, colourOf(c), found === null ? r : r * 1.3, 0.8);
    }
    if (count <= 120) inside.forEach(drawPicture);
    if (chosen >= 0) ring(chosen, r + 4);
    canvas.dataset.points = count;
    canvas.dataset.milliseconds = (performance.now() - started).toFixed(1);
  }

  function dots(points, style, r, alpha) {
    draw2d.globalAlpha = alpha;
    draw2d.fillStyle = style;
    if (points.length > 16000) { // squares are quicker, and as good when they are small
      for (let p = 0; p < points.length; p += 2) draw2d.fillRect(points[p] - r, points[p + 1] - r, 2 * r, 2 * r);
    } else {
      draw2d.beginPath();
      for (let p = 0; p < points.length; p += 2) {
        draw2d.moveTo(points[p] + r, points[p + 1]);
        draw2d.arc(points[p], points[p + 1], r, 0, 2 * Math.PI);
      }
      draw2d.fill();
    }
    draw2d.globalAlpha = 1;
  }

  function drawPicture(i) {
    if (!matches(i)) return;
    const image = picture(i);
    if (image === null) return;
    const scale = 56 / Math.max(image.naturalWidth, image.naturalHeight);
    const w = image.naturalWidth * scale, h = image.naturalHeight * scale;
    const x = screenX(i) - w / 2, y = screenY(i) - h / 2;
    draw2d.fillStyle = colourOf(colour.of[i]);
    draw2d.fillRect(x - 2, y - 2, w + 4, h + 4);
    draw2d.drawImage(image, x, y, w, h);
  }

  function ring(i, r) {
    draw2d.strokeStyle = getComputedStyle(document.body).color;
    draw2d.lineWidth = 2;
    draw2d.beginPath();
    draw2d.arc(screenX(i), screenY(i), r, 0, 2 * Math.PI);
    draw2d.stroke();
  }

  // ---- Moving --------------------------------------------------------------------------------
  function resize() {
    const ratio = window.devicePixelRatio || 1;
    const before = { x: width / 2, y: height / 2, ok: width > 0 };
    width = stage.clientWidth;
    height = stage.clientHeight;
    canvas.width = Math.max(1, Math.round(width * ratio));
    canvas.height = Math.max(1, Math.round(height * ratio));
    fit = 0.9 * Math.max(1, Math.min(width, height));
    if (before.ok) {
      view.x += width / 2 - before.x;
      view.y += height / 2 - before.y;
      redraw();
    } else {
      showAll();
    }
  }

  function showAll() {
    view = { scale: fit, x: (width - fit) / 2, y: (height - fit) / 2 };
    redraw();
    placeCard();
  }

  function zoom(factor, x, y) {
    const scale = Math.min(fit * 2000, Math.max(fit / 4, view.scale * factor));
    const f = scale / view.scale;
    view = { scale, x: x - (x - view.x) * f, y: y - (y - view.y) * f };
    redraw();
    placeCard();
  }

  function pan(dx, dy) {
    view.x += dx;
    view.y += dy;
    redraw();
    placeCard();
  }

  function goTo(i) {
    const scale = Math.max(view.scale, fit * Math.max(3, Math.sqrt(n) / 12));
    view = { scale, x: width / 2 - X[i] * scale, y: height / 2 - Y[i] * scale };
    redraw();
  }

  // ---- Finding the point under the pointer ---------------------------------------------------
  const CELLS = Math.max(1, Math.min(512, Math.round(Math.sqrt(n / 4))));
  const cellOf = v => Math.min(CELLS - 1, Math.max(0, Math.floor(v * CELLS)));
  const starts = new Uint32Array(CELLS * CELLS + 1), inCells = new Uint32Array(n);
  for (let i = 0; i < n; i++) starts[cellOf(Y[i]) * CELLS + cellOf(X[i]) + 1]++;
  for (let c = 0; c < CELLS * CELLS; c++) starts[c + 1] += starts[c];
  const filled = starts.slice();
  for (let i = 0; i < n; i++) inCells[filled[cellOf(Y[i]) * CELLS + cellOf(X[i])]++] = i;

  function nearest(x, y, reach) {
    const mapX = (x - view.x) / view.scale, mapY = (y - view.y) / view.scale, span = reach / view.scale;
    let best = -1, least = span * span;
    for (let row = cellOf(mapY - span); row <= cellOf(mapY + span); row++) {
      for (let column = cellOf(mapX - span); column <= cellOf(mapX + span); column++) {
        const cell = row * CELLS + column;
        for (let p = starts[cell]; p < starts[cell + 1]; p++) {
          const i = inCells[p], dx = X[i] - mapX, dy = Y[i] - mapY, square = dx * dx + dy * dy;
          if (square <= least && matches(i)) { least = square; best = i; }
        }
      }
    }
    return best;
  }

  // ---- The card of an item -------------------------------------------------------------------
  const element = (tag, text) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    return made;
  };

  function sight(i) {
    const image = element('img');
    image.alt = '';
    image.onload = placeCard;
    if (data.thumbnails[i] !== undefined) {
      image.src = data.thumbnails[i];
    } else {
      image.onerror = () => { // not a picture that browsers know: perhaps a video, perhaps gone
        const video = element('video');
        video.muted = true;
        video.controls = true;
        video.preload = 'metadata';
        video.onerror = () => video.remove();
        video.src = data.links[i];
        image.replaceWith(video);
      };
      image.src = data.links[i];
    }
    return image;
  }

  function show(i, pin) {
    if (i === chosen && pin === pinned) return;
    chosen = i;
    pinned = pin;
    card.replaceChildren();
    const modality = data.modalities[i] === undefined ? '' : data.modalityNames[data.modalities[i]];
    if (data.texts[i] !== undefined) card.append(element('blockquote', data.texts[i]));
    const sound = modality === 'audio' && data.links[i];
    if (data.thumbnails[i] !== undefined || (data.links[i] && (modality === 'vision' || modality === 'thermal'))) card.append(sight(i));
    if (sound) {
      const player = element('audio');
      player.controls = true;
      player.preload = 'none';
      player.src = data.links[i];
      player.setAttribute('aria-label', 'play: ' + data.names[i]);
      card.append(player);
    }
    const words = element('div');
    words.className = 'words';
    words.append(element('b', data.names[i]));
    words.append(element('small', classes.map(c => `${c.name}: ${c.values[c.of[i]]}`).join(' · ')));
    if (data.links[i]) {
      const link = element('a', 'open');
      link.href = data.links[i];
      link.target = '_blank';
      link.rel = 'noreferrer';
      words.append(link);
    }
    words.append(element('small', data.paths[i]));
    card.append(words);
    card.hidden = false;
    card.classList.toggle('pinned', pin);
    status.textContent = `${data.names[i]}, ${modality}` + (pin ? ', chosen' : '');
    placeCard();
    redraw();
  }

  function hide() {
    if (chosen < 0) return;
    chosen = -1;
    pinned = false;
    card.hidden = true;
    card.replaceChildren(); // stops a sound that plays
    redraw();
  }

  function placeCard() {
    if (chosen < 0 || card.hidden) return;
    const x = screenX(chosen), y = screenY(chosen), gap = radius() + 6;
    const right = x + gap + card.offsetWidth < width;
    const left = right ? x + gap : x - gap - card.offsetWidth;
    const top = Math.min(Math.max(4, y - 24), Math.max(4, height - card.offsetHeight - 4));
    card.style.left = Math.min(Math.max(4, left), Math.max(4, width - card.offsetWidth - 4)) + 'px';
    card.style.top = top + 'px';
  }

  let leaving = 0;
  const leaveSoon = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => { if (!pinned) hide(); }, 350); // time enough to reach the player
  };
  card.addEventListener('pointerenter', () => clearTimeout(leaving));
  card.addEventListener('pointerleave', leaveSoon);

  // ---- Pointer -------------------------------------------------------------------------------
  const pointers = new Map();
  let moved = 0, pinch = 0;
  const at = event => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  canvas.addEventListener('pointerdown', event => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, at(event));
    moved = 0;
    pinch = 0;
  });
  canvas.addEventListener('pointermove', event => {
    const here = at(event), before = pointers.get(event.pointerId);
    if (before === undefined) {
      const i = nearest(here.x, here.y, Math.max(10, radius() + 3));
      if (pinned) return;
      if (i >= 0) { clearTimeout(leaving); show(i, false); } else leaveSoon();
      return;
    }
    pointers.set(event.pointerId, here);
    if (pointers.size === 2) {
      const [a, b] = [...pointers.values()];
      const distance = Math.hypot(a.x - b.x, a.y - b.y);
      if (pinch > 0 && distance > 0) zoom(distance / pinch, (a.x + b.x) / 2, (a.y + b.y) / 2);
      pinch = distance;
      moved = 100;
      return;
    }
    moved += Math.abs(here.x - before.x) + Math.abs(here.y - before.y);
    if (moved > 4) {
      canvas.classList.add('held');
      pan(here.x - before.x, here.y - before.y);
    }
  });
  const release = event => {
    if (!pointers.delete(event.pointerId)) return;
    canvas.classList.remove('held');
    if (event.type === 'pointerup' && moved <= 4) {
      const here = at(event), i = nearest(here.x, here.y, Math.max(12, radius() + 3));
      if (i >= 0) show(i, true); else hide();
    }
  };
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', release);
  canvas.addEventListener('pointerleave', () => { if (pointers.size === 0) leaveSoon(); });
  canvas.addEventListener('wheel', event => {
    event.preventDefault();
    const here = at(event), lines = event.deltaMode === 1 ? 24 : 1;
    zoom(Math.exp(-Math.max(-200, Math.min(200, event.deltaY * lines)) / 300), here.x, here.y);
  }, { passive: false });

  // ---- Keys ----------------------------------------------------------------------------------
  function step(by) { // the next item that matches, in the order of names
    for (let s = 1; s <= n; s++) {
      const i = (((chosen < 0 ? (by > 0 ? -1 : n) : chosen) + by * s) % n + n) % n;
      if (matches(i)) {
        show(i, true);
        if (screenX(i) < 0 || screenY(i) < 0 || screenX(i) > width || screenY(i) > height) goTo(i);
        placeCard();
        return;
      }
    }
  }
  const KEYS = {
    ArrowLeft: () => pan(60, 0), ArrowRight: () => pan(-60, 0), ArrowUp: () => pan(0, 60), ArrowDown: () => pan(0, -60),
    '+': () => zoom(1.4, width / 2, height / 2), '=': () => zoom(1.4, width / 2, height / 2),
    '-': () => zoom(1 / 1.4, width / 2, height / 2), '0': showAll, n: () => step(1), p: () => step(-1),
    Enter: () => { if (chosen >= 0) { goTo(chosen); placeCard(); (card.querySelector('audio, video, a') || card).focus(); } },
    Escape: hide,
  };
  canvas.addEventListener('keydown', event => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
    if (action !== undefined) { event.preventDefault(); action(); }
  });
  card.addEventListener('keydown', event => {
    if (event.key === 'Escape') { hide(); canvas.focus(); }
  });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && document.activeElement !== $('search')) { event.preventDefault(); $('search').focus(); }
  });
  $('in').addEventListener('click', KEYS['+']);
  $('out').addEventListener('click', KEYS['-']);
  $('all').addEventListener('click', showAll);

  // ---- Legend and search ---------------------------------------------------------------------
  function legend() {
    const box = $('legend');
    box.replaceChildren(element('legend', 'Shown'));
    colour.values.forEach((value, c) => {
      const label = element('label'), toggle = element('input'), swatch = element('span');
      toggle.type = 'checkbox';
      toggle.checked = shown[c] === 1;
      toggle.addEventListener('change', () => { shown[c] = toggle.checked ? 1 : 0; changed(); });
      swatch.className = 'swatch';
      swatch.style.background = colourOf(c);
      const name = element('span', value), count = element('span', order[c].length.toLocaleString('en'));
      name.className = 'name';
      name.title = value;
      count.className = 'count';
      label.append(toggle, swatch, name, count);
      box.append(label);
    });
  }

  function changed() {
    if (chosen >= 0 && !visible(chosen)) hide();
    search();
    redraw();
  }

  classes.forEach((c, at) => {
    const option = element('option', c.name);
    option.value = at;
    $('colour').append(option);
  });
  $('colour').addEventListener('change', () => setColour(Number($('colour').value)));
  function setColour(at) {
    colour = classes[at];
    shown = new Uint8Array(256).fill(1);
    sortByClass();
    legend();
    changed();
  }
  $('every').addEventListener('click', () => {
    const none = colour.values.every((_, c) => shown[c] === 1);
    shown.fill(none ? 0 : 1);
    legend();
    changed();
  });

  let words = null; // made when first needed
  function search() {
    const asked = $('search').value.trim().toLowerCase();
    const list = $('found');
    list.replaceChildren();
    if (asked === '') {
      found = null;
      $('count').textContent = '';
      return;
    }
    if (words === null) {
      words = data.names.map((name, i) => [name, data.paths[i], data.texts[i] || '', ...classes.map(c => c.values[c.of[i]])].join(' ').toLowerCase());
    }
    const parts = asked.split(/\s+/);
    found = new Uint8Array(n);
    let count = 0;
    for (let i = 0; i < n; i++) {
      if (!visible(i) || !parts.every(part => words[i].includes(part))) continue;
      found[i] = 1;
      if (count++ < 100) {
        const button = element('button', data.names[i]), item = element('li');
        button.type = 'button';
        button.title = data.paths[i];
        button.addEventListener('click', () => { goTo(i); show(i, true); });
        item.append(button);
        list.append(item);
      }
    }
    $('count').textContent = count.toLocaleString('en') + ' found' + (count > 100 ? ', the first 100 listed' : '');
  }
  $('search').addEventListener('input', changed);
  $('search').addEventListener('keydown', event => {
    if (event.key === 'Enter') { const first = $('found').querySelector('button'); if (first) first.click(); }
    if (event.key === 'Escape') { $('search').value = ''; changed(); canvas.focus(); }
  });

  // ---- Begin ---------------------------------------------------------------------------------
  sortByClass();
  legend();
  new ResizeObserver(resize).observe(stage);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  resize();
})();
