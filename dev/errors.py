"""The one error that a command reports to its user without a traceback."""


class HostError(Exception):
    """A step that cannot go on: what failed, why, and what to do about it."""

    def __init__(self, what, why="", todo=""):
        super().__init__(what)
        self.what, self.why, self.todo = what, why.strip(), todo

    def __str__(self):
        lines = [f"FAILED: {self.what}"]
        if self.why:
            lines.append("  why: " + self.why.replace("\n", "\n       "))
        if self.todo:
            lines.append("  what to do: " + self.todo)
        return "\n".join(lines)
