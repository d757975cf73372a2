# SPDX-License-Identifier: Apache-2.0
"""The viewer's page of the known room: assembled here from the parts in Sources, or written by the program."""

import base64
import io
import json
import pathlib
import subprocess

import numpy as np
from PIL import Image

import known_room

PARTS = pathlib.Path(__file__).resolve().parents[2] / "Sources/Export/Viewer/Page"
#: In this order; the program's own list is in ViewerPage.swift.
SCRIPTS = (
    "algebra",
    "palette",
    "units",
    "depth",
    "mesh",
    "room",
    "renderer",
    "viewpoint",
    "measurement",
    "drawing",
    "plan",
    "viewer",
    "controls",
    "headset",
    "interface",
    "start",
)
PHOTO_WIDTH, DEPTH_WIDTH = 2048, 1024
#: Relative errors: of all the room, and, stored by pixel in 1/255, of its lower half.
ERROR, LOWER_ERROR = 0.02, 10


def stripped(text):
    """Without indentation, empty lines and lines that are comments."""
    lines = (line.strip() for line in text.splitlines())
    comment = lambda line: (
        line.startswith("//")
        or (line[:2] == "/*" and line[-2:] == "*/" and line not in TOKENS)
        or (line[:4] == "<!--" and line[-3:] == "-->" and line not in TOKENS)
    )
    return "".join(line + "\n" for line in lines if line and not comment(line))


TOKENS = ("<!--META-->", "/*STYLE*/", "/*SCRIPT*/", "<!--DATA-->")


def assembled(facts, photo, depth):
    """The page's bytes for facts (a dictionary), and the files of photo and depth."""
    facts = json.dumps(facts).replace("<", "\\u003c")
    data = f'<script type="application/json" id="room">{facts}</script>\n'
    for name, content in (("photo", photo), ("depth", depth)):
        data += f'<script type="text/plain" id="{name}">{base64.b64encode(content).decode()}</script>\n'
    page = stripped((PARTS / "page.html").read_text())
    scripts = "".join(stripped((PARTS / f"{name}.js").read_text()) for name in SCRIPTS)
    fills = ("", stripped((PARTS / "style.css").read_text()), scripts, data)
    for token, fill in zip(TOKENS, fills):
        page = page.replace(token + "\n", fill)
    return page.encode()


def facts():
    """What is known of the known room."""
    return {
        "version": 1,
        "title": "known room",
        "photo": {"type": "image/jpeg", "width": PHOTO_WIDTH, "height": PHOTO_WIDTH // 2},
        "depth": {"width": DEPTH_WIDTH, "height": DEPTH_WIDTH // 2, "metresPerUnit": 0.001},
        "levelling": known_room.LEVELLING.ravel().tolist(),
        "cameraHeight": -known_room.LOW[1],
        "error": {"relative": ERROR, "source": "exact depth, called 2 % uncertain for the test"},
        "floorPlan": {
            "outline": np.asarray(known_room.OUTLINE).tolist(),
            "area": known_room.WIDTH * known_room.LENGTH,
            "ceiling": known_room.HIGH[1],
            "floor": known_room.LOW[1],
        },
        "source": {"network": "ray casting", "scale": "exact"},
    }


def images():
    """The photo as a JPEG and the depth as a PNG."""
    photo, depth = io.BytesIO(), io.BytesIO()
    Image.fromarray(known_room.photograph(PHOTO_WIDTH)).save(photo, "JPEG", quality=92)
    units = np.round(known_room.depth_map(DEPTH_WIDTH) / 0.001).astype(np.uint16)
    spread = np.zeros_like(units)
    spread[DEPTH_WIDTH // 4 :] = LOWER_ERROR
    Image.fromarray(np.stack([units >> 8, units & 255, spread], -1).astype(np.uint8)).save(depth, "PNG", optimize=True)
    return photo.getvalue(), depth.getvalue()


def exported(program, folder):
    """The page that the program makes of the same photo, distances and errors."""
    distance = known_room.depth_map(DEPTH_WIDTH).astype(np.float32)
    spread = np.zeros_like(distance)
    spread[DEPTH_WIDTH // 4 :] = distance[DEPTH_WIDTH // 4 :] * LOWER_ERROR / 255
    pathlib.Path(folder, "photo.jpg").write_bytes(images()[0])
    np.save(pathlib.Path(folder, "depth.npy"), distance)
    np.save(pathlib.Path(folder, "spread.npy"), spread)
    subprocess.run(
        [
            pathlib.Path(program).resolve(),
            "export",
            "depth.npy",
            "--photo",
            "photo.jpg",
            "--spread",
            "spread.npy",
            "--error",
            str(ERROR),
            "--level",
            f"{known_room.PITCH},{known_room.ROLL}",
            "--format",
            "html",
        ],
        cwd=folder,
        check=True,
    )
    return pathlib.Path(folder, "view.html").read_bytes()
