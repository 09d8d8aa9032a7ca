"""What a lane's user was shown and did, as text or as a picture."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from recarena._info import SimulationInfo, TensorSpec
from recarena._simulation import Result
from recarena._wire import Array
from recarena.errors import InvalidArgument

MODES = ("ansi", "rgb_array")
#: Of videos.
FPS = 4

_WIDTH, _MARGIN, _LINE = 480, 16, 18
_CARD, _GAP, _CARD_HEIGHT, _BARS_HEIGHT = 104, 8, 92, 36
_MOST_CARDS, _MOST_VALUES, _MOST_BARS = 4, 12, 64
_PAPER, _INK, _FAINT, _PLAIN, _CLICKED = (
    (250, 250, 247),
    (33, 37, 41),
    (84, 92, 100),
    (222, 226, 230),
    (140, 205, 150),
)


class _Slot(NamedTuple):
    """An item that was shown and what was measured of it; amounts and flags that are 0 are left out."""

    item: int
    measured: list[str]
    clicked: bool


class _Scene(NamedTuple):
    title: str
    state: str
    slots: list[_Slot]
    seen: dict[str, Array]
    #: Observations that are drawn, too: whatever the values are, so that all pictures have one size.
    drawn: set[str]


def check_mode(mode: str | None) -> None:
    """Refuses what cannot be rendered, or not here."""
    if mode is None:
        return
    if mode not in MODES:
        raise InvalidArgument(f"render_mode: {mode!r}; allowed are {', '.join(MODES)}")
    if mode == "rgb_array":
        try:
            import PIL.Image  # noqa: F401
        except ImportError:
            raise InvalidArgument("render_mode: rgb_array needs Pillow; pip install 'recarena[render]'") from None


def lane(mode: str, info: SimulationInfo, result: Result, actions: Array | None, number: int) -> Any:
    """One lane after a reset (no actions) or a step."""
    scene = _scene(info, result, actions, number)
    return _text(scene) if mode == "ansi" else _picture(scene)


def _scene(info: SimulationInfo, result: Result, actions: Array | None, lane: int) -> _Scene:
    ended = "the user left" if result.terminated[lane] else "cut off" if result.truncated[lane] else ""
    state = "a new user" if actions is None else f"reward {float(np.sum(result.rewards[lane])):g}"
    return _Scene(
        f"{info.environment}   episode {int(result.episodes[lane])}   step {result.step}",
        ", ".join(filter(None, (state, ended))),
        [] if actions is None else _slots(result, np.atleast_1d(actions[lane]), lane, info.action.empty_slot),
        {name: np.asarray(values[lane]) for name, values in result.observations.items()},
        {spec.name for spec in info.observations if _is_drawn(spec)},
    )


def _is_drawn(spec: TensorSpec) -> bool:
    """Counts and weights are; 64-bit integers are ids."""
    measures = spec.dtype.kind == "f" or spec.dtype == np.int32
    return measures and not spec.ragged and len(spec.shape) == 1 and 1 < spec.shape[0] <= _MOST_BARS


def _slots(result: Result, items: Array, lane: int, empty: int | None) -> list[_Slot]:
    slots = []
    for position, item in enumerate(items.tolist()):
        if item == empty:
            continue
        measured, clicked = [], False
        for name, values in result.signals.items():
            value = _of_slot(values[lane], position, len(items))
            if name == "shown":
                if not value:  # all else is 0 then, and says nothing
                    measured, clicked = ["the user had left"], False
                    break
            elif name == "click":
                clicked = bool(np.any(value))
            elif np.ndim(value) == 0 and (value != 0 or values.dtype.kind == "i"):  # whole numbers are categories
                measured.append(f"{name} {float(value):.4g}")
        slots.append(_Slot(item, measured, clicked))
    return slots


def _of_slot(values: Array, position: int, slots: int) -> Any:
    """A signal's value for one slot of a lane's slates."""
    row = np.atleast_1d(values)
    if row.size == slots:  # with several users in a lane, one user's slate after another, as the items
        row = row.reshape(-1)
    # Of several users one value each: that of the user whose slate the item is in.
    return row[min(position, position * len(row) // slots)]


def _brief(values: Array) -> str:
    flat = values.ravel()
    shown = " ".join(f"{v:.4g}" if flat.dtype.kind == "f" else str(int(v)) for v in flat[:_MOST_VALUES].tolist())
    more = f" ... ({flat.size} values)" if flat.size > _MOST_VALUES else ""
    return (shown or "none") + more


def _text(scene: _Scene) -> str:
    lines = [scene.title]
    for slot in scene.slots:
        did = "clicked" if slot.clicked else "not clicked"
        lines.append("  ".join((f"  item {slot.item}: {did}", *slot.measured)))
    lines.append(f"  {scene.state}")
    lines += [f"  {name}: {_brief(values)}" for name, values in scene.seen.items()]
    return "\n".join(lines)


def _picture(scene: _Scene) -> Array:
    from PIL import Image, ImageDraw, ImageFont

    height = 3 * _MARGIN + 2 * _LINE + _CARD_HEIGHT + _LINE * len(scene.seen) + _BARS_HEIGHT * len(scene.drawn)
    image = Image.new("RGB", (_WIDTH, height), _PAPER)
    draw = ImageDraw.Draw(image)
    words, large = ImageFont.load_default(12), ImageFont.load_default(26)
    y = _MARGIN
    draw.text((_MARGIN, y), scene.title, _INK, words)
    y += _LINE
    draw.text((_MARGIN, y), scene.state, _INK, words)
    y += _LINE + _MARGIN // 2
    x = _MARGIN
    for slot in scene.slots[:_MOST_CARDS]:
        draw.rounded_rectangle((x, y, x + _CARD, y + _CARD_HEIGHT), 8, _CLICKED if slot.clicked else _PLAIN)
        draw.text((x + 10, y + 6), str(slot.item), _INK, large)
        lines = ["clicked" if slot.clicked else "not clicked", *slot.measured]
        for row, line in enumerate(lines[:3]):
            draw.text((x + 10, y + 38 + row * 16), line, _INK if row == 0 else _FAINT, words)
        x += _CARD + _GAP
    if len(scene.slots) > _MOST_CARDS:
        draw.text((x, y + 6), f"and {len(scene.slots) - _MOST_CARDS} more", _FAINT, words)
    if not scene.slots:
        draw.text((_MARGIN, y + _CARD_HEIGHT // 2), "nothing was recommended yet", _FAINT, words)
    y += _CARD_HEIGHT + _MARGIN // 2
    for name, values in scene.seen.items():
        draw.text((_MARGIN, y), f"{name}: {_brief(values)}"[:76], _FAINT, words)
        y += _LINE
        if name in scene.drawn:
            _draw_bars(draw, values.astype(float), y)
            y += _BARS_HEIGHT
    return np.array(image)


def _draw_bars(draw: Any, values: Array, top: int) -> None:
    low, high = min(0.0, values.min()), max(0.0, values.max())
    scale = (_BARS_HEIGHT - 10) / ((high - low) or 1.0)
    zero = top + high * scale
    width = (_WIDTH - 2 * _MARGIN) / _MOST_BARS
    for i, value in enumerate(values.tolist()):
        x = _MARGIN + i * width
        ends = sorted((zero, zero - value * scale))
        draw.rectangle((x, ends[0], x + width - 2, max(ends[1], ends[0] + 1)), _INK)
