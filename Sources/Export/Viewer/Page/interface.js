// SPDX-License-Identifier: Apache-2.0

// Buttons, panels and lists around the picture: they show the viewer's state and change it.

const byId = id => document.getElementById(id);

class Interface {
  constructor(facts) {
    this.facts = facts;
    document.title = facts.title;
    byId('title').textContent = facts.title;
    const system = matchMedia('(prefers-color-scheme: dark)');
    this.setTheme(system.matches ? 'dark' : 'light');
    system.addEventListener('change', () => this.setTheme(system.matches ? 'dark' : 'light'));
  }

  // Takes the viewer over once there is one.
  attach(viewer) {
    this.viewer = viewer;
    this.plan = new FloorPlan(viewer.room);
    this.showFacts();
    this.setTheme(document.documentElement.dataset.theme);
    const on = (id, action) => byId(id).addEventListener('click', action);
    for (const button of document.querySelectorAll('[data-mode]:not(main)')) {
      button.addEventListener('click', () => viewer.setMode(button.dataset.mode));
    }
    for (const button of document.querySelectorAll('[data-surface]')) {
      button.addEventListener('click', () => viewer.set({surface: button.dataset.surface}));
    }
    for (const [id, key] of Object.entries(BUTTON_KEYS)) on(id, () => this.command(key));
    on('clear', () => viewer.set({measurements: [], pending: null}));
    on('set-point', () => this.setPointInMiddle());
    on('save-plan', () => this.savePlan());
    byId('overlay').addEventListener('input', event => viewer.set({overlay: event.target.value / 100}));
    byId('help-panel').addEventListener('click', event => event.target === event.currentTarget && event.target.close());
    new ResizeObserver(() => this.update()).observe(byId('plan'));
    this.offerHeadset();
  }

  showFacts() {
    const {title, source, error} = this.facts;
    const distances = error.relative ? `distances ± ${Math.round(100 * error.relative)} %` : '';
    const words = [source.network, source.scale && `scale: ${source.scale}`, distances].filter(Boolean).join(' · ');
    byId('facts').textContent = words;
    byId('about').textContent = `${title}: ${words}${error.source && ` (${error.source})`}. Made with Rotunda.`;
  }

  // -- commands, by the key that gives them

  // Whether the key was one.
  command(key) {
    const {viewer} = this;
    const commands = {
      1: () => viewer.setMode('look'), 2: () => viewer.setMode('walk'), 3: () => viewer.setMode('plan'),
      '+': () => viewer.zoom(0.9), '=': () => viewer.zoom(0.9), '-': () => viewer.zoom(1 / 0.9),
      m: () => this.toggleMeasuring(), c: () => this.toggleDepth(), t: () => this.toggleTheme(),
      u: () => viewer.set({units: viewer.units === UNITS.metres ? UNITS.feet : UNITS.metres}),
      p: () => viewer.set({surface: viewer.surface === 'mesh' ? 'cloud' : 'mesh'}),
      b: () => viewer.toggleOverview(), h: () => viewer.home(), Home: () => viewer.home(),
      g: () => viewer.goTo(...scaled([...viewer.size, 0], 0.5)),
      Enter: () => this.setPointInMiddle(), Escape: () => this.escape(),
      Delete: () => viewer.set({measurements: viewer.measurements.slice(0, -1)}),
      '?': () => byId('help-panel').showModal(),
    };
    const action = commands[key.length === 1 ? key.toLowerCase() : key];
    action?.();
    return action !== undefined;
  }

  setPointInMiddle() {
    const {viewer} = this;
    if (viewer.measuring && viewer.mode !== 'plan') viewer.setPoint(...viewer.size.map(x => x / 2));
  }

  escape() {
    const {viewer} = this;
    if (viewer.pending) viewer.set({pending: null}); else viewer.set({measuring: false});
  }

  toggleMeasuring() {
    const {viewer} = this;
    const mode = viewer.mode === 'plan' ? 'look' : viewer.mode;
    viewer.set({measuring: !viewer.measuring, pending: null, mode});
    if (viewer.measuring) viewer.canvas.focus();
  }

  toggleDepth() {
    const {viewer} = this;
    if (viewer.mode === 'plan') viewer.setMode('look');
    viewer.set({overlay: viewer.overlay ? 0 : byId('overlay').value / 100 || 0.7});
  }

  toggleTheme() { this.setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'); }

  setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    if (!this.viewer) return;
    const hex = getComputedStyle(document.documentElement).getPropertyValue('--stage').trim();
    this.viewer.set({background: [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16) / 255)});
  }

  async offerHeadset() {
    if (!await Headset.isOffered()) return;
    byId('headset').hidden = false;
    byId('headset').addEventListener('click', () =>
      Headset.enter(this.viewer).catch(() => this.announce('The headset could not be entered.')));
  }

  // Words for the person; quiet ones are heard, and seen elsewhere.
  announce(text, isQuiet = false) {
    const status = byId('status');
    status.textContent = text;
    status.classList.toggle('quiet', isQuiet);
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => { status.textContent = ''; }, 5000);
  }

  // -- showing the state

  update() {
    const {viewer} = this;
    if (!viewer) return;
    const {mode, surface, measuring, measurements, overlay, viewpoint, units} = viewer;
    const press = (button, is) => button.setAttribute('aria-pressed', is);
    byId('app').dataset.mode = mode;
    byId('app').toggleAttribute('data-measuring', measuring);
    document.querySelectorAll('[data-mode]:not(main)').forEach(button => press(button, button.dataset.mode === mode));
    document.querySelectorAll('[data-surface]').forEach(button => press(button, button.dataset.surface === surface));
    press(byId('measure'), measuring);
    press(byId('colours'), overlay > 0);
    press(byId('overview'), viewpoint.orbit !== null);
    byId('units').firstElementChild.textContent = units.name;
    byId('units').setAttribute('aria-label', `Units: ${units === UNITS.metres ? 'metres' : 'feet and inches'}`);
    byId('walk-panel').hidden = byId('pad').hidden = mode !== 'walk';
    byId('plan').hidden = byId('plan-panel').hidden = mode !== 'plan';
    // The slider may stand at zero while it is in use.
    const isSliding = byId('depth-panel').contains(document.activeElement);
    byId('depth-panel').hidden = mode === 'plan' || !isSliding && overlay === 0;
    byId('measurements').hidden = !measuring && measurements.length === 0;
    if (overlay) byId('overlay').value = 100 * overlay;
    this.showMeasurements();
    this.showScale();
    if (mode === 'plan') this.showPlan();
  }

  showMeasurements() {
    const {measuring, measurements, units, pending} = this.viewer;
    byId('advice').hidden = byId('set-point').hidden = !measuring;
    byId('advice').textContent = pending ? 'Choose the second point.' : 'Choose the first of two points.';
    byId('clear').hidden = !measurements.length;
    const key = [units.name, ...measurements.map(m => m.metres)].join();
    if (key === this.listed) return;
    this.listed = key;
    byId('measurements').querySelector('ol').replaceChildren(...measurements.map(m => {
      const remove = document.createElement('button'), item = document.createElement('li');
      const parts = Object.assign(document.createElement('small'), {textContent: m.parts(units)});
      const words = Object.assign(document.createElement('div'), {textContent: m.text(units)});
      words.append(parts);
      remove.setAttribute('aria-label', `Remove ${m.text(units)}`);
      remove.append(element('svg', {'aria-hidden': true}, element('use', {href: '#i-close'})));
      remove.addEventListener('click', () => {
        this.viewer.remove(m);
        this.viewer.canvas.focus();
      });
      item.append(words, remove);
      return item;
    }));
  }

  // The colours with round distances under them, and the distance under the pointer.
  showScale() {
    const {units, room, hovered, overlay} = this.viewer, {near, far} = room;
    byId('probe').textContent = overlay && hovered ? units.length(length(hovered)) : '';
    if (this.scaled === units) return;
    this.scaled = units;
    const step = Math.max(roundStep((far - near) / units.metres / 4), 0.1), bar = byId('scale');
    const colours = Array.from({length: 17}, (_, i) => `rgb(${depthColour(i / 16)})`);
    bar.style.setProperty('--colours', `linear-gradient(to right, ${colours})`);
    bar.setAttribute('aria-label', `Colours from ${units.length(near)}, warm, to ${units.length(far)}, cold`);
    const ticks = [];
    for (let x = Math.ceil(near / units.metres / step) * step; x * units.metres <= far; x += step) {
      const tick = document.createElement('span');
      tick.textContent = `${+x.toFixed(1)}`;
      tick.style.left = `${(x * units.metres - near) / (far - near) * 100}%`;
      ticks.push(tick);
    }
    ticks.at(-1)?.append(` ${units.name}`);
    bar.replaceChildren(...ticks);
  }

  planFor(size) {
    const {units, viewpoint, measurements} = this.viewer;
    return this.plan.drawn({size, units, position: viewpoint.position, longitude: viewpoint.longitude, measurements});
  }

  showPlan() {
    const plan = byId('plan'), style = getComputedStyle(plan);
    const inner = (whole, ...sides) => sides.reduce((rest, side) => rest - parseFloat(style[side]), whole);
    const size = [
      inner(plan.clientWidth, 'paddingLeft', 'paddingRight'), inner(plan.clientHeight, 'paddingTop', 'paddingBottom')];
    if (Math.min(...size) < 20) return;
    plan.replaceChildren(this.planFor(size));
    byId('plan-facts').textContent = this.plan.words(this.viewer.units);
  }

  savePlan() {
    const svg = this.planFor([1000, 800]);
    svg.setAttribute('style', 'color: #1d2226; background: #fff');
    const file = new Blob([new XMLSerializer().serializeToString(svg)], {type: 'image/svg+xml'});
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = `${this.facts.title.replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'room'}-plan.svg`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    this.announce('The plan is saved with your downloads.');
  }
}

const BUTTON_KEYS = {measure: 'm', colours: 'c', units: 'u', theme: 't', help: '?', overview: 'b', home: 'h'};
