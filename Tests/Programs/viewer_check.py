# SPDX-License-Identifier: Apache-2.0
"""Checks the viewer's page in headless Chromium against a room that is known in closed form.

    python3 Tests/Programs/viewer_check.py [--screenshots FOLDER] [--program PROGRAM]

Needs numpy, Pillow and Chromium. With `--program` the page is the one that `PROGRAM export` makes of the known room,
else one assembled here from the same parts. Every picture is compared with rays cast into the true room; nothing of the
viewer is used for what is expected.
"""

import argparse
import base64
import io
import pathlib
import re
import sys
import tempfile

import numpy as np
from PIL import Image

import known_room
import viewer_page
from chromium import Chromium

PHOTO = (viewer_page.PHOTO_WIDTH, viewer_page.PHOTO_WIDTH // 2)
#: Shows the picture alone.
BARE = (
    "document.head.append(Object.assign(document.createElement('style'), {id: 'bare', textContent: '#app > :not(canvas)"
)
BARE += "{visibility: hidden !important} #stage {outline: none !important}'}))"


class Checks:
    """Counts what held and what did not, and says so."""

    def __init__(self):
        self.failures = 0

    def __call__(self, holds, what, found=""):
        self.failures += not holds
        print(f"{'ok    ' if holds else 'FAILED'}  {what}{f': {found}' if str(found) else ''}", flush=True)


# -- pictures and what they should show


def picture(page):
    """The window's colours in [0, 1]."""
    return np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB")) / 255


def screen_rays(state):
    """Unit vectors in level axes through the pixels of the window."""
    width, height = state["size"]
    x = (2 * (np.arange(width) + 0.5) / width - 1) * state["tangents"][0]
    y = (1 - 2 * (np.arange(height) + 0.5) / height) * state["tangents"][1]
    rays = np.stack(np.broadcast_arrays(x, y[:, None], -1.0), -1)
    turned = known_room.turn(1, -np.degrees(state["longitude"])) @ known_room.turn(0, np.degrees(state["latitude"]))
    return rays / np.linalg.norm(rays, axis=-1, keepdims=True) @ turned.T


def away_from_edges(flags, reach):
    """Of flags by pixel, those with no unset one within `reach` pixels."""
    kept = flags.copy()
    for axis in (0, 1):
        for shift in range(1, reach + 1):
            kept &= np.roll(flags, shift, axis) & np.roll(flags, -shift, axis)
        flags = kept.copy()
    return kept


def compare(page, position):
    """Where all is known: mean difference of colour to the true room, share of background; and how much is known."""
    page.browser.listen(0.3)
    state, shown = page.evaluate("rotunda.state()"), picture(page)
    rays = screen_rays(state)
    distance, axis = known_room.cast(position, rays)
    points = np.asarray(position) + distance[..., None] * rays
    colour = known_room.colours(points, axis)
    # Depth has a pixel of 0.35 degrees or more: what lies within some pixels of an edge may be cut away, and so may
    # what the photo shows at a flat angle.
    step = [np.abs(np.diff(distance, axis=axis, prepend=np.take(distance, [0], axis))) for axis in (0, 1)]
    slope = np.abs(np.take_along_axis(points, axis[..., None], -1)[..., 0]) / np.linalg.norm(points, axis=-1)
    known = known_room.was_visible(points) & (np.maximum(*step) < 0.1) & (slope > np.sin(np.radians(10)))
    known = away_from_edges(known, 24)
    difference = np.abs(shown - colour).mean(-1)
    background = np.abs(shown - state["background"]).max(-1) < 0.02
    return difference[known].mean(), background[known].mean(), known.mean()


# -- what is checked


def check_look(page, check):
    """The panorama shows the right colours in every direction, its seam and poles included."""
    page.evaluate("rotunda.setMode('look')")
    for name, longitude, latitude in (
        ("ahead", 0, 0),
        ("seam", np.pi - 0.35, 0),
        ("zenith", 0.3, 1.5),
        ("nadir", -1, -1.5),
        ("left", -1.6, 0.2),
    ):
        page.evaluate(f"rotunda.look({longitude}, {latitude})")
        difference, _, known = compare(page, np.zeros(3))
        check(difference < 0.015 and known > 0.3, f"look, {name}: colours", f"mean difference {difference:.4f}")


def check_measure(page, check):
    """Distances between known points, and their errors by a formula written here."""
    pairs = {
        "width, wall to wall": ([LOW[0], 0.2, 1.0], [HIGH[0], 0.2, 1.0]),
        "length, wall to wall": ([0.2, 0.3, LOW[2]], [0.2, 0.3, HIGH[2]]),
        "height, floor to ceiling": ([1.2, LOW[1], 0.8], [1.2, HIGH[1], 0.8]),
        "along a wall": ([2.4, 0.9, -2.0], [2.4, -0.4, 1.2]),
        "across the seam": ([-0.5, 0.1, 1.9], [1.6, -0.6, 1.9]),
    }
    for name, (a, b) in pairs.items():
        a, b = np.array(a), np.array(b)
        pixels = [known_room.pixel_of(p, *PHOTO) for p in (a, b)]
        found = page.evaluate(f"rotunda.measure({pixels[0]}, {pixels[1]})")
        true = np.linalg.norm(b - a)
        check(abs(found["metres"] / true - 1) < 0.02, f"measure, {name}", f"{found['metres']:.4f} m of {true:.4f} m")
        check(
            abs(found["sigma"] / sigma(a, b, pixels) - 1) < 0.03,
            f"measure, {name}: its error",
            f"{found['sigma']:.4f} m",
        )


def sigma(a, b, pixels):
    """One standard deviation of the distance between two points."""
    along = (b - a) / np.linalg.norm(b - a)
    variance = 0
    for point, (_, row) in zip((a, b), pixels):
        error = viewer_page.LOWER_ERROR / 255 if row > PHOTO[1] / 2 else viewer_page.ERROR
        footprint = np.linalg.norm(point) * 2 * np.pi / viewer_page.DEPTH_WIDTH / np.sqrt(12)
        variance += (along @ point * error) ** 2 + footprint**2
    return np.sqrt(variance)


def check_walk(page, check):
    """The room from other places agrees with rays cast from there; seam and poles are closed."""
    # A background that nothing in the room looks like.
    page.evaluate("rotunda.setMode('walk').then(() => rotunda.set({background: [1, 0, 1]}))")
    places = (
        ("half a metre on", [0.4, 0.1, -0.3], 0.5, -0.1),
        ("towards the seam", [-0.2, 0.0, 0.6], 2.79, -0.05),
        ("beside the seam", [0.9, 0.2, -0.4], -2.6, 0.0),
        ("zenith", [0.3, -0.3, 0.3], 0.3, 1.45),
        ("nadir", [-0.3, 0.2, 0.2], 1.2, -1.45),
        ("near the table", [1.1, -0.1, -0.6], -0.3, -0.4),
    )
    for surface, tolerance in (("mesh", 0.02), ("cloud", 0.035)):
        page.evaluate(f"rotunda.set({{surface: '{surface}'}})")
        for name, position, longitude, latitude in places:
            page.evaluate(f"rotunda.stand({position}).then(() => rotunda.look({longitude}, {latitude}))")
            difference, background, known = compare(page, position)
            # Nothing at all where the mesh is closed; a pixel where furniture ends.
            holes = 0.002 if surface == "cloud" else 1e-4 if "table" in name or "on" in name else 0
            check(
                difference < tolerance and background <= holes and known > 0.2,
                f"walk, {surface}, {name}",
                f"mean difference {difference:.4f}, background {100 * background:.3f} % of {100 * known:.0f} %",
            )
    page.evaluate("rotunda.stand([0, 0, 0]).then(() => rotunda.look(0, 0)).then(() => rotunda.set({surface: 'mesh'}))")


def check_clicks(page, check):
    """Two clicks measure, in the panorama and in the room; a double click goes there."""
    a, b = np.array([0.9, 0.6, LOW[2]]), np.array([-0.4, -0.7, LOW[2]])
    for mode, position in (("look", [0, 0, 0]), ("walk", [0.3, 0.1, 0.6])):
        page.evaluate(f"rotunda.setMode('{mode}').then(() => rotunda.stand({position})).then(() => rotunda.look(0, 0))")
        page.click_on("#measure")
        for point in (a, b):
            page.click(*on_screen(point, position, page.evaluate("rotunda.state()")))
        found = page.evaluate("rotunda.state()")["measurements"]
        page.click_on("#measure")
        true = np.linalg.norm(a - b)
        check(
            len(found) == 1 and abs(found[0]["metres"] / true - 1) < 0.02,
            f"two clicks in {mode}",
            found and f"{found[0]['metres']:.3f} m of {true:.3f} m",
        )
        check(page.evaluate("document.querySelectorAll('#drawing text').length") == 1, f"a length is drawn in {mode}")
        page.click_on("#measurements li button")
        check(not page.evaluate("rotunda.state()")["measurements"], f"a measurement is removed in {mode}")
    goal = np.array([-0.2, LOW[1], -1.8])
    page.evaluate("rotunda.stand([0, 0, 0]).then(() => rotunda.look(0, -0.5))")
    page.click(*on_screen(goal, [0, 0, 0], page.evaluate("rotunda.state()")), count=2)
    page.browser.listen(1.2)
    position = page.evaluate("rotunda.state()")["position"]
    check(np.hypot(*(np.array(position) - goal)[[0, 2]]) < 0.1, "a double click goes there", np.round(position, 2))


def on_screen(point, position, state):
    """Where a point is seen, in CSS pixels."""
    turned = known_room.turn(1, -np.degrees(state["longitude"])) @ known_room.turn(0, np.degrees(state["latitude"]))
    x, y, z = (point - np.asarray(position)) @ turned
    across, up = state["tangents"]
    return (x / -z / across + 1) / 2 * state["size"][0], (1 - y / -z / up) / 2 * state["size"][1]


def check_keys(page, check):
    """Everything by keyboard alone."""
    state = lambda: page.evaluate("rotunda.state()")
    page.press("2")
    page.press("h")
    check(state()["mode"] == "walk", "key 2 walks")
    page.press("w", hold=0.5)
    page.press("e", hold=0.4)
    position = state()["position"]
    check(position[2] < -0.05 and position[1] > 0.05, "W and E move", np.round(position, 2))
    page.press("ArrowRight", hold=0.4)
    check(state()["longitude"] > 0.1, "an arrow turns", round(state()["longitude"], 2))
    page.press("p")
    check(state()["surface"] == "cloud", "P shows points")
    page.press("p")
    page.press("b")
    check(state()["isAbove"], "B rises above the room")
    page.press("Home")
    check(not state()["isAbove"] and state()["position"] == [0, 0, 0], "Home returns to the camera")
    page.press("g")
    page.browser.listen(1.2)
    check(np.linalg.norm(state()["position"]) > 0.5, "G goes to the middle of the picture")
    page.press("h")
    page.press("c")
    check(state()["overlay"] > 0, "C shows depth")
    page.press("c")
    page.press("1")
    page.press("m")
    page.press("Enter")
    check(state()["pending"] is not None, "M, Enter set a point")
    page.press("Escape")
    check(state()["pending"] is None, "Escape drops it")
    page.press("Enter")
    page.press("ArrowRight", hold=0.4)
    page.press("Enter")
    check(len(state()["measurements"]) == 1, "two points measure")
    page.press("Delete")
    page.press("Escape")
    check(not state()["measurements"], "Delete removes")
    field = state()["tangents"][0]
    page.press("+")
    check(state()["tangents"][0] < field, "+ comes nearer")
    page.press("-")
    page.press("3")
    check(
        page.evaluate("document.querySelector('#plan svg')?.getBoundingClientRect().height > 200"),
        "key 3 shows the plan",
    )
    page.press("?", ["Shift"])
    check(page.evaluate("document.querySelector('dialog').open"), "? opens the help")
    page.press("Escape")
    check(not page.evaluate("document.querySelector('dialog').open"), "Escape closes it")
    check_focus(page, check)


def check_focus(page, check):
    """Tab reaches every button in every mode, and shows where it is."""
    for key, mode in (("1", "look"), ("2", "walk"), ("3", "plan")):
        page.press(key)
        visible = (
            "[...document.querySelectorAll('button, input')].filter(e => e.checkVisibility({checkVisibilityCSS: true}))"
        )
        page.evaluate("document.activeElement.blur(); window.reached = new Set(); window.unseen = []")
        count = page.evaluate(visible + ".length")
        for _ in range(count + 3):
            page.press("Tab")
            page.evaluate(
                "(e => { reached.add(e); const s = getComputedStyle(e);"
                "if (e !== document.body && (s.outlineStyle === 'none'"
                " || !parseFloat(s.outlineWidth))) unseen.push(e.id); })(document.activeElement)"
            )
        missed = page.evaluate(visible + ".filter(e => !reached.has(e)).map(e => e.id || e.textContent.trim())")
        check(not missed and count > 7, f"Tab reaches all {count} controls of {mode}", ", ".join(missed))
        check(not page.evaluate("unseen"), f"the focus is seen in {mode}", page.evaluate("unseen.join()"))
        unnamed = page.evaluate(
            visible + ".filter(e => !(e.textContent.trim() || e.ariaLabel || e.labels?.length || e.title))"
            ".map(e => e.id)"
        )
        check(not unnamed, f"every control of {mode} has a name", ", ".join(unnamed))
    page.press("1")


def check_plan(page, check):
    """The plan tells the walls' lengths, the area and the height, and is saved as a drawing."""
    page.evaluate("rotunda.setMode('plan')")
    text = page.evaluate("document.querySelector('#plan svg').textContent")
    width, length, height = known_room.WIDTH, known_room.LENGTH, known_room.HEIGHT
    check(is_said(r"([\d.]+) m²", text, width * length), "the plan says the area", text)
    check(is_said(r"ceiling ([\d.]+) m", text, height), "the plan says the height")
    for wall in (width, length):
        check(is_said(r"([\d.]+) m", text, wall), f"the plan says {wall} m for a wall")
    with tempfile.TemporaryDirectory() as folder:
        page.browser.save_downloads(folder)
        page.click_on("#save-plan")
        page.browser.listen(1)
        files = list(pathlib.Path(folder).glob("*.svg"))
        saved = files[0].read_text() if files else ""
        check(
            saved.startswith("<svg") and is_said(r"([\d.]+) m", saved, known_room.LENGTH),
            "the plan is saved",
            files and files[0].name,
        )
    page.click_on("#units")
    text = page.evaluate("document.querySelector('#plan svg').textContent")
    check(is_said(r"(\d+) sq ft", text, width * length / 0.3048**2) and "13 ft 1" in text, "feet and inches", text)
    page.click_on("#units")
    page.evaluate("rotunda.setMode('look')")


def is_said(pattern, text, value):
    """Whether one of the numbers that a pattern finds is within 2 % of a value."""
    return any(abs(float(number) / value - 1) < 0.02 for number in re.findall(pattern, text))


def check_phone(page, check):
    """On a narrow screen nothing lies outside it or over something else, and fingers do what keys do."""
    page.resize(360, 640, 2, mobile=True)
    page.browser.listen(0.5)
    for mode in ("look", "walk", "plan"):
        page.evaluate(f"rotunda.setMode('{mode}')")
        page.browser.listen(0.3)
        check(page.evaluate("document.scrollingElement.scrollWidth") <= 360, f"phone, {mode}: no scrolling sideways")
        faults = page.evaluate(OVERLAPS)
        check(not faults, f"phone, {mode}: nothing cut off or covered", "; ".join(faults))
    state = lambda: page.evaluate("rotunda.state()")
    page.evaluate("rotunda.setMode('walk').then(() => rotunda.stand([0, 0, 0])).then(() => rotunda.look(0, 0))")
    page.swipe([(200, 250)], [(100, 250)])
    check(state()["longitude"] > 0.2, "one finger turns", round(state()["longitude"], 2))
    page.swipe([(150, 220), (210, 220)], [(150, 300), (210, 300)])
    check(np.linalg.norm(state()["position"]) > 0.2, "two fingers move", np.round(state()["position"], 2))
    page.evaluate("rotunda.stand([0, 0, 0])")
    pad = page.centre("[data-hold='KeyW']")
    page._touch("touchStart", [pad])
    page.browser.listen(0.5)
    page._touch("touchEnd", [])
    check(np.linalg.norm(state()["position"]) > 0.05, "the pad moves", np.round(state()["position"], 2))
    page.evaluate("rotunda.setMode('look')")
    field = state()["tangents"][1]
    page.swipe([(150, 250), (210, 250)], [(100, 250), (260, 250)])
    check(state()["tangents"][1] < field, "parting fingers come nearer")
    page.resize(*page.browser.size)


#: Controls that reach out of the window, or whose middle something else covers.
OVERLAPS = """[...document.querySelectorAll('#app button, #app input')]
  .filter(e => e.checkVisibility({checkVisibilityCSS: true})).flatMap(e => {
    const b = e.getBoundingClientRect(), name = e.id || e.ariaLabel || e.textContent.trim();
    const top = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
    const isInside = b.left >= 0 && b.top >= 0 && b.right <= innerWidth + 0.5 && b.bottom <= innerHeight + 0.5;
    if (!isInside) return [name + ' reaches out'];
    return e.contains(top) ? [] : [name + ' is covered by ' + (top?.id || top?.className || top?.tagName)];
  })"""


def check_schemes(page, check):
    """Dark and light follow the system and the button, and text stands out in both."""
    theme = "document.documentElement.dataset.theme"
    for scheme in ("dark", "light"):
        # Without motion colours do not fade; the mouse is out of the way of what is looked at.
        page.prefer(scheme, reduced_motion=True)
        page.move(640, 400)
        page.browser.listen(0.5)
        check(page.evaluate(theme) == scheme, f"the page is {scheme} where the system is")
        for selector in ("#title", "#facts", "[data-mode][aria-pressed='true']", "#units"):
            contrast = page.evaluate(f"({CONTRAST})({selector!r})")
            check(contrast >= 4.5, f"{scheme}: contrast of {selector}", f"{contrast:.1f}")
    page.click_on("#theme")
    check(page.evaluate(theme) == "dark", "the button switches")
    page.click_on("#theme")


#: The ratio of WCAG 2.1 between an element's text and what is painted behind it.
CONTRAST = """selector => {
  const light = text => {
    const parts = text.match(/[\\d.]+/g).map(Number).slice(0, 3).map(x => x / 255);
    const [r, g, b] = parts.map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let at = document.querySelector(selector);
  const ink = light(getComputedStyle(at).color);
  while (/, 0\\)|transparent/.test(getComputedStyle(at).backgroundColor)) at = at.parentElement;
  const paper = light(getComputedStyle(at).backgroundColor);
  return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
}"""


def check_graphics(browser, url, check):
    """What graphics draw, with all detail, also holds: this browser's processor is made to believe that it is some."""
    page = browser.open("about:blank")
    page.command("Page.addScriptToEvaluateOnNewDocument", {"source": GRAPHICS})
    page.go(url)
    page.evaluate("rotunda.ready")
    points = page.evaluate("rotunda.state()")["points"]
    check(points > 400_000, "graphics are given more points", points)
    page.evaluate(BARE)
    check_look(page, check)
    check_walk(page, check)
    page.close()


#: Hides what draws.
GRAPHICS = """
  const getExtension = WebGL2RenderingContext.prototype.getExtension;
  WebGL2RenderingContext.prototype.getExtension = function (name) {
    return name === 'WEBGL_debug_renderer_info' ? null : getExtension.call(this, name);
  };
"""


def check_headset(browser, url, check):
    """With a headset of our own making, each eye sees the room from its place above the floor."""
    page = browser.open("about:blank")
    page.command("Page.addScriptToEvaluateOnNewDocument", {"source": HEADSET})
    page.go(url)
    page.evaluate("rotunda.ready")
    page.wait_for("!document.querySelector('#headset').hidden")
    page.click_on("#headset")
    page.wait_for("window.headsetFrames > 2")
    page.evaluate(BARE)
    page.browser.listen(0.5)
    shown = picture(page)
    for eye, x in (("left", -0.2), ("right", 0.2)):
        half = shown[:, :640] if eye == "left" else shown[:, 640:]
        # The person's eyes are 1.7 m above the floor, the photo was taken 1.5 m above it.
        position = [x, 1.7 + known_room.LOW[1], 0.3]
        rays = screen_rays({"size": [640, 720], "tangents": [0.8, 0.9], "longitude": 0, "latitude": 0})
        distance, colour = known_room.seen(position, rays)
        known = away_from_edges(known_room.was_visible(position + distance[..., None] * rays), 30)
        difference = np.abs(half - colour).mean(-1)[known].mean()
        check(difference < 0.02 and known.mean() > 0.3, f"headset, {eye} eye", f"mean difference {difference:.4f}")
    page.close()


#: As much of WebXR as the viewer uses: two eyes 0.4 m apart, 1.7 m above the floor, that look along -z.
HEADSET = """
  window.headsetFrames = 0;
  window.XRRigidTransform = class { constructor(position) { this.position = position; } };
  window.XRWebGLLayer = class {
    constructor() { Object.assign(this, {framebuffer: null, framebufferWidth: 1280, framebufferHeight: 720}); }
    getViewport(view) { return {x: view.eye === 'left' ? 0 : 640, y: 0, width: 640, height: 720}; }
  };
  const space = origin => ({origin, getOffsetReferenceSpace: ({position}) => space(position)});
  const view = (eye, x, origin) => {
    const at = [x - origin.x, 1.7 - origin.y, 0.3 - origin.z], [near, far] = [0.05, 400];
    const move = sign => new Float32Array([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, ...at.map(v => sign * v), 1]);
    const projectionMatrix = new Float32Array(
      [1 / 0.8, 0, 0, 0, 0, 1 / 0.9, 0, 0, 0, 0, (far + near) / (near - far), -1,
        0, 0, 2 * far * near / (near - far), 0]);
    const transform = {position: {x: at[0], y: at[1], z: at[2]}, inverse: {matrix: move(-1)}};
    return {eye, projectionMatrix, transform};
  };
  const frame = {getViewerPose: ({origin}) => ({views: [view('left', -0.2, origin), view('right', 0.2, origin)]})};
  const session = {
    renderState: {}, addEventListener() {}, updateRenderState(state) { this.renderState = state; },
    requestReferenceSpace: async () => space({x: 0, y: 0, z: 0}),
    requestAnimationFrame: draw => requestAnimationFrame(now => { headsetFrames++; draw(now, frame); }),
  };
  const xr = {isSessionSupported: async mode => mode === 'immersive-vr', requestSession: async () => session};
  Object.defineProperty(navigator, 'xr', {value: xr});
  WebGL2RenderingContext.prototype.makeXRCompatible = async () => {};
"""


def check_faults(browser, folder, page_bytes, check):
    """A broken page and a browser without WebGL 2 are told to the person, in words."""
    broken = {
        "description": page_bytes.replace(b'id="room">{', b'id="room">{{', 1),
        "depth": page_bytes.replace(b'id="depth">iVBOR', b'id="depth">XXXXX', 1),
        "photo": page_bytes.replace(b'id="photo">', b'id="photo">!!', 1),
    }
    for name, content in broken.items():
        path = pathlib.Path(folder, f"broken-{name}.html")
        path.write_bytes(content)
        page = browser.open(path.as_uri())
        text = page.wait_for("document.querySelector('[role=alert]:not([hidden])')?.textContent")
        check(content != page_bytes and name in text, f"a damaged {name} is reported", text)
        page.close()
    page = browser.open("about:blank")
    script = "HTMLCanvasElement.prototype.getContext = () => null"
    page.command("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    page.go(pathlib.Path(folder, "room.html").as_uri())
    text = page.wait_for("document.querySelector('[role=alert]')?.textContent")
    check("WebGL 2" in text, "a browser without WebGL 2 is told so", text)
    page.close()


def photograph_modes(page, folder):
    """Pictures of every mode to look at."""
    for device, size in {"laptop": (1280, 720, 1, False), "phone": (360, 640, 2, True)}.items():
        page.resize(*size)
        for scheme in ("light", "dark"):
            page.prefer(scheme)
            for name, actions in SCENES.items():
                page.evaluate(f"rotunda.with(async viewer => {{ viewer.home(); {actions} }})")
                page.browser.listen(0.7)
                page.screenshot(folder / f"{device}-{scheme}-{name}.png")
                page.evaluate(
                    "rotunda.set({overlay: 0, surface: 'mesh', measurements: [], measuring: false, pending: null})"
                )
    page.resize(*page.browser.size)


MEASURE = "const set = (x, y) => viewer.setPoint(x * viewer.size[0], y * viewer.size[1]);"
SCENES = {
    "look": "viewer.setMode('look')",
    "depth": "viewer.setMode('look'); viewer.set({overlay: 0.7})",
    "measure": f"viewer.setMode('look'); viewer.set({{measuring: true}}); {MEASURE}"
    "set(.3, .4); set(.62, .75); set(.4, .3); set(.7, .32)",
    "walk": "viewer.setMode('walk'); viewer.viewpoint.position = [0.3, 0.2, 0.8]; viewer.turn(-0.2, -0.15)",
    "points": "viewer.setMode('walk'); viewer.set({surface: 'cloud'}); viewer.viewpoint.position = [0.6, 0.2, 0.3];"
    "viewer.turn(0.3, -0.2)",
    "above": "viewer.setMode('walk'); viewer.toggleOverview()",
    "plan": f"viewer.setMode('look'); {MEASURE} set(.3,.4);set(.62,.75); viewer.setMode('plan')",
    "help": "document.querySelector('#help').click(); setTimeout(() => document.querySelector('dialog').close(), 1500)",
}

LOW, HIGH = known_room.LOW, known_room.HIGH


def main():
    """Runs every check; the exit status says whether all held."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--screenshots", type=pathlib.Path, help="a folder for pictures of every mode")
    parser.add_argument("--program", type=pathlib.Path, help="rotunda, which then writes the page")
    options = parser.parse_args()
    check = Checks()
    with tempfile.TemporaryDirectory() as folder, Chromium() as browser:
        if options.program:
            content = viewer_page.exported(options.program, folder)
        else:
            content = viewer_page.assembled(viewer_page.facts(), *viewer_page.images())
        path = pathlib.Path(folder, "room.html")
        path.write_bytes(content)
        images = re.findall(rb'id="(?:photo|depth)">([^<]*)<', content)
        ratio = len(content) / sum(len(base64.b64decode(image)) for image in images)
        check(ratio < 1.6, "the page's size over that of its images", f"{ratio:.3f}")
        page = browser.open(path.as_uri())
        check(page.evaluate("rotunda.ready"), "the page is ready")
        check(
            page.evaluate("rotunda.state()")["points"] >= 200_000,
            "200,000 points",
            page.evaluate("rotunda.state()")["points"],
        )
        page.evaluate(BARE)
        check_look(page, check)
        check_walk(page, check)
        page.evaluate("document.getElementById('bare').remove()")
        check_measure(page, check)
        check_clicks(page, check)
        check_keys(page, check)
        check_plan(page, check)
        check_phone(page, check)
        check_schemes(page, check)
        if options.screenshots:
            options.screenshots.mkdir(parents=True, exist_ok=True)
            photograph_modes(page, options.screenshots)
        for mode, surface in (("look", "mesh"), ("walk", "mesh"), ("walk", "cloud")):
            page.evaluate(f"rotunda.setMode('{mode}').then(() => rotunda.set({{surface: '{surface}'}}))")
            print(f"frames a second, {mode} {surface}: {page.evaluate('rotunda.framesPerSecond(4)'):.1f}")
        asked = [url for url in page.requests if not url.startswith(("file:", "data:", "blob:"))]
        check(
            not asked and sum(url.startswith("file:") for url in page.requests) == 1,
            "no request leaves",
            ", ".join(asked),
        )
        check(not page.problems, "no error on the console", "; ".join(page.problems))
        check_graphics(browser, path.as_uri(), check)
        check_headset(browser, path.as_uri(), check)
        check_faults(browser, folder, content, check)
    print(f"{check.failures} checks failed" if check.failures else "all checks hold")
    return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())
