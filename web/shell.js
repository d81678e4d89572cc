// shell.js — starts the viewer, says what is wrong when it cannot start, and offers
// window.connectoscope (docs/javascript.md) to embedding pages, scripts and tests.
'use strict';

(function () {
  const canvas = document.getElementById('canvas');
  const message = document.getElementById('message');
  const mirror = document.getElementById('mirror');
  const toast = document.getElementById('toast');
  const fields = window.connectoscopeFields(canvas);
  let viewer = null;
  let failure = '';  // why the page cannot start or go on
  let lasting = '';  // a message that outlives those of loading
  let resolveReady, rejectReady;
  const ready = new Promise((resolve, reject) => { resolveReady = resolve; rejectReady = reject; });
  ready.catch(() => {});  // whoever waits for it hears of the failure; nobody else must

  function showMessage(title, sentences) {
    message.replaceChildren();
    message.hidden = !title && sentences.length === 0;
    if (message.hidden) return;
    if (title) {
      const heading = document.createElement('h1');
      heading.textContent = title;
      message.append(heading);
    }
    for (const sentence of sentences) {
      const paragraph = document.createElement('p');
      paragraph.textContent = sentence;
      message.append(paragraph);
    }
  }

  // The dataset that is asked for, as the viewer asks for it.
  const kBeside = 'data/';
  const asked = new URLSearchParams(location.search).get('data') || kBeside;

  // Where there is a dataset beside the page, a message about another one leads to it.
  let besideIsThere;
  function offerDatasetBeside() {
    if (asked.replace(/\/*$/, '/') === kBeside) return;
    besideIsThere ??= fetch(kBeside + 'manifest.json', { cache: 'no-cache', credentials: 'same-origin' })
      .then((response) => response.ok, () => false);
    besideIsThere.then((isThere) => {
      if (!isThere || message.hidden || message.querySelector('a') || !message.querySelector('h1')) return;
      const address = new URL(location.href);
      address.searchParams.delete('data');
      address.hash = '';  // a view of another dataset
      const link = document.createElement('a');
      link.href = address.href;
      link.textContent = 'Open the dataset beside this page';
      const paragraph = document.createElement('p');
      paragraph.append(link);
      message.append(paragraph);
    });
  }

  function cannotStart(title, sentences) {
    showMessage(title, sentences);
    document.body.classList.add('failed');
    failure = title;
    rejectReady(new Error(title));
  }

  let toastTimer = 0;
  function showToast(text, ms) {
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => { toast.hidden = true; }, ms || 2500);
  }

  // The clipboard's interface is missing on plain http and refused in some frames: then a
  // text field is selected and copied, and if that fails too the text is shown to be copied.
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      showToast('Copied to the clipboard');
      return;
    } catch (error) { /* fall through to the older way */ }
    const field = document.createElement('textarea');
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand('copy');
    field.remove();
    if (copied) showToast('Copied to the clipboard');
    else window.prompt('Copy this text:', text);
  }

  // Offers a file to be kept; nothing is sent anywhere.
  function save(name, blob) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);  // the browser may still be reading
    showToast('Saved ' + name);
  }

  // Leaves this site: a window of its own, which learns nothing of this page.
  function openLink(url) {
    const link = document.createElement('a');
    link.href = url;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    document.body.append(link);
    link.click();
    link.remove();
  }

  // One <section> for each part of the text mirror, replaced only when it says something else: a
  // screen reader is not to lose its place. What is announced by itself is marked below.
  const kAnnounced = ['Status', 'Selection and sets', 'Selected neuron', 'Chart'];
  const mirrored = new Map();  // heading → { element, body, text }

  function element(name, text, attributes) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    return made;
  }

  function tableElement(table) {
    const made = element('table');
    made.append(element('caption', table.title + (table.caption ? '. ' + table.caption : '')));
    const head = made.createTHead().insertRow();
    for (const column of table.columns) head.append(element('th', column.title, { scope: 'col' }));
    const body = made.createTBody();
    for (const cells of table.rows) {
      const row = body.insertRow();
      cells.forEach((cell, i) => row.append(i === 0 ? element('th', cell, { scope: 'row' }) : element('td', cell)));
    }
    return made;
  }

  function writeMirror(json) {
    for (const section of JSON.parse(json)) {
      const text = JSON.stringify(section);
      let known = mirrored.get(section.heading);
      if (!known) {
        const id = 'mirror-' + (mirrored.size + 1);
        known = { element: element('section', undefined, { 'aria-labelledby': id }), body: element('div'), text: '' };
        // A table is not read out whenever a number in it changes.
        if (kAnnounced.includes(section.heading)) known.lines = element('div', undefined, { role: 'status' });
        known.element.append(element('h2', section.heading, { id }), ...(known.lines ? [known.lines] : []), known.body);
        mirrored.set(section.heading, known);
        mirror.append(known.element);
      }
      if (known.text === text) continue;
      known.text = text;
      const lines = section.lines.map((line) => element('p', line));
      const tables = section.tables.map(tableElement);
      if (known.lines) known.lines.replaceChildren(...lines);
      known.body.replaceChildren(...(known.lines ? [] : lines), ...tables);
    }
  }

  function state() {
    if (!viewer) return { view: location.hash.slice(1), errors: failure ? [failure] : [] };
    const pointer = viewer._cnx_state_json();
    return JSON.parse(viewer.cnxText(pointer));
  }

  function isIdle() {
    return viewer !== null && viewer._cnx_is_idle() === 1;
  }

  window.connectoscope = Object.freeze({
    ready,
    state,
    open(fragment) {
      if (viewer) viewer.cnxOpenFragment(String(fragment).replace(/^#/, ''));
      else location.hash = fragment;
    },
    // Times frames of the view as it is, or of made-up points and lines in the same volume.
    async benchmark(options = {}) {
      await ready;
      await whole;
      const count = (value, least, most, otherwise) => Number.isFinite(value)
        ? Math.max(least, Math.min(most, Math.round(value))) : otherwise;
      const text = viewer._cnx_benchmark(count(options.frames, 1, 1000, 15),
        (options.backend ?? state().backend) === 'soft' ? 1 : 0, count(options.points, 0, 2e7, 0),
        count(options.lines, 0, 2e6, 0), count(options.width, 1, 8192, 1280), count(options.height, 1, 8192, 720));
      return JSON.parse(viewer.cnxText(text));
    },
    whenIdle() {
      return ready.then(() => new Promise((resolve) => {
        const look = () => { if (isIdle()) resolve(); else setTimeout(look, 20); };
        // An event of this moment becomes work in the next frame: look after that one, however
        // late it comes. A hidden tab has timers for frames.
        viewer.cnxRequestFrame();
        if (document.hidden) setTimeout(look, 150);
        else requestAnimationFrame(() => setTimeout(look, 0));
      }));
    },
  });

  function isOfThisServer(address) {
    try {
      return new URL(address, location.href).origin === location.origin;
    } catch (error) {
      return false;
    }
  }

  // A function that makes a vector of four numbers, and nothing else.
  const kVectorModule = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0,
    10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11);

  if (typeof WebAssembly !== 'object') {
    cannotStart('This browser cannot run Connectoscope', [
      'It has no WebAssembly. Any current Firefox, Chrome, Edge or Safari does.',
      'If WebAssembly was switched off for security, allow it for this site.']);
    return;
  }
  if (location.protocol === 'file:') {
    cannotStart('This page must come from a web server', [
      'Browsers do not let a page opened as a file read the files beside it.',
      'In this folder run  python3 -m http.server  and open the address that it prints.']);
    return;
  }
  if (!WebAssembly.validate(kVectorModule)) {
    cannotStart('This browser is too old for Connectoscope', [
      'Its WebAssembly has no vector instructions. Firefox 89, Chrome and Edge 91 and Safari 16.4 have, and every later one.']);
    return;
  }
  if (!isOfThisServer(asked)) {
    cannotStart('The dataset must lie on the server of this page', [
      `?data=${asked} lies on another one, from which this page’s security policy lets it read nothing.`,
      'Put the dataset beside this page and open ?data=FOLDER, or open the Connectoscope of that server.']);
    offerDatasetBeside();
    return;
  }

  // What the viewer asks for first is on its way while the viewer itself is: the manifest, and the
  // tiles that show every neuron. What makes them more exact would only come between.
  const early = new Map();  // address → { controller, response }; null once the viewer asked
  function ask(url, cache) {
    const controller = new AbortController();
    const response = fetch(url, { signal: controller.signal, credentials: 'same-origin', cache });
    response.catch(() => {});  // the viewer hears of it
    early.set(url, { controller, response });
    return response;
  }
  function askEarly() {
    if (asked.endsWith('.cnxpack')) return;
    const folder = asked + (asked.endsWith('/') ? '' : '/');
    ask(folder + 'manifest.json', 'no-cache').then((response) => response.clone().json()).then(({ families }) => {
      const tiles = families.filter(({ position }) => position === 'coarse').flatMap((family) => family.tiles);
      for (const [name] of tiles.slice(0, 4)) {
        const url = `${folder}tiles/${name}.tile`;
        if (/^[0-9a-f]{16}$/.test(name) && !early.has(url)) ask(url, 'force-cache');
      }
    }).catch(() => {});  // the viewer says what is wrong with a manifest
  }

  // The program comes in two parts (split.mjs): what the first picture needs, and the rest after it;
  // or both at once, where the address opens on more than that picture, or on a pack.
  const kFirst = 'viewer.wasm', kRest = 'viewer_rest.wasm', kLastPauseMs = 16000;
  const atOnce = location.hash.length > 1 || (history.state && history.state.kept) ||
    new URLSearchParams(location.search).has('backend') || asked.endsWith('.cnxpack');
  let exportsOfFirst = null, tableOfFirst = null;
  let restIsHere = false, resolveWhole;
  const whole = new Promise((resolve) => { resolveWhole = resolve; });

  async function compiled(file) {
    const response = await fetch(file, { credentials: 'same-origin' });
    if (!response.ok) throw new Error(`${file}: the server answers ${response.status}`);
    if (/^application\/wasm\b/.test(response.headers.get('Content-Type'))) return WebAssembly.compileStreaming(response);
    return WebAssembly.compile(await response.arrayBuffer());
  }

  // Puts its functions where the first part has had placeholders.
  function addRest(module) {
    if (restIsHere) return;
    new WebAssembly.Instance(module, { primary: exportsOfFirst });
    restIsHere = true;
  }

  async function askForRest() {
    for (let pauseMs = 1000; !restIsHere; pauseMs = Math.min(2 * pauseMs, kLastPauseMs)) {
      try {
        addRest(await compiled(kRest));
      } catch (error) {
        showToast(`The rest of the program has not come (${error.message}). It is asked for again.`, pauseMs);
        await new Promise((resolve) => {
          setTimeout(resolve, pauseMs);
          window.addEventListener('online', resolve, { once: true });
        });
      }
    }
    viewer._cnx_on_whole();
    resolveWhole();
  }

  // For a function of the rest that is called before it has come, which nothing should: the page waits.
  function fetchRestNow() {
    const request = new XMLHttpRequest();
    request.open('GET', kRest, false);
    request.overrideMimeType('text/plain; charset=x-user-defined');
    request.send();
    const text = request.responseText;
    addRest(new WebAssembly.Module(Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 255)));
    console.warn(kRest + ' was needed before it had come');
  }
  const placeholder = new Proxy({}, {
    get: (_, slot) => (...values) => {
      if (!restIsHere) fetchRestNow();
      return tableOfFirst.get(Number(slot))(...values);
    },
  });

  async function startProgram(imports, use) {
    const rest = atOnce ? compiled(kRest) : null;
    const first = await compiled(kFirst);
    const instance = await WebAssembly.instantiate(first, { ...imports, placeholder });
    exportsOfFirst = instance.exports;
    tableOfFirst = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Table);
    if (rest) {
      addRest(await rest);
      resolveWhole();
    }
    use(instance);
  }

  function couldNotStart(error) {
    cannotStart('Connectoscope could not start', [
      'The program did not load or did not start: ' + (error && error.message ? error.message : error) + '.',
      'Reload the page. If that does not help, the files on the server may be incomplete.']);
  }

  askEarly();
  showMessage('', ['Loading Connectoscope …']);
  createViewer({
    canvas,
    instantiateWasm: (imports, use) => {
      startProgram(imports, use).catch(couldNotStart);
      return {};
    },
    cnxIsWhole: () => restIsHere,
    cnxEarly: early,
    cnxPicture: document.getElementById('picture'),
    cnxShowMessage: (text, stays) => {
      if (failure) return;
      if (stays) lasting = text;
      const [title, ...sentences] = (text || lasting).split('\n');
      if (sentences.length > 0) {
        showMessage(title, sentences);
        offerDatasetBeside();
      } else showMessage('', title ? [title] : []);
    },
    cnxWriteMirror: writeMirror,
    cnxCopy: copy,
    cnxSave: save,
    cnxOpenLink: openLink,
    cnxWriteFields: (json) => fields.show(JSON.parse(json)),
    cnxAskPage: (name, argument) => {
      if (name === 'query') fields.focusQuery();
      else if (name === 'ids') fields.askIds();
      else if (name === 'name') fields.askName(argument);
      else if (name === 'say') showToast(argument, 12000);
      else if (name === 'open') fields.openFile();
      else if (name === 'save') save('connectoscope-view.txt', new Blob([argument], { type: 'text/plain' }));
    },
    cnxAskForRest: askForRest,
    cnxReady: () => resolveReady(),
    onAbort: (what) => {
      if (!viewer) return;  // it never started: the promise below says so
      cannotStart('Connectoscope stopped', [
        'This is a bug in Connectoscope, or the browser ran out of memory (' + what + ').',
        'Your view is safe in the address of this page: reload to go on.']);
    },
  }).then((module) => {
    viewer = module;
    fields.start({ call: module.cnxPageCall, copy, say: showToast });
    module.cnxRequestFrame();
  }, couldNotStart);
  // A browser's first look at what is kept for a page takes it some 20 ms, in which the page waits:
  // here the viewer is on its way anyway, and later its first picture would be late.
  try { void localStorage.length; } catch (error) { /* a setting lasts for this visit */ }
})();
