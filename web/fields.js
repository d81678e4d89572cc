// fields.js — the fields that need the system's keyboard and clipboard, as HTML over the canvas: the
// query line with its completions, the dialogs for pasted ids and for names, view files.
// They ask the program through `call` (src/app/page_calls.h) and decide nothing.
'use strict';

window.connectoscopeFields = function (canvas) {
  const byId = (id) => document.getElementById(id);
  const line = byId('query-line'), input = byId('query'), list = byId('query-list');
  const note = byId('query-note'), clear = byId('query-clear');
  let call = null;       // (name, argument) → object; null before the program runs
  let shown = null;      // what the program said last
  let dirty = false;     // the field holds something that the program has not heard
  let items = [], range = [0, 0], active = -1;
  let typing = 0;        // a later answer to an earlier letter is not wanted

  // Keys for a field are no keys for the canvas: the program listens at the window, and would also
  // take Tab and Backspace away. This listener was there first.
  const handlers = new Map();
  for (const type of ['keydown', 'keyup']) {
    window.addEventListener(type, (event) => {
      if (event.target === canvas || event.target === document.body) {
        // The browser would undo the last typing in a field, and move the keyboard there; or mark all
        // text of the page, that of the query line too.
        if (type === 'keydown' && (event.ctrlKey || event.metaKey) && /^[azy]$/i.test(event.key)) event.preventDefault();
        // Out of the canvas, where Tab goes around inside the program.
        if (type === 'keydown' && event.key === 'F6') {
          event.preventDefault();
          event.stopImmediatePropagation();
          input.focus();
        }
        return;
      }
      event.stopImmediatePropagation();
      if (type !== 'keydown') return;
      if (event.key === 'F6') {
        event.preventDefault();
        canvas.focus();
        return;
      }
      const handler = handlers.get(event.target);
      if (handler) handler(event);
    }, true);
  }

  function showList() {
    list.replaceChildren(...items.map((item, i) => {
      const option = document.createElement('li');
      option.id = 'query-option-' + i;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', String(i === active));
      const text = document.createElement('span');
      text.textContent = item.text;
      const detail = document.createElement('span');
      detail.className = 'detail';
      detail.textContent = item.detail;
      option.append(text, detail);
      option.addEventListener('pointerdown', (event) => { event.preventDefault(); accept(i); });
      return option;
    }));
    list.hidden = items.length === 0;
    input.setAttribute('aria-expanded', String(!list.hidden));
    if (active >= 0) {
      input.setAttribute('aria-activedescendant', 'query-option-' + active);
      list.children[active].scrollIntoView({ block: 'nearest' });
    } else {
      input.removeAttribute('aria-activedescendant');
    }
  }

  function closeList() {
    items = [];
    active = -1;
    showList();
  }

  function complete() {
    if (!call || document.activeElement !== input) return;
    const mine = ++typing;
    const answer = call('complete', JSON.stringify({ text: input.value, cursor: input.selectionStart }));
    if (mine !== typing || !answer.items) return;
    // What is there already is no news.
    const word = input.value.slice(answer.begin, answer.end);
    items = answer.items.filter((item) => item.text !== word);
    range = [answer.begin, answer.end];
    active = -1;
    showList();
  }

  function accept(i) {
    const { text } = items[i];
    const after = /[({]$/.test(text) ? '' : ' ';
    const tail = input.value.slice(range[1]).replace(/^ /, '');
    const head = input.value.slice(0, range[0]).replace(text === ',' || text === '}' ? / $/ : /(?!)/, '') + text + after;
    input.value = head + tail;
    input.setSelectionRange(head.length, head.length);
    dirty = true;
    complete();
  }

  function showNote(text, suggestions, begin, end) {
    note.replaceChildren(text);
    for (const suggestion of suggestions || []) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = suggestion;
      button.addEventListener('click', () => {
        const gap = begin === end && begin > 0 && !/\s$/.test(input.value.slice(0, begin)) ? ' ' : '';
        input.value = input.value.slice(0, begin) + gap + suggestion + (begin === end ? ' ' : '') + input.value.slice(end);
        submit();
      });
      note.append(' ', button);
    }
    note.hidden = !text;
    input.setAttribute('aria-invalid', String(Boolean(text && suggestions)));
  }

  function submit() {
    closeList();
    if (!call) return;
    const answer = call('query', input.value);
    if (answer.ok) {
      dirty = false;
      input.value = answer.query;
      showNote('');
      return;
    }
    dirty = true;
    showNote(answer.message, answer.suggestions || [], answer.begin || 0, answer.end || 0);
    input.focus();
    if (answer.end > answer.begin) input.setSelectionRange(answer.begin, answer.end);
  }

  function leave() {
    closeList();
    dirty = false;
    if (shown) input.value = shown.query;
    showNote(shown ? shown.query_note : '');
    clear.hidden = !input.value;
    canvas.focus();
  }

  handlers.set(input, (event) => {
    const open = items.length > 0;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) { complete(); return; }
      const step = event.key === 'ArrowDown' ? 1 : -1;
      active = (active + step + items.length + (active < 0 && step < 0 ? 1 : 0)) % items.length;
      showList();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (active >= 0) accept(active); else submit();
    } else if (event.key === 'Tab' && open && !event.shiftKey && input.value) {
      event.preventDefault();
      accept(Math.max(active, 0));
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (open) closeList(); else leave();
    }
  });
  input.addEventListener('input', () => { dirty = true; clear.hidden = !input.value; showNote(''); complete(); });
  input.addEventListener('focus', complete);
  input.addEventListener('blur', closeList);
  line.addEventListener('submit', (event) => { event.preventDefault(); submit(); });
  clear.addEventListener('click', () => { input.value = ''; submit(); clear.hidden = true; canvas.focus(); });

  // Pasted ids

  const idsDialog = byId('ids-dialog'), ids = byId('ids'), idsResult = byId('ids-result');
  const idsUnmatched = byId('ids-unmatched'), idsCopy = byId('ids-copy');
  const grouped = (n) => n.toLocaleString('en-US');
  byId('ids-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const answer = call('ids', ids.value);
    idsUnmatched.value = (answer.unmatched || []).join('\n');
    const some = idsUnmatched.value !== '';
    idsUnmatched.hidden = idsCopy.hidden = byId('ids-unmatched-label').hidden = !some;
    if (answer.message) { idsResult.textContent = answer.message; return; }
    const parts = [grouped(answer.matched) + (answer.matched === 1 ? ' neuron' : ' neurons') + ' found' +
      (answer.set ? ', kept as set ' + answer.set + ' and selected.' : '.')];
    if (answer.repeated) parts.push(grouped(answer.repeated) + ' named more than once.');
    if (some) parts.push(grouped(answer.unmatched.length) + ' not in this dataset:');
    idsResult.textContent = parts.join(' ');
  });
  idsCopy.addEventListener('click', () => copy(idsUnmatched.value));
  byId('ids-close').addEventListener('click', () => idsDialog.close());
  idsDialog.addEventListener('close', () => canvas.focus());

  // Names of sets

  const nameDialog = byId('name-dialog'), name = byId('set-name'), nameNote = byId('set-name-note');
  let renamed = '';
  byId('name-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const answer = call('rename_set', JSON.stringify({ from: renamed, to: name.value.trim() }));
    if (answer.ok) nameDialog.close(); else nameNote.textContent = answer.message;
  });
  byId('name-close').addEventListener('click', () => nameDialog.close());
  nameDialog.addEventListener('close', () => canvas.focus());

  // Views as files

  const file = byId('view-file');
  file.addEventListener('change', async () => {
    if (file.files.length === 0) return;
    const answer = call('view_file', await file.files[0].text());
    file.value = '';
    if (!answer.ok) say(answer.message);
  });

  // What keys and the buttons of the canvas do, as buttons that every aid finds. They are seen while
  // one of them has the keyboard.
  function showActions() {
    for (const { action, keys, what } of call('actions', '').items) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = what + ' (' + keys + ')';
      button.addEventListener('click', () => call('act', String(action)));
      byId('actions').append(button);
    }
  }

  let copy = () => {}, say = () => {};

  return {
    start(options) { ({ call, copy, say } = options); },

    /** What the program's fields hold and where they stand, in CSS pixels. */
    show(state) {
      if (!shown) showActions();
      shown = state;
      line.hidden = !state.visible;
      line.style.visibility = state.lets_through && document.activeElement !== input ? 'hidden' : '';
      line.style.left = state.x + 'px';
      line.style.top = state.y + 'px';
      line.style.width = state.width + 'px';
      line.style.height = state.height + 'px';
      document.documentElement.style.setProperty('--text-scale', state.text_scale);
      document.documentElement.dataset.theme = state.dark ? 'dark' : 'light';
      input.placeholder = state.query_example;
      if (dirty) return;
      if (input.value !== state.query) input.value = state.query;
      clear.hidden = !state.query;
      showNote(state.query_note);
    },

    focusQuery() { input.focus(); input.select(); },
    askIds() {
      idsResult.textContent = '';
      idsUnmatched.hidden = idsCopy.hidden = byId('ids-unmatched-label').hidden = true;
      idsDialog.showModal();
      ids.focus();
    },
    askName(set) {
      renamed = set;
      name.value = set;
      nameNote.textContent = '';
      nameDialog.showModal();
      name.select();
    },
    openFile() { file.click(); },
  };
};
