// shell.js — starts the viewer, says what is wrong when it cannot start, and offers
// window.connectoscope (docs/javascript.md) to embedding pages, scripts and tests.
'use strict';

(function () {
  const canvas = document.getElementById('canvas');
  const message = document.getElementById('message');
  const mirror = document.getElementById('mirror');
  const toast = document.getElementById('toast');
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

  function cannotStart(title, sentences) {
    showMessage(title, sentences);
    document.body.classList.add('failed');
    failure = title;
    rejectReady(new Error(title));
  }

  let toastTimer = 0;
  function showToast(text) {
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => { toast.hidden = true; }, 2500);
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

  // Sections come as lines; one that begins with "# " is a heading.
  function writeMirror(text) {
    const nodes = [];
    for (const line of text.split('\n')) {
      if (!line) continue;
      const node = document.createElement(line.startsWith('# ') ? 'h2' : 'p');
      node.textContent = line.replace(/^# /, '');
      nodes.push(node);
    }
    mirror.replaceChildren(...nodes);
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

  showMessage('', ['Loading Connectoscope …']);
  createViewer({
    canvas,
    cnxPicture: document.getElementById('picture'),
    cnxShowMessage: (text, stays) => {
      if (failure) return;
      if (stays) lasting = text;
      const [title, ...sentences] = (text || lasting).split('\n');
      if (sentences.length > 0) showMessage(title, sentences);
      else showMessage('', title ? [title] : []);
    },
    cnxWriteMirror: writeMirror,
    cnxCopy: copy,
    cnxSave: save,
    cnxOpenLink: openLink,
    cnxReady: () => resolveReady(),
    onAbort: (what) => {
      if (!viewer) return;  // it never started: the promise below says so
      cannotStart('Connectoscope stopped', [
        'This is a bug in Connectoscope, or the browser ran out of memory (' + what + ').',
        'Your view is safe in the address of this page: reload to go on.']);
    },
  }).then((module) => { viewer = module; module.cnxRequestFrame(); }, (error) => {
    cannotStart('Connectoscope could not start', [
      'The program did not load or did not start: ' + (error && error.message ? error.message : error) + '.',
      'Reload the page. If that does not help, the files on the server may be incomplete.']);
  });
})();
