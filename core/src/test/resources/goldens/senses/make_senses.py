"""Makes senses.npz and the CSV beside it: depth, thermal and motion by independent code.

numpy, Pillow 12.3 (mode F and L bicubic), torch (to compare its antialiased bicubic). Run in an empty folder."""
import json, math
import numpy as np
import torch, PIL
from PIL import Image

rng = np.random.default_rng(11)
out = {}

def resize_crop(img, size=224):
    w, h = img.size
    nw, nh = (size, int(size * h / w)) if w <= h else (int(size * w / h), size)
    img = img.resize((nw, nh), Image.Resampling.BICUBIC)
    left, top = int(round((nw - size) / 2.0)), int(round((nh - size) / 2.0))
    return img.crop((left, top, left + size, top + size))

# Pillow's float bicubic, alone
for k, (h, w) in enumerate([(60, 80), (300, 260), (224, 301), (1, 9), (500, 224)]):
    a = rng.normal(0, 1, (h, w)).astype(np.float32)
    out[f'float{k}_in'] = a
    out[f'float{k}_out'] = np.asarray(resize_crop(Image.fromarray(a)), dtype=np.float32)
    nh, nw = (int(224 * h / w), 224) if w <= h else (224, int(224 * w / h))
    t = torch.nn.functional.interpolate(torch.from_numpy(a)[None, None], (nh, nw), mode='bicubic', antialias=True)[0, 0].numpy()
    top, left = int(round((nh - 224) / 2.0)), int(round((nw - 224) / 2.0))
    t = t[top:top + 224, left:left + 224]
    print('torch tensor bicubic against Pillow F', k, np.abs(t - out[f'float{k}_out']).max())

# depth: fill (own code, ring by ring), disparity, resize, normalise
def fill(m):
    m = m.astype(np.float32).copy()
    while (m == 0).any():
        p = np.pad(m.astype(np.float64), 1)
        sums = np.zeros(m.shape); counts = np.zeros(m.shape)
        for dy in (0, 1, 2):
            for dx in (0, 1, 2):
                if dy == 1 and dx == 1: continue
                v = p[dy:dy + m.shape[0], dx:dx + m.shape[1]]
                sums += v; counts += v > 0
        ring = (m == 0) & (counts > 0)
        m[ring] = (sums[ring] / counts[ring]).astype(np.float32)
    return m

h, w = 120, 160
yy, xx = np.mgrid[0:h, 0:w]
mm = (900 + 25 * yy + 700 * np.sin(xx / 23.) ** 2 + 4000 * (xx > 120)).astype(np.uint16)
mm[30:50, 40:70] = 0; mm[:, :3] = 0; mm[rng.random(mm.shape) < 0.05] = 0
out['depth_mm'] = mm
Image.fromarray(mm).save('depth_mm.png')
Image.fromarray(((mm << 3) | (mm >> 13)).astype(np.uint16)).save('depth_sun.png')
metres = mm.astype(np.float32) / np.float32(1000)
Image.fromarray(metres).save('depth_m.tiff')
out['depth_filled'] = fill(metres)
fx, b = 518.86, 0.075
def depth(m, factor, near, far, dlo, dhi, div, mean, std):
    d = b * fx / np.clip(m.astype(np.float64) * factor, near, far)
    d = (np.clip(d, dlo, dhi) / div).astype(np.float32)
    x = np.asarray(resize_crop(Image.fromarray(d)), dtype=np.float32)
    return ((x - np.float32(mean)) / np.float32(std))[None]
f = out['depth_filled']
out['depth_reference'] = depth(f, 8, .01, 50, .01, 75, 75, .0418, .0295)
# the same as the facts state it for a true disparity d, without the far clip
d = b * fx / f.astype(np.float64)
alt = np.clip(d / 8, .01, 75) / 75
alt = (np.asarray(resize_crop(Image.fromarray(alt.astype(np.float32)))) - np.float32(.0418)) / np.float32(.0295)
print('reference against its d/8 form (far clip aside)', np.abs(alt - out['depth_reference'][0]).max(), 'deepest', f.max())
out['depth_omnivore'] = depth(f, 1, .01, 50, .01, 75, 75, .0418, .0295)
out['depth_sun'] = depth(f, 1, .01, 8, 0, np.inf, 1, 24.82, 14.40)
out['depth_nyu'] = depth(f, 1, .01, 10, 0, np.inf, 1, 17.206, 8.611)

# thermal
th, tw = 150, 233
yy, xx = np.mgrid[0:th, 0:tw]
l8 = np.clip(120 + 90 * np.sin(xx / 17. + yy / 31.) + rng.normal(0, 9, (th, tw)), 0, 255).astype(np.uint8)
rgb = np.stack([l8, np.roll(l8, 9, 1), 255 - l8], -1)
l16 = (29000 + 12 * l8.astype(np.int64) + rng.integers(0, 9, l8.shape)).astype(np.uint16)
Image.fromarray(l8).save('thermal_l8.png'); Image.fromarray(rgb).save('thermal_rgb.png'); Image.fromarray(l16).save('thermal_l16.png')
def thermal(img): return (np.asarray(resize_crop(img)).astype(np.float32) / np.float32(255))[None]
out['thermal_l8'] = thermal(Image.fromarray(l8).convert('L'))
out['thermal_rgb'] = thermal(Image.fromarray(rgb).convert('L'))
out['thermal_l8_weaviate'] = (out['thermal_l8'] - np.float32(0.48145466)) / np.float32(0.26862954)
lo, hi = float(l16.min()), float(l16.max())
out['thermal_l16'] = thermal(Image.fromarray(np.floor((l16 - lo) * 255 / (hi - lo) + .5).astype(np.uint8)))
out['thermal_l16_fixed'] = thermal(Image.fromarray(np.clip(np.floor((l16 - 29500.) * 255 / 2000 + .5), 0, 255).astype(np.uint8)))

# motion: 100 Hz, 6.3 s, gyroscope first and a time column in ms, as Ego4D's files are
n = 630
t = np.arange(n) / 100
ch = np.stack([np.sin((k + 1) * t * 3 + k) * (k + 1) + (9.81 if k == 2 else 0) for k in range(6)]).astype(np.float32)
with open('imu_100hz.csv', 'w') as o:
    o.write('canonical_timestamp_ms,gyro_x,gyro_y,gyro_z,accl_x,accl_y,accl_z\n')
    for i in range(n):
        o.write(','.join([str(5000 + 10 * i)] + [repr(float(v)) for v in ch[[3, 4, 5, 0, 1, 2], i]]) + '\n')
out['imu_channels'] = ch
def motion(rate):
    at = np.arange(2000) / rate * 100
    r = np.stack([np.interp(at, np.arange(n), c.astype(np.float64)) for c in ch])
    r[:, at >= n] = 0
    return r.astype(np.float32)
out['imu_reference'] = motion(400); out['imu_imu2clip'] = motion(200)
# of each 224 x 224 result every fourth row and every fourth column from 1 on
small = lambda v: v[..., ::4, 1::4] if v.shape[-2:] == (224, 224) else v
np.savez_compressed('senses.npz', **{k: small(v).astype(np.float32) for k, v in out.items()})
print(PIL.__version__, torch.__version__, {k: v.shape for k, v in out.items()})
