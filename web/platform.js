// platform.js — the JavaScript half of src/platform/platform_browser.cpp, linked into viewer.js
// with --js-library. It moves bytes, strings and events; it decides nothing.
//
// Strings cross with TextEncoder and TextDecoder alone, so that the file links with every
// Emscripten from 3.1.6 on.

mergeInto(LibraryManager.library, {
  $CNX: {
    fetches: {},  // ticket -> AbortController
    worker: null,
    workerWaits: [],  // messages for a worker that has not answered yet
    workerAnswers: false,
    workerAsked: false,
    hasPicture: false,
    framePending: false,
    frameTimer: 0,
    timer: 0,
    timerAt: 0,  // when the timer fires; 0: none is set
    stallMs: 20000,  // a request that brings nothing for so long is given up
    wholeFiles: {},  // address -> promise of all bytes, where a server does not send parts

    newString: function (text) {
      const bytes = new TextEncoder().encode(text);
      const pointer = _malloc(bytes.length + 1);
      HEAPU8.set(bytes, pointer);
      HEAPU8[pointer + bytes.length] = 0;
      return pointer;
    },
    text: function (pointer) {
      return new TextDecoder().decode(HEAPU8.slice(pointer, HEAPU8.indexOf(0, pointer)));
    },
    newBytes: function (bytes) {
      const pointer = _malloc(bytes.length || 1);
      HEAPU8.set(bytes, pointer);
      return pointer;
    },

    frame: function () {
      CNX.framePending = false;
      _cnx_frame();
    },
    requestFrame: function () {
      if (CNX.framePending) return;
      CNX.framePending = true;
      // A hidden tab gets no animation frames, but should go on loading.
      if (document.hidden) setTimeout(CNX.frame, 100);
      // The first picture does not wait for the screen, which a new browser is late to ask for.
      else if (!CNX.hasPicture) CNX.frameTimer = setTimeout(CNX.frame, 0);
      else requestAnimationFrame(CNX.frame);
    },

    // Once what was drawn so far is on the screen; in a hidden tab, which is not painted, soon.
    afterPaint: function (act) {
      let due = true;
      const once = () => {
        if (due) act();
        due = false;
      };
      requestAnimationFrame(() => setTimeout(once, 0));
      setTimeout(once, 500);
    },

    input: function () {
      _cnx_on_input();
      CNX.requestFrame();
    },

    // Reads a body of at most maxBytes, giving up when nothing arrives for stallMs.
    readBody: async function (response, maxBytes, controller) {
      const chunks = [];
      let total = 0;
      const reader = response.body.getReader();
      for (;;) {
        let timer;
        const stalled = new Promise((_, reject) => {
          timer = setTimeout(() => reject(new Error('the server stopped sending')), CNX.stallMs);
        });
        let part;
        try {
          part = await Promise.race([reader.read(), stalled]);
        } catch (error) {
          controller.abort();
          throw error;
        } finally {
          clearTimeout(timer);
        }
        if (part.done) break;
        total += part.value.length;
        if (total > maxBytes) {
          controller.abort();
          throw new Error('the file is larger than it should be');
        }
        chunks.push(part.value);
      }
      const body = new Uint8Array(total);
      let at = 0;
      for (const chunk of chunks) {
        body.set(chunk, at);
        at += chunk.length;
      }
      return body;
    },

    // The part that was asked for: the body of a 206, whose Content-Range must say so; or cut out
    // of the whole file, which a server without ranges sends with 200. Sizes in bytes.
    readPart: async function (response, url, part, controller) {
      if (response.status === 416) {
        controller.abort();
        throw new Error('the file ends before the part that was asked for; it was cut off or replaced');
      }
      if (response.status === 206) {
        // Parts of an encoded file are no parts of the file; browsers ask for none, proxies err.
        if (!/^(identity)?$/i.test(response.headers.get('Content-Encoding') || '')) {
          controller.abort();
          throw new Error('the server compresses parts of files, which cannot be read; switch its compression off for this file');
        }
        const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.headers.get('Content-Range') || '');
        const size = range && range[3] !== '*' ? Number(range[3]) : Infinity;
        const last = Math.min(part.first + part.count, size) - 1;
        if (!range || Number(range[1]) !== part.first || Number(range[2]) !== last) {
          controller.abort();
          throw new Error('the server sent another part of the file than was asked for');
        }
        const body = await CNX.readBody(response, part.count, controller);
        if (body.length !== last + 1 - part.first) throw new Error('the server sent less than it promised');
        return { body, whole: 0 };
      }
      if (CNX.wholeFiles[url]) {
        controller.abort();  // it is on its way already
      } else {
        if (Number(response.headers.get('Content-Length')) > part.maxWhole) {
          controller.abort();
          throw new Error('the server does not send parts of files, and the whole is larger than ' +
            Math.round(part.maxWhole / 1048576) + ' MiB: serve it from another server, or as a folder of tiles');
        }
        const whole = CNX.readBody(response, part.maxWhole, controller);
        whole.catch(() => { delete CNX.wholeFiles[url]; });
        CNX.wholeFiles[url] = whole;
      }
      return CNX.cutPart(url, part);
    },
    cutPart: async function (url, part) {
      const whole = await CNX.wholeFiles[url];
      if (part.first >= whole.length) throw new Error('the file ends before the part that was asked for; it was cut off or replaced');
      return { body: whole.subarray(part.first, part.first + part.count), whole: 1 };
    },

    // `part`: undefined, or { first, count, maxWhole }.
    fetchFile: async function (ticket, url, maxBytes, immutable, part) {
      const early = Module['cnxEarly'].get(url);
      Module['cnxEarly'].set(url, null);  // once: who asks again wants it anew
      const controller = early ? early.controller : new AbortController();
      CNX.fetches[ticket] = controller;
      let body, reason, whole = 0;
      const startTimer = setTimeout(() => controller.abort(), CNX.stallMs);
      try {
        if (part && CNX.wholeFiles[url]) {
          clearTimeout(startTimer);
          ({ body, whole } = await CNX.cutPart(url, part));
        } else {
          // Parts of one address are not cached: a browser would fetch them one after another, and
          // mix those of an older file with those of a newer.
          const response = early ? await early.response : await fetch(url, {
            signal: controller.signal, credentials: 'same-origin',
            cache: part ? 'no-store' : immutable ? 'force-cache' : 'no-cache',
            headers: part ? { Range: 'bytes=' + part.first + '-' + (part.first + part.count - 1) } : {}
          });
          clearTimeout(startTimer);
          if (!response.ok && !(part && response.status === 416)) reason = 'the server answered ' + response.status;
          else if (part) ({ body, whole } = await CNX.readPart(response, url, part, controller));
          else body = await CNX.readBody(response, maxBytes, controller);
        }
      } catch (error) {
        if (error.name === 'AbortError') reason = 'the server did not answer';
        else if (error instanceof TypeError) reason = navigator.onLine ? 'the server cannot be reached' : 'there is no network';
        else reason = error.message;
      }
      clearTimeout(startTimer);
      if (CNX.fetches[ticket] !== controller) return;  // cancelled meanwhile
      delete CNX.fetches[ticket];
      if (body) _cnx_on_fetch(ticket, CNX.newBytes(body), body.length, whole);
      else _cnx_on_fetch_failed(ticket, CNX.newString(reason));
      CNX.requestFrame();
    },

    startWorker: function () {
      CNX.worker = new Worker('stats_worker.js');
      CNX.worker.onmessage = (event) => {
        if (!CNX.workerAnswers && CNX.workerFailed) Module['cnxShowMessage']('', true);
        CNX.workerAnswers = true;
        CNX.workerWaits = [];
        const bytes = new Uint8Array(event.data);
        _cnx_on_worker_message(CNX.newBytes(bytes), bytes.length);
        CNX.requestFrame();
      };
      CNX.worker.onerror = (event) => {
        CNX.workerFailed = true;
        if (!CNX.workerAnswers && !navigator.onLine) {
          Module['cnxShowMessage']('The statistics worker did not load: there is no network. ' +
            'It is asked for again when the network is back.', true);
          CNX.worker.terminate();
          window.addEventListener('online', CNX.startWorker, { once: true });
          return;
        }
        Module['cnxShowMessage']('The statistics worker stopped (' + (event.message || 'it did not load') +
          '). Reload the page; if it happens again, the page’s files may be incomplete.', true);
      };
      for (const bytes of CNX.workerWaits) CNX.worker.postMessage(bytes);
    },

    // Every pointer, from the canvas, and every key that no field takes (fields.js).
    listen: function () {
      const canvas = Module['canvas'];
      const send = (kind, event, wheelX, wheelY) => {
        const scale = canvas.width / Math.max(1, canvas.clientWidth);
        const flags = (event.pointerType === 'touch' ? 1 : 0) | (event.shiftKey ? 2 : 0) |
          (event.ctrlKey || event.metaKey ? 4 : 0);
        _cnx_on_pointer(kind, event.pointerId || 0, Math.max(0, event.button || 0), flags,
          event.offsetX * scale, event.offsetY * scale, wheelX || 0, wheelY || 0);
        CNX.requestFrame();
      };
      canvas.addEventListener('pointerdown', (event) => {
        canvas.focus();
        canvas.setPointerCapture(event.pointerId);
        event.preventDefault();
        send(0, event);
      });
      canvas.addEventListener('pointermove', (event) => send(1, event));
      canvas.addEventListener('pointerup', (event) => send(2, event));
      canvas.addEventListener('pointercancel', (event) => send(3, event));
      canvas.addEventListener('pointerleave', (event) => send(4, event));
      canvas.addEventListener('contextmenu', (event) => event.preventDefault());
      canvas.addEventListener('wheel', (event) => {
        event.preventDefault();
        const unit = event.deltaMode === 0 ? 1 / 100 : event.deltaMode === 1 ? 1 / 3 : 1;
        send(5, event, -event.deltaX * unit, -event.deltaY * unit);
      }, { passive: false });
      // By what is on the key, as the bindings are named: keyCode knows the layout, code does not.
      const sendKey = (kind, event) => {
        const command = event.ctrlKey || event.metaKey;
        const [letter, more] = event.key && (!command || event.getModifierState('AltGraph')) ? event.key : '';
        const flags = (event.shiftKey ? 1 : 0) | (event.ctrlKey ? 2 : 0) | (event.altKey ? 4 : 0) |
          (event.metaKey ? 8 : 0) | (event.location === 3 ? 16 : 0);
        _cnx_on_key(kind, event.keyCode || 0, letter && !more ? letter.codePointAt(0) : 0, flags);
        CNX.requestFrame();
        // The browser's own: Tab out of the canvas, search in the page. Its shortcuts stay its own.
        if (letter && !more && !event.altKey || /^(Tab|Backspace)$/.test(event.key)) event.preventDefault();
      };
      window.addEventListener('keydown', (event) => sendKey(0, event));
      window.addEventListener('keyup', (event) => sendKey(1, event));
      for (const place of [window, canvas]) place.addEventListener('blur', (event) => sendKey(2, event));
      for (const name of ['focus', 'resize']) window.addEventListener(name, CNX.input);
      window.addEventListener('popstate', () => {
        _cnx_on_fragment(CNX.newString(location.hash.slice(1)));
        CNX.requestFrame();
      });
      window.addEventListener('online', () => {
        _cnx_on_online();
        CNX.requestFrame();
      });
      for (const query of ['(prefers-color-scheme: light)', '(prefers-reduced-motion: reduce)'])
        matchMedia(query).addEventListener('change', CNX.input);
      document.addEventListener('visibilitychange', () => {
        CNX.framePending = false;  // the frame that was asked for may never come to a hidden tab
        CNX.input();
      });
      canvas.addEventListener('webglcontextlost', (event) => {
        event.preventDefault();  // it may be restored
        _cnx_on_gl_lost(1);
      });
      canvas.addEventListener('webglcontextrestored', () => _cnx_on_gl_lost(0));
      // A zoomed page or a window moved to another screen changes devicePixelRatio without a resize.
      new ResizeObserver(CNX.input).observe(canvas);
    },
  },

  // The fields of the page write in the canvas's letters, which are part of this program.
  cnx_js_use_font: function (bytes, size, accents) {
    document.fonts.add(new FontFace('Inter', HEAPU8.slice(bytes, bytes + size),
      { unicodeRange: accents ? 'U+A1-FF' : 'U+0-A0, U+A7, U+B0-B3, U+B5, U+B7, U+D7, U+100-FFFF' }));
  },
  cnx_js_is_whole: function () { return Module['cnxIsWhole']() ? 1 : 0; },
  cnx_js_ask_for_rest: function () { Module['cnxAskForRest'](); },
  cnx_js_start__deps: ['$CNX'],
  cnx_js_start: function () {
    CNX.listen();
    Module['cnxOpenFragment'] = (fragment) => {
      history.pushState(null, '', '#' + fragment);
      _cnx_on_fragment(CNX.newString(fragment));
      CNX.requestFrame();
    };
    Module['cnxRequestFrame'] = CNX.requestFrame;
    Module['cnxText'] = CNX.text;
    Module['cnxPageCall'] = (name, argument) => {
      const pointers = [CNX.newString(name), CNX.newString(argument)];
      const answer = CNX.text(_cnx_page_call(pointers[0], pointers[1]));
      pointers.forEach((pointer) => _free(pointer));
      return JSON.parse(answer);
    };
  },

  cnx_js_fetch__deps: ['$CNX'],
  cnx_js_fetch: function (ticket, url, maxBytes, immutable) {
    CNX.fetchFile(ticket, CNX.text(url), maxBytes, immutable !== 0);
  },
  cnx_js_fetch_part__deps: ['$CNX'],
  cnx_js_fetch_part: function (ticket, url, first, count, maxWhole) {
    CNX.fetchFile(ticket, CNX.text(url), count, false, { first, count, maxWhole });
  },
  cnx_js_cancel_fetch__deps: ['$CNX'],
  cnx_js_cancel_fetch: function (ticket) {
    const controller = CNX.fetches[ticket];
    delete CNX.fetches[ticket];
    if (controller) controller.abort();
  },
  cnx_js_start_worker__deps: ['$CNX'],
  // The first picture has the processor for itself.
  cnx_js_start_worker: function () {
    if (!CNX.workerAsked) CNX.afterPaint(CNX.startWorker);
    CNX.workerAsked = true;
  },
  cnx_js_post_to_worker__deps: ['$CNX'],
  cnx_js_post_to_worker: function (pointer, count) {
    const bytes = HEAPU8.slice(pointer, pointer + count).buffer;
    if (!CNX.workerAnswers) {  // one that did not load is started again, and told all of it
      CNX.workerWaits.push(bytes);
      if (CNX.worker) CNX.worker.postMessage(bytes);
    } else CNX.worker.postMessage(bytes, [bytes]);
  },

  cnx_js_fragment__deps: ['$CNX'],
  cnx_js_fragment: function () { return CNX.newString(location.hash.slice(1)); },
  cnx_js_write_fragment__deps: ['$CNX'],
  cnx_js_write_fragment: function (fragment, newEntry, kept) {
    const text = CNX.text(fragment);
    const state = CNX.text(kept) ? { kept: CNX.text(kept) } : null;
    const address = location.pathname + location.search + (text ? '#' + text : '');
    if (newEntry) history.pushState(state, '', address);
    else history.replaceState(state, '', address);
  },
  cnx_js_kept__deps: ['$CNX'],
  cnx_js_kept: function () { return CNX.newString(history.state && history.state.kept || ''); },
  // A browser may forbid to keep anything, or have no room: then a setting lasts for this visit.
  cnx_js_setting__deps: ['$CNX'],
  cnx_js_setting: function (name) {
    let value = '';
    try { value = localStorage.getItem('connectoscope.' + CNX.text(name)) || ''; } catch (error) { value = ''; }
    return CNX.newString(value);
  },
  cnx_js_keep_setting__deps: ['$CNX'],
  cnx_js_keep_setting: function (name, value) {
    try { localStorage.setItem('connectoscope.' + CNX.text(name), CNX.text(value)); } catch (error) { return; }
  },
  cnx_js_page_address__deps: ['$CNX'],
  cnx_js_page_address: function () { return CNX.newString(location.href); },
  cnx_js_copy_text__deps: ['$CNX'],
  cnx_js_copy_text: function (text) { Module['cnxCopy'](CNX.text(text)); },
  cnx_js_save_file__deps: ['$CNX'],
  cnx_js_save_file: function (name, mimeType, pointer, count) {
    const blob = new Blob([HEAPU8.slice(pointer, pointer + count)], { type: CNX.text(mimeType) });
    Module['cnxSave'](CNX.text(name), blob);
  },
  cnx_js_open_link__deps: ['$CNX'],
  cnx_js_open_link: function (url) { Module['cnxOpenLink'](CNX.text(url)); },
  cnx_js_prefers__deps: ['$CNX'],
  cnx_js_prefers: function (query) { return matchMedia(CNX.text(query)).matches ? 1 : 0; },
  cnx_js_request_frame__deps: ['$CNX'],
  cnx_js_request_frame: function () { CNX.requestFrame(); },
  cnx_js_request_frame_in__deps: ['$CNX'],
  cnx_js_request_frame_in: function (delayMs) {
    const at = performance.now() + delayMs;
    if (CNX.timerAt && at >= CNX.timerAt) return;
    clearTimeout(CNX.timer);
    CNX.timerAt = at;
    CNX.timer = setTimeout(() => { CNX.timerAt = 0; CNX.requestFrame(); }, delayMs);
  },

  // WebGL2's own name for what draws; empty where there is no WebGL2. Asked of a canvas of its own:
  // the page's canvas gets a context only when it is drawn with.
  cnx_js_webgl_renderer__deps: ['$CNX'],
  cnx_js_webgl_renderer: function () {
    let name = '';
    try {
      const gl = document.createElement('canvas').getContext('webgl2');
      if (gl) {
        const info = gl.getExtension('WEBGL_debug_renderer_info');
        name = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER) || 'WebGL2';
        const lose = gl.getExtension('WEBGL_lose_context');
        if (lose) lose.loseContext();  // free it: some browsers allow few contexts
      }
    } catch (error) { name = ''; }
    return CNX.newString(name);
  },
  // The picture that the processor draws lies over the canvas and lets every pointer through.
  cnx_js_show_picture: function (visible) { Module['cnxPicture'].hidden = visible === 0; },
  cnx_js_present: function (pixels, width, height, stride) {
    const picture = Module['cnxPicture'];
    if (picture.width !== width) picture.width = width;
    if (picture.height !== height) picture.height = height;
    const bytes = new Uint8ClampedArray(HEAPU8.buffer, pixels, stride * height * 4);
    picture.getContext('2d', { alpha: false }).putImageData(new ImageData(bytes, stride, height), 0, 0);
  },

  cnx_js_set_canvas_size: function (width, height) {
    Module['canvas'].width = width;
    Module['canvas'].height = height;
  },
  cnx_js_canvas_width_px: function () {
    return Math.max(1, Math.round(Module['canvas'].clientWidth * (window.devicePixelRatio || 1)));
  },
  cnx_js_canvas_height_px: function () {
    return Math.max(1, Math.round(Module['canvas'].clientHeight * (window.devicePixelRatio || 1)));
  },
  cnx_js_canvas_scale: function () { return window.devicePixelRatio || 1; },
  cnx_js_query_parameter__deps: ['$CNX'],
  cnx_js_query_parameter: function (name) {
    return CNX.newString(new URLSearchParams(location.search).get(CNX.text(name)) || '');
  },
  cnx_js_save_picture__deps: ['$CNX'],
  cnx_js_save_picture: function (name, width, height, pointer) {
    const fileName = CNX.text(name);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const bytes = new Uint8ClampedArray(HEAPU8.slice(pointer, pointer + 4 * width * height).buffer);
    canvas.getContext('2d').putImageData(new ImageData(bytes, width, height), 0, 0);
    canvas.toBlob((blob) => Module['cnxSave'](fileName, blob), 'image/png');
  },
  cnx_js_set_color_vision__deps: ['$CNX'],
  cnx_js_set_color_vision: function (vision) { document.body.dataset.vision = CNX.text(vision); },
  cnx_js_set_cursor__deps: ['$CNX'],
  cnx_js_set_cursor: function (cursor) { Module['canvas'].style.cursor = CNX.text(cursor); },
  cnx_js_show_message__deps: ['$CNX'],
  cnx_js_show_message: function (text) { Module['cnxShowMessage'](CNX.text(text)); },
  cnx_js_write_mirror__deps: ['$CNX'],
  cnx_js_write_mirror: function (text) { Module['cnxWriteMirror'](CNX.text(text)); },
  cnx_js_write_fields__deps: ['$CNX'],
  cnx_js_write_fields: function (json) { Module['cnxWriteFields'](CNX.text(json)); },
  cnx_js_ask_page__deps: ['$CNX'],
  cnx_js_ask_page: function (name, argument) { Module['cnxAskPage'](CNX.text(name), CNX.text(argument)); },
  cnx_js_announce_ready__deps: ['$CNX'],
  cnx_js_announce_ready: function () {
    CNX.hasPicture = true;
    // What the next frame does can wait.
    clearTimeout(CNX.frameTimer);
    CNX.framePending = true;
    CNX.afterPaint(CNX.frame);
    Module['cnxReady']();
  },
});
