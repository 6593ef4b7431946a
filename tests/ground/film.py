"""A film for the camera of a browser: a QR code on grey paper, still, as y4m."""

from pathlib import Path

import segno

WIDTH, HEIGHT, FRAMES = 640, 480, 4
INK, PAPER, TABLE = 40, 215, 120  # luma; a notice in the hand is neither black nor white


def film_make(code: segno.QRCode, path: Path) -> None:
    """Four frames of the code in the middle of the picture, the last the same as the first."""
    rows = [[INK if dark else PAPER for dark in row] for row in code.matrix_iter(scale=1, border=4)]
    scale = (HEIGHT - 80) // len(rows)
    size = scale * len(rows)
    left, top = (WIDTH - size) // 2, (HEIGHT - size) // 2
    luma = bytearray([TABLE]) * (WIDTH * HEIGHT)
    for y in range(size):
        line = bytes(shade for shade in rows[y // scale] for _ in range(scale))
        at = (top + y) * WIDTH + left
        luma[at : at + size] = line
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode())
        for _ in range(FRAMES):
            film.write(b"FRAME\n" + luma + grey)
