"""Which way the nearest source is reached: the tree of shortest ways, sums along it, and single ways.

Costs are whole, so an edge from x to y lies on a shortest way exactly where value(x) + cost = value(y); no predecessor
need be kept by the search. Of several the smallest edge is taken, so that the tree is always the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .fronts import NEVER
from .places import Places
from .reach import Reach, values_of


@dataclass(frozen=True, eq=False)
class Way:
    """A way as the search went it, from the source (for a net *toward* the sources those who travel go the other way):
    edge (k,) int64, begin and end (k,) float64 millimetres along each; begin > end: against its drawing."""

    edge: np.ndarray
    begin: np.ndarray
    end: np.ndarray


@dataclass(frozen=True, eq=False)
class Tree:
    """How each node is reached: edge (n,) int64 over which, −1 where it is not; before (n,) int64 the node from which,
    or −1 − k for the k-th seed, which lies on that edge; begin, end (n,) float64 millimetres along the edge."""

    reach: Reach
    edge: np.ndarray
    before: np.ndarray
    begin: np.ndarray
    end: np.ndarray

    @staticmethod
    def of(reach: Reach) -> Tree:
        """The tree of a search."""
        net, g, bits, value = reach.net, reach.net.graph, reach.bits, reach.value
        fore, back = np.nonzero(net.forward)[0], np.nonzero(net.backward)[0]
        edge = np.concatenate([fore, back]).astype(np.int64)
        tail = np.concatenate([g.u[fore], g.v[back]]).astype(np.int64)
        head = np.concatenate([g.v[fore], g.u[back]])
        on = np.nonzero((value[tail] < NEVER) & (value[tail] + (net.cost[edge] << bits) == value[head]))[0]
        on = on[np.lexsort((edge[on], head[on]))]
        on = on[np.nonzero(np.diff(head[on], prepend=-1))[0]]
        out = Tree(reach, np.full(g.n, -1, np.int64), np.full(g.n, -1, np.int64), np.zeros(g.n), np.zeros(g.n))
        node, ahead = head[on], on < len(fore)
        out.edge[node], out.before[node] = edge[on], tail[on]
        out.begin[node] = np.where(ahead, 0.0, g.length[edge[on]])
        out.end[node] = np.where(ahead, g.length[edge[on]], 0.0)
        out._plant()
        return out

    def _plant(self) -> None:
        """Nodes that are reached straight from a seed."""
        reach, net, g, s = self.reach, self.reach.net, self.reach.net.graph, self.reach.seeds
        rest = net.cost[s.edge] - s.offset
        for node, away, way, end in ((g.u[s.edge], s.offset, net.backward, np.zeros(len(s.edge))),
                                     (g.v[s.edge], rest, net.forward, g.length[s.edge])):
            value = values_of(s.cost + away, s.source, reach.bits)
            k = np.nonzero((way[s.edge] | (away == 0)) & (reach.value[node] == value))[0]
            at = node[k]
            self.edge[at], self.before[at], self.begin[at], self.end[at] = s.edge[k], -1 - k, s.place[k], end[k]

    def sums(self, quantity: np.ndarray) -> np.ndarray:
        """(n,) float64 sum of a *quantity* (m,) of the edges along the way to each node; inf where there is none.

        By pointer doubling: after k rounds each node knows the sum over its last 2^k edges.
        """
        total = np.full(len(self.edge), np.inf)
        known = np.nonzero(self.edge >= 0)[0]
        total[known] = self._part(quantity, self.edge[known], self.begin[known], self.end[known])
        up = np.where(self.edge >= 0, self.before, -1)
        live = np.nonzero(up >= 0)[0]
        while len(live):
            at = up[live]
            total[live] += total[at]
            up[live] = up[at]
            live = live[up[live] >= 0]
        return total

    def _part(self, quantity, edge, begin, end) -> np.ndarray:
        return quantity[edge] * np.abs(end - begin) / self.reach.net.graph.length[edge]

    def _last(self, places: Places) -> tuple[np.ndarray, np.ndarray]:
        """For tied places: what is before them (a node, or −1 − k for the k-th seed, n where they are not reached), and
        from where they are reached in mm along their edge."""
        reach, net, g = self.reach, self.reach.net, self.reach.net.graph
        edge, at = places.edge, net.offset_cost(places)
        rest = net.cost[edge] - at
        one = np.where(net.forward[edge] | (at == 0), reach.value[g.u[edge]] + (at << reach.bits), NEVER)
        two = np.where(net.backward[edge] | (rest == 0), reach.value[g.v[edge]] + (rest << reach.bits), NEVER)
        node = np.where(two < one, g.v[edge], g.u[edge]).astype(np.int64)
        start = np.where(two < one, g.length[edge], 0.0)
        straight = reach.straight(edge, at)
        best = np.minimum(one, two)
        here = np.nonzero((straight < NEVER) & (straight <= best))[0]
        k = np.searchsorted(reach.seeds.source, straight[here] & ((1 << reach.bits) - 1))
        node[here], start[here] = -1 - k, reach.seeds.place[k]
        node[np.minimum(best, straight) >= NEVER] = g.n
        return node, start

    def at(self, places: Places, quantity: np.ndarray) -> np.ndarray:
        """(p,) float64 sum of a *quantity* (m,) along the way to places, inf where there is none."""
        out = np.full(len(places), np.inf)
        k = np.nonzero(places.tied)[0]
        some = places.take(k)
        node, start = self._last(some)
        sums = np.append(self.sums(quantity), np.inf)
        sums = np.where(node < 0, 0.0, sums[np.maximum(node, 0)])
        out[k] = sums + self._part(quantity, some.edge, start, some.offset)
        return out

    def way(self, places: Places, which: int) -> Way | None:
        """The way to one of the places; None where there is none."""
        one = places.take([which])
        if not one.tied[0]:
            return None
        (node,), (start,) = (v.tolist() for v in self._last(one))
        if node == len(self.edge):
            return None
        steps = [(int(one.edge[0]), start, float(one.offset[0]))]
        while node >= 0:
            steps.append((int(self.edge[node]), float(self.begin[node]), float(self.end[node])))
            node = int(self.before[node])
        steps = [step for step in reversed(steps) if step[1] != step[2]]
        edge, begin, end = (np.array(column, np.float64) for column in zip(*steps)) if steps else (np.zeros(0),) * 3
        return Way(edge.astype(np.int64), begin, end)
