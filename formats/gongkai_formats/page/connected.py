"""What hangs together, told pair by pair: lines that cross, cells no border parts."""

from __future__ import annotations


class Connected:
    """Things by number, from 0, in groups (a union-find)."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def _root(self, node: int) -> int:
        parent = self._parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def join(self, one: int, other: int) -> None:
        """Two things hang together, and so do their groups."""
        self._parent[self._root(other)] = self._root(one)

    def groups(self) -> list[list[int]]:
        """The members of each group, groups in the order of their first member."""
        members: dict[int, list[int]] = {}
        for node in range(len(self._parent)):
            members.setdefault(self._root(node), []).append(node)
        return list(members.values())
