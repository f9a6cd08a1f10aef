"""Slow and plain answers to what the street engine answers quickly: Dijkstra with a heap on an exploded graph."""

import heapq

import numpy as np


def explode(net, sources, cost, targets=()):
    """(neighbours, vertex of each source, vertex of each target): a graph whose vertices are the nodes and every place.

    Places on an edge cut it; one at an edge's end is that node.
    """
    graph = net.graph
    neighbours = [{} for _ in range(graph.n)]
    on_edge = {}
    vertices = []
    for places in (sources, *targets):
        row = []
        offset = net.offset_cost(places)
        for edge, at in zip(places.edge.tolist(), offset.tolist()):
            if edge < 0:
                row.append(-1)
            elif at == 0 or at == net.cost[edge]:
                row.append(int(graph.u[edge] if at == 0 else graph.v[edge]))
            else:
                key = on_edge.setdefault(edge, {})
                if at not in key:
                    key[at] = len(neighbours)
                    neighbours.append({})
                row.append(key[at])
        vertices.append(row)

    def join(a, b, w):
        neighbours[a][b] = min(w, neighbours[a].get(b, np.inf))

    for edge in range(graph.m):
        stops = sorted(on_edge.get(edge, {}).items())
        stops = [(0.0, int(graph.u[edge])), *stops, (float(net.cost[edge]), int(graph.v[edge]))]
        for (x, a), (y, b) in zip(stops, stops[1:]):
            if net.forward[edge]:
                join(a, b, y - x)
            if net.backward[edge]:
                join(b, a, y - x)
    return neighbours, vertices[0], vertices[1:]


def dijkstra(neighbours, seeds, limit=np.inf):
    """(distance, source) of each vertex; seeds (vertex, cost, number)."""
    best = [(np.inf, -1)] * len(neighbours)
    heap = []
    for vertex, cost, number in seeds:
        if vertex >= 0 and cost <= limit and (best[vertex][1] < 0 or (cost, number) < best[vertex]):
            best[vertex] = (cost, number)
            heapq.heappush(heap, (cost, number, vertex))
    while heap:
        cost, number, vertex = heapq.heappop(heap)
        if best[vertex] != (cost, number):
            continue
        for other, step in neighbours[vertex].items():
            value = (cost + step, number)
            if value[0] <= limit and (best[other][1] < 0 or value < best[other]):
                best[other] = value
                heapq.heappush(heap, (*value, other))
    far, who = zip(*best) if best else ((), ())
    return np.array(far), np.array(who, np.int64)
