// start.js — starts the empty page, and answers what page.mjs asks of window.connectoscope.
'use strict';

window.connectoscope = {
  ready: new Promise((drawn) => {
    createEmptyPage({ canvas: document.getElementById('canvas'), drawn });
  }),
  whenIdle() { return this.ready; },
  state: () => ({ frames_drawn: 1, errors: [], statistics: {} }),
};
