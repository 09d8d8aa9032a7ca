"""What RecSim reports of slates, from the log or from results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from recarena.errors import InvalidArgument

if TYPE_CHECKING:
    from typing_extensions import Self

    from recarena._wire import Array
    from recarena.log import Batch, LoggedStep

__all__ = ["SlateMetrics"]


class SlateMetrics:
    """RecSim's metrics of clicked documents, over many steps and episodes.

    They are those of `recsim.utils.aggregate_video_cluster_metrics` and `write_video_cluster_metrics` (Ie et al.,
    arXiv 1909.04847), under the same names. An impression is a slate, not a slot. Where a lane has several users, each
    has a slate of their own, and those of users who have left before the others do not count.

        metrics = SlateMetrics()
        for batch in recarena.log.batches(DIR):
            metrics.add(batch)
        print(metrics.values()["CTR"])
    """

    def __init__(self) -> None:
        """Of nothing yet."""
        #: Slates shown.
        self.impressions = 0
        #: Slots clicked.
        self.clicks = 0
        #: Slates of which nothing was clicked.
        self.no_clicks = 0
        #: The sum of `quality` over clicked slots.
        self.quality = 0.0
        #: How often a document of each cluster was clicked, by cluster.
        self.clusters: dict[int, int] = {}
        self._knows_quality = True

    def add(self, step: Batch | LoggedStep) -> Self:
        """Adds what was logged of a step: of all its lanes (recarena.log.batches), or of one (recarena.read_log)."""
        return self.add_signals(step.signals, getattr(step, "acted", None))

    def add_signals(self, signals: Mapping[str, npt.ArrayLike], acted: npt.ArrayLike | None = None) -> Self:
        """Adds a step by its signals `click`, `quality` and `cluster_id`, whose last dimension counts slots.

        The latter two may be missing. `acted` masks the lanes in which a slate was shown; without it, it was in all, as
        in the results of a "same_step" or "disabled" simulation. Where a lane has several users, the signal `shown`
        tells who of them saw theirs.
        """
        if "click" not in signals:
            raise InvalidArgument(f"signals: {sorted(signals)}; there must be one named 'click'")
        click = _rows(signals["click"], acted).astype(bool)
        anything = click.any(axis=-1)
        shown = _rows(signals["shown"], acted).astype(bool) if "shown" in signals else np.ones_like(anything)
        self.impressions += int(shown.sum())
        self.no_clicks += int((shown & ~anything).sum())
        self.clicks += int(click.sum())
        if "quality" in signals:
            self.quality += float(_rows(signals["quality"], acted)[click].sum())
        else:
            self._knows_quality = False
        if "cluster_id" in signals:
            numbers, counts = np.unique(_rows(signals["cluster_id"], acted)[click], return_counts=True)
            for cluster, count in zip(numbers.tolist(), counts.tolist(), strict=True):
                self.clusters[cluster] = self.clusters.get(cluster, 0) + count
        return self

    def values(self) -> dict[str, float]:
        """By the reference's names; what has no value yet, or was not measured, is absent.

        `CTR`: clicks by slates. `AverageQuality`: of clicked documents. `cluster_watch_count_frac/cluster_c`, of the
        clusters that were clicked, and `cluster_watch_count_frac/no_click`: by slates.
        """
        if not self.impressions:
            return {}
        found = {"CTR": self.clicks / self.impressions}
        if self.clicks and self._knows_quality:
            found["AverageQuality"] = self.quality / self.clicks
        for cluster in sorted(self.clusters):
            found[f"cluster_watch_count_frac/cluster_{cluster}"] = self.clusters[cluster] / self.impressions
        found["cluster_watch_count_frac/no_click"] = self.no_clicks / self.impressions
        return found

    def __repr__(self) -> str:
        """With the counts."""
        return f"<recarena.SlateMetrics impressions={self.impressions} clicks={self.clicks}>"


def _rows(values: npt.ArrayLike, acted: npt.ArrayLike | None) -> Array:
    array = np.asarray(values)
    return array if acted is None else array[np.asarray(acted, bool)]
