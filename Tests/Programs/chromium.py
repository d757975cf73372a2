# SPDX-License-Identifier: Apache-2.0
"""Drives a headless Chromium through its debugging pipe, with the standard library alone.

    with Chromium() as browser:
        page = browser.open("file:///tmp/page.html")
        page.wait_for("document.querySelector('canvas')")
        page.click(640, 360)
        page.press("Enter")
        page.screenshot("/tmp/page.png")
        assert not page.problems, page.problems

Messages are those of the Chrome DevTools Protocol: JSON texts, each ended by a zero byte; the browser reads file
descriptor 3 and writes file descriptor 4. Everything here is synchronous: events are taken in while a command waits for
its answer. Graphics are those of SwiftShader, so that WebGL works, and works alike, on machines without a GPU.
"""

import base64
import fcntl
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new", "--no-sandbox", "--remote-debugging-pipe", "--no-first-run", "--no-default-browser-check",
    "--disable-background-networking", "--disable-component-update", "--disable-extensions", "--disable-sync",
    "--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio", "--font-render-hinting=none",
    "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
)  # fmt: skip

# key -> (code, Windows virtual key code, text it types)
KEYS = {
    "Enter": ("Enter", 13, "\r"), "Escape": ("Escape", 27, ""), "Tab": ("Tab", 9, ""), " ": ("Space", 32, " "),
    "Backspace": ("Backspace", 8, ""), "Delete": ("Delete", 46, ""), "Home": ("Home", 36, ""), "End": ("End", 35, ""),
    "ArrowLeft": ("ArrowLeft", 37, ""), "ArrowUp": ("ArrowUp", 38, ""), "ArrowRight": ("ArrowRight", 39, ""),
    "ArrowDown": ("ArrowDown", 40, ""), "Shift": ("ShiftLeft", 16, ""), "Control": ("ControlLeft", 17, ""),
    "?": ("Slash", 191, "?"), "+": ("Equal", 187, "+"), "-": ("Minus", 189, "-"),
}  # fmt: skip
MODIFIERS = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}


class ChromiumError(Exception):
    """The browser did not start, answered with an error, took too long, or a script in the page threw."""


class Chromium:
    """A browser of its own: fresh profile, no extension, ended with the `with` block."""

    def __init__(self, width=1280, height=720, flags=()):
        self.size = (width, height)
        self.profile = tempfile.mkdtemp(prefix="chromium-")
        self._identifier = 0
        self._answers = {}
        self._pages = {}
        self._unread = b""
        self._start([*FLAGS, f"--window-size={width},{height}", f"--user-data-dir={self.profile}", *flags])

    def _start(self, flags):
        program = next((path for path in map(shutil.which, NAMES) if path), None)
        if program is None:
            raise ChromiumError("no Chromium found; install it, on Debian with `apt-get install chromium`")
        commands, self._commands = os.pipe()
        self._messages, messages = os.pipe()

        def place():
            # Out of the way first: the pipes may themselves lie at 3 and 4.
            pair = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (commands, messages)]
            for target, end in zip((3, 4), pair):
                os.dup2(end, target)

        self._log = open(os.path.join(self.profile, "log.txt"), "wb")
        self.process = subprocess.Popen(
            [program, *flags, "about:blank"], stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
            preexec_fn=place, pass_fds=(3, 4))  # fmt: skip
        os.close(commands)
        os.close(messages)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends the browser and removes its profile."""
        try:
            self.command("Browser.close", timeout=5)
        except (ChromiumError, OSError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for end in (self._commands, self._messages):
            os.close(end)
        self._log.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def open(self, url, wait=True, **size):
        """A new tab at `url`, with every console message and request from its first byte on; `size` as in resize()."""
        target = self.command("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.command("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = self._pages[session] = Page(self, target, session)
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            page.command(f"{domain}.enable")
        page.resize(**({"width": self.size[0], "height": self.size[1]} | size))
        page.go(url, wait)
        return page

    def save_downloads(self, folder):
        """Lets pages download, into `folder`."""
        self.command("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})

    def command(self, method, parameters=None, session=None, timeout=60):
        """Sends a command of the protocol and returns its result."""
        self._identifier += 1
        message = {"id": self._identifier, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        self._send(json.dumps(message).encode() + b"\0")
        end = time.monotonic() + timeout
        while message["id"] not in self._answers:
            self._take(end, method)
        answer = self._answers.pop(message["id"])
        if "error" in answer:
            raise ChromiumError(f"{method}: {answer['error'].get('message')}")
        return answer["result"]

    def listen(self, seconds):
        """Takes events in for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._messages], [], [], left)[0]:
                self._take(end, "listen")

    def _send(self, data):
        while data:
            data = data[os.write(self._commands, data) :]

    def _take(self, end, waiting):
        """Reads what is there, or waits for it until `end`."""
        if not select.select([self._messages], [], [], max(0, end - time.monotonic()))[0]:
            raise ChromiumError(f"{waiting}: no answer in time")
        chunk = os.read(self._messages, 1 << 20)
        if not chunk:
            log = pathlib.Path(self._log.name).read_text(errors="replace")[-2000:]
            raise ChromiumError(f"{waiting}: the browser ended; its last words:\n{log}")
        *texts, self._unread = (self._unread + chunk).split(b"\0")
        for text in texts:
            message = json.loads(text)
            if "id" in message:
                self._answers[message["id"]] = message
            elif message.get("sessionId") in self._pages:
                self._pages[message["sessionId"]].hear(message["method"], message["params"])


class Page:
    """A tab. Positions are CSS pixels from the window's upper left corner."""

    def __init__(self, browser, target, session):
        self.browser, self.target, self.session = browser, target, session
        #: Addresses that the page asked for, its own among them.
        self.requests = []
        #: Console errors and warnings, exceptions, and what the browser logged as an error.
        self.problems = []
        self.loaded = 0
        self._buttons = 0

    def command(self, method, parameters=None, timeout=60):
        """Sends a command of the protocol to this tab."""
        return self.browser.command(method, parameters, self.session, timeout)

    def hear(self, method, event):
        """Takes an event in."""
        if method == "Network.requestWillBeSent":
            self.requests.append(event["request"]["url"])
        elif method == "Page.loadEventFired":
            self.loaded += 1
        elif method == "Runtime.consoleAPICalled" and event["type"] in ("error", "warning", "assert"):
            self.problems.append(" ".join(str(a.get("value", a.get("description"))) for a in event["args"]))
        elif method == "Runtime.exceptionThrown":
            details = event["exceptionDetails"]
            self.problems.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Log.entryAdded" and event["entry"]["level"] == "error":
            self.problems.append(f"{event['entry']['text']} {event['entry'].get('url', '')}".strip())

    def close(self):
        """Closes the tab."""
        self.browser.command("Target.closeTarget", {"targetId": self.target})

    # -- documents and scripts

    def go(self, url, wait=True, timeout=60):
        """Goes to `url` and, with `wait`, returns when it has loaded."""
        loads = self.loaded
        error = self.command("Page.navigate", {"url": url}).get("errorText")
        if error:
            raise ChromiumError(f"{url}: {error}")
        end = time.monotonic() + timeout
        while wait and self.loaded == loads:
            if time.monotonic() > end:
                raise ChromiumError(f"{url}: did not load in {timeout} s")
            self.browser.listen(0.02)

    def evaluate(self, expression, timeout=60):
        """The value of a JavaScript expression, awaited where it is a promise."""
        answer = self.command(
            "Runtime.evaluate",
            {"expression": expression, "awaitPromise": True, "returnByValue": True, "userGesture": True},
            timeout,
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise ChromiumError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def wait_for(self, expression, timeout=30):
        """Waits until a JavaScript expression is truthy and returns it."""
        end = time.monotonic() + timeout
        while not (value := self.evaluate(expression)):
            if time.monotonic() > end:
                raise ChromiumError(f"not within {timeout} s: {expression}")
            self.browser.listen(0.05)
        return value

    def centre(self, selector):
        """The middle of an element, scrolled into view."""
        box = self.evaluate(
            f"(e => {{ if (!e) return null; e.scrollIntoView({{block: 'nearest', inline: 'nearest'}});"
            "const b = e.getBoundingClientRect(); return b.width && b.height ? [b.x + b.width / 2, b.y + b.height / 2]"
            f": null; }})(document.querySelector({json.dumps(selector)}))")  # fmt: skip
        if box is None:
            raise ChromiumError(f"no visible element: {selector}")
        return box

    # -- mouse, keys, fingers

    def move(self, x, y):
        """Moves the mouse."""
        self._mouse("mouseMoved", x, y)

    def press_button(self, x, y, count=1):
        """Presses the left button and holds it."""
        self._buttons = 1
        self._mouse("mousePressed", x, y, clickCount=count, button="left")

    def release_button(self, x, y, count=1):
        """Lets the left button go."""
        self._buttons = 0
        self._mouse("mouseReleased", x, y, clickCount=count, button="left")

    def click(self, x, y, count=1):
        """Clicks; `count` 2 is a double click."""
        self.move(x, y)
        for number in range(1, count + 1):
            self.press_button(x, y, number)
            self.release_button(x, y, number)

    def click_on(self, selector):
        """Clicks in the middle of an element."""
        self.click(*self.centre(selector))

    def drag(self, start, end, steps=8):
        """Drags with the left button held."""
        self.move(*start)
        self.press_button(*start)
        for step in range(1, steps + 1):
            self._mouse("mouseMoved", *_between(start, end, step / steps), button="left")
        self.release_button(*end)

    def wheel(self, x, y, down, right=0):
        """Turns the wheel by CSS pixels."""
        self._mouse("mouseWheel", x, y, deltaX=right, deltaY=down)

    def press(self, key, modifiers=(), hold=0.0):
        """Presses a key, as `KeyboardEvent.key` names it, for `hold` seconds."""
        code, number, text = KEYS.get(key) or (_code(key), ord(key.upper()), key)
        event = {"key": key, "code": code, "windowsVirtualKeyCode": number}
        event["modifiers"] = sum(MODIFIERS[name] for name in modifiers)
        shortcut = set(modifiers) & {"Alt", "Control", "Meta"}
        typed = {"type": "keyDown", "text": text} if text and not shortcut else {"type": "rawKeyDown"}
        self.command("Input.dispatchKeyEvent", event | typed)
        if hold:
            self.browser.listen(hold)
        self.command("Input.dispatchKeyEvent", event | {"type": "keyUp"})

    def type(self, text):
        """Types a text into what has the focus."""
        self.command("Input.insertText", {"text": text})

    def tap(self, x, y):
        """Taps with one finger."""
        self._touch("touchStart", [(x, y)])
        self._touch("touchEnd", [])

    def swipe(self, starts, ends, steps=8):
        """Moves one or more fingers from `starts` to `ends`, lists of positions."""
        self._touch("touchStart", starts)
        for step in range(1, steps + 1):
            self._touch("touchMove", [_between(a, b, step / steps) for a, b in zip(starts, ends)])
        self._touch("touchEnd", [])

    def _mouse(self, kind, x, y, **more):
        event = {"type": kind, "x": x, "y": y, "buttons": self._buttons, "pointerType": "mouse"}
        self.command("Input.dispatchMouseEvent", event | more)

    def _touch(self, kind, points):
        fingers = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self.command("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    # -- files

    def set_files(self, selector, paths):
        """Chooses files in an `<input type=file>`."""
        root = self.command("DOM.getDocument")["root"]["nodeId"]
        node = self.command("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        if not node:
            raise ChromiumError(f"no element: {selector}")
        self.command("DOM.setFileInputFiles", {"nodeId": node, "files": [os.path.abspath(p) for p in paths]})

    def drop_files(self, selector, paths):
        """Drags files from the desktop over an element and drops them there."""
        x, y = self.centre(selector)
        data = {"items": [], "files": [os.path.abspath(path) for path in paths], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.command("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})

    # -- the window

    def resize(self, width, height, scale=1, mobile=False):
        """Sets the window's size in CSS pixels; `scale` is devicePixelRatio; `mobile` has fingers for a mouse."""
        size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile}
        self.command("Emulation.setDeviceMetricsOverride", size)
        self.command("Emulation.setTouchEmulationEnabled", {"enabled": mobile, "maxTouchPoints": 5 if mobile else 1})

    def prefer(self, scheme="light", reduced_motion=False):
        """Sets what the person's system prefers: "light" or "dark", and less motion."""
        motion = "reduce" if reduced_motion else "no-preference"
        features = [("prefers-color-scheme", scheme), ("prefers-reduced-motion", motion)]
        self.command(
            "Emulation.setEmulatedMedia", {"features": [{"name": name, "value": value} for name, value in features]}
        )

    def screenshot(self, path=None, clip=None):
        """The window as PNG bytes, also written to `path`; `clip` is (x, y, width, height)."""
        options = {"format": "png", "captureBeyondViewport": False}
        if clip:
            options["clip"] = dict(zip(("x", "y", "width", "height"), clip)) | {"scale": 1}
        png = base64.b64decode(self.command("Page.captureScreenshot", options)["data"])
        if path:
            pathlib.Path(path).write_bytes(png)
        return png


def _between(a, b, share):
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _code(key):
    return f"Digit{key}" if key.isdigit() else f"Key{key.upper()}"
