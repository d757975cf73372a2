#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Errors of random depth maps under every named protocol, in NumPy: writes protocols.json beside this file.

Each protocol is one function, written from the rules of the program it is named after and sharing nothing with the Swift
code but the maps, which both make from the same random numbers (SplitMix64) by the same arithmetic in double precision.
Run: python3 protocols.py
"""
import json
import pathlib

import numpy as np

WIDTH, HEIGHT, IMAGES = 80, 40, 6
# 0: nothing is wrong with it; 1: also predictions that are 0, negative or far; 2, 3, 4: also holes and far distances;
# 5: also distances that are infinite or no number.
ROUGHNESS = [0, 1, 2, 2, 2, 3]
METRICS = ["abs_rel", "sq_rel", "rms", "rms_log", "delta_1.25", "delta_1.25^2", "delta_1.25^3", "mae", "log10",
           "delta_1.05", "delta_1.1"]


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def unit(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        z ^= z >> 31
        return (z >> 40) / 2.0 ** 24


def maps(image):
    random = SplitMix64(1000 + image)
    roughness = ROUGHNESS[image]
    truth, prediction = [], []
    for _ in range(WIDTH * HEIGHT):
        a, b, c = random.unit(), random.unit(), random.unit()
        g = 0.3 + 12.7 * a
        p = g * (0.6 + 0.8 * b)
        if roughness >= 1:
            if 0.10 <= c < 0.12:
                p = -2.0 * b
            elif 0.12 <= c < 0.13:
                p = 0.0
            elif 0.13 <= c < 0.16:
                p = p + 8.0
        if roughness >= 2:
            if c < 0.05:
                g = 0.0
            elif c < 0.08:
                g = 50.0 + 100.0 * b
            elif 0.16 <= c < 0.18:
                g = 0.005 + 0.2 * a
        if roughness >= 3:
            if 0.20 <= c < 0.22:
                g = float("nan")
            elif 0.22 <= c < 0.24:
                g = float("inf")
        truth.append(g)
        prediction.append(p)
    shape = (HEIGHT, WIDTH)
    return (np.array(truth, np.float32).reshape(shape).astype(np.float64),
            np.array(prediction, np.float32).reshape(shape).astype(np.float64))


def lower_median(values):
    values = np.asarray(values).ravel()
    return np.nan if np.isnan(values).any() else np.sort(values)[(values.size - 1) // 2]


def share(p, g, bound):
    ratio = np.maximum(p / g, g / p)
    return float((ratio < bound).mean())


def plain(p, g, log=np.log):
    """Unweighted errors of flat arrays, as most programs compute them."""
    return {
        "abs_rel": (np.abs(p - g) / g).mean(), "sq_rel": ((p - g) ** 2 / g).mean(),
        "rms": np.sqrt(((p - g) ** 2).mean()), "rms_log": np.sqrt(((log(p) - log(g)) ** 2).mean()),
        "mae": np.abs(p - g).mean(), "log10": np.abs(np.log10(p) - np.log10(g)).mean(),
        "delta_1.25": share(p, g, 1.25), "delta_1.25^2": share(p, g, 1.25 ** 2), "delta_1.25^3": share(p, g, 1.25 ** 3),
        "delta_1.05": share(p, g, 1.05), "delta_1.1": share(p, g, 1.1),
    }


def floored(p, g, floor, log=np.log):
    """Differences of the predictions themselves, ratios and logarithms of their floored values."""
    errors = plain(p, g, log)
    ratios = plain(np.maximum(p, floor), g, log)
    return {name: errors[name] if name in ("abs_rel", "sq_rel", "rms", "mae") else ratios[name] for name in METRICS}


def weighted(p, g, w, floor=None):
    """Errors weighted by w, sums divided by the sum of w."""
    q = p if floor is None else np.maximum(p, floor)
    log = np.log(q if floor is not None else np.where(q == 0, 1e-24, q)) - np.log(g)
    ratio = np.maximum(q / g, g / q)
    mean = lambda values: float((values * w).sum() / w.sum())
    return {
        "abs_rel": mean(np.abs(p - g) / g), "sq_rel": mean((p - g) ** 2 / g), "rms": np.sqrt(mean((p - g) ** 2)),
        "rms_log": np.sqrt(mean(log ** 2)), "mae": mean(np.abs(p - g)), "log10": mean(np.abs(np.log10(q) - np.log10(g))),
        "delta_1.25": mean(ratio < 1.25), "delta_1.25^2": mean(ratio < 1.25 ** 2),
        "delta_1.25^3": mean(ratio < 1.25 ** 3), "delta_1.05": mean(ratio < 1.05), "delta_1.1": mean(ratio < 1.1),
    }


def centre_weights():
    rows = np.pi / 2 - np.pi * (np.arange(HEIGHT) + 0.5) / HEIGHT
    return np.repeat(np.cos(rows)[:, None], WIDTH, axis=1)


# One image: errors, and the number of pixels that count.


def omnidepth(g, p, corrected=False):
    mask = (g > 0) & (g <= 8)
    p = p * (lower_median(g[mask]) / lower_median(p[mask]))
    g, p = g[mask], p[mask]
    if corrected:
        return floored(p, g, 0.01), mask.sum()
    errors = plain(p, g)
    kept = p > 1e-7
    logs = plain(p[kept], g[kept])
    errors["rms_log"], errors["log10"] = logs["rms_log"], logs["log10"]
    return errors, mask.sum()


def svs(g, p, spherical=False, median=False):
    p = np.abs(p)
    if median:
        p = p * (lower_median(g) / lower_median(p))
    valid = ~(g > 20)
    count = valid.sum()
    theta = np.pi * np.arange(HEIGHT) / HEIGHT - np.pi / 2
    w = np.repeat(np.abs(np.cos(theta))[:, None], WIDTH, axis=1) if spherical else np.ones((HEIGHT, WIDTH))
    summed = lambda values: float((np.where(valid, values, 0.0) * w).sum() / count)
    counted = lambda bound: float((np.where(valid, np.maximum(g / p, p / g), 2.0) < bound)[valid].sum() / count)
    return {
        "abs_rel": summed(np.abs(g - p) / g), "sq_rel": summed((g - p) ** 2 / g), "rms": np.sqrt(summed((g - p) ** 2)),
        "rms_log": np.sqrt(summed((np.log(g) - np.log(p)) ** 2)), "mae": summed(np.abs(g - p)),
        "log10": summed(np.abs(np.log10(g) - np.log10(p))), "delta_1.25": counted(1.25),
        "delta_1.25^2": counted(1.25 ** 2), "delta_1.25^3": counted(1.25 ** 3), "delta_1.05": counted(1.05),
        "delta_1.1": counted(1.1),
    }, count


def svs_corrected(g, p, spherical=False, median=False):
    mask = (g > 0) & (g <= 20)
    p = np.abs(p)
    if median:
        p = p * (lower_median(g[mask]) / lower_median(p[mask]))
    if not spherical:
        return plain(p[mask], g[mask]), mask.sum()
    errors = weighted(p[mask], g[mask], centre_weights()[mask])
    # Here a prediction of 0 m has the logarithm that it has.
    w = centre_weights()[mask]
    errors["rms_log"] = np.sqrt((w * (np.log(p[mask]) - np.log(g[mask])) ** 2).sum() / w.sum())
    return errors, mask.sum()


def unifuse(g, p, median=False, corrected=False):
    mask = (g > 0) & (g <= 10) & ~np.isnan(g)
    g, p = g[mask].copy(), p[mask].copy()
    g[g < 0.1] = 0.1
    p[p < 0.1] = 0.1
    if corrected:
        p[p > 10] = 10
        return plain(p, g), mask.sum()
    g[p > 10] = 10
    if median:
        p = p * (lower_median(g) / lower_median(p))
    return plain(p, g, np.log10), mask.sum()


def hohonet(g, p):
    mask = g > 0
    return plain(np.clip(p[mask], 0.01, 10), np.clip(g[mask], 0.01, 10), np.log10), mask.sum()


def bifuse(g, p, aligned=True, corrected=False):
    mask = (g > 0.01) & (g < 10)
    g, p = g[mask], p[mask]
    if aligned:
        p = p * (np.median(g) / np.median(p))
    if corrected:
        return floored(p, g, 0.01, np.log10), mask.sum()
    errors = plain(p, g, np.log10)
    positive = plain(p[p > 0], g[p > 0], np.log10)
    for name in ("rms_log", "delta_1.25", "delta_1.25^2", "delta_1.25^3", "delta_1.05", "delta_1.1"):
        errors[name] = positive[name]
    return errors, mask.sum()


def pano3d(g, p, spherical=False, corrected=False):
    mask = (g > 0) & (g <= 8)
    w = centre_weights()[mask] if spherical else np.ones(mask.sum())
    return weighted(p[mask], g[mask], w, 0.01 if corrected else None), mask.sum()


def pager(g, p, fit=None, poles=0.0):
    clipped = np.clip(g, 0.01, 75)
    mask = (clipped < 0.99 * 75) & (clipped > 1.01 * 0.01)
    band = int(poles * HEIGHT)
    if band:
        mask[:band] = False
        mask[-band:] = False
    g, p = clipped[mask], p[mask]
    if fit == "scale":
        p = p * np.linalg.lstsq(p[:, None], g, rcond=None)[0][0]
    elif fit == "scale and shift":
        scale, shift = np.linalg.lstsq(np.stack([p, np.ones_like(p)], 1), g, rcond=None)[0]
        p = scale * p + shift
    return plain(p, g), mask.sum()


def rotunda(g, p, spherical=False):
    mask = (g > 0) & (g <= 10)
    if spherical:
        return weighted(p[mask], g[mask], centre_weights()[mask], 0.01), mask.sum()
    return floored(p[mask], g[mask], 0.01), mask.sum()


def over_images(results):
    return {name: float(np.mean([errors[name] for errors, _ in results])) for name in METRICS}


def over_pixels(results):
    """Running means weighted by the number of valid pixels, of squares where a root is taken at the very end."""
    total = sum(count for _, count in results)
    pooled = {}
    for name in METRICS:
        root = name in ("rms", "rms_log")
        mean = sum((errors[name] ** 2 if root else errors[name]) * count for errors, count in results) / total
        pooled[name] = float(np.sqrt(mean) if root else mean)
    return pooled


PROTOCOLS = {
    "rotunda": (rotunda, over_images),
    "rotunda-spherical": (lambda g, p: rotunda(g, p, spherical=True), over_images),
    "omnidepth": (omnidepth, over_pixels),
    "omnidepth-corrected": (lambda g, p: omnidepth(g, p, corrected=True), over_pixels),
    "svs": (svs, over_images),
    "svs-median": (lambda g, p: svs(g, p, median=True), over_images),
    "svs-spherical": (lambda g, p: svs(g, p, spherical=True), over_images),
    "svs-corrected": (svs_corrected, over_images),
    "svs-median-corrected": (lambda g, p: svs_corrected(g, p, median=True), over_images),
    "svs-spherical-corrected": (lambda g, p: svs_corrected(g, p, spherical=True), over_images),
    "unifuse": (unifuse, over_images),
    "unifuse-median": (lambda g, p: unifuse(g, p, median=True), over_images),
    "unifuse-corrected": (lambda g, p: unifuse(g, p, corrected=True), over_images),
    "hohonet": (hohonet, over_images),
    "bifuse++": (bifuse, over_images),
    "bifuse++-unaligned": (lambda g, p: bifuse(g, p, aligned=False), over_images),
    "bifuse++-corrected": (lambda g, p: bifuse(g, p, corrected=True), over_images),
    "pano3d": (pano3d, over_images),
    "pano3d-spherical": (lambda g, p: pano3d(g, p, spherical=True), over_images),
    "pano3d-corrected": (lambda g, p: pano3d(g, p, corrected=True), over_images),
    "pano3d-spherical-corrected": (lambda g, p: pano3d(g, p, spherical=True, corrected=True), over_images),
    "pager": (pager, over_images),
    "pager-scale": (lambda g, p: pager(g, p, fit="scale"), over_images),
    "pager-scale-shift": (lambda g, p: pager(g, p, fit="scale and shift"), over_images),
    "pager-matterport360": (lambda g, p: pager(g, p, poles=0.14), over_images),
    "pager-stanford": (lambda g, p: pager(g, p, poles=0.15), over_images),
}


def numbers(errors):
    """In the order of METRICS; JSON has no infinity and no not-a-number, so these are words."""
    return [float(v) if np.isfinite(v) else "nan" if np.isnan(v) else "inf" for v in (errors[m] for m in METRICS)]


def main():
    np.seterr(all="ignore")
    images = [maps(image) for image in range(IMAGES)]
    document = {"metrics": METRICS, "numpy": np.__version__, "checksum": [], "protocols": {}}
    for truth, prediction in images:
        document["checksum"].append([float(np.nansum(np.where(np.isinf(truth), 0, truth))), float(prediction.sum())])
    for name, (judge, average) in PROTOCOLS.items():
        results = [judge(truth, prediction) for truth, prediction in images]
        document["protocols"][name] = {
            "images": [numbers(errors) for errors, _ in results], "pixels": [int(count) for _, count in results],
            "smooth": numbers(average(results[:2])), "all": numbers(average(results)),
        }
    target = pathlib.Path(__file__).with_suffix(".json")
    target.write_text(json.dumps(document, indent=0).replace(",\n", ", ") + "\n")


if __name__ == "__main__":
    main()
