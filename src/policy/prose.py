"""The prose of a chapter, told apart from code, directives and markup.

Everything else is blanked out in place, so that what is found in the prose can be pointed at.
"""

import re

_FENCE = re.compile(r"^(\s*)(`{3,}|~{3,}|:{3,})\s*(?:\{([^}]*)\})?(.*)$")
_TITLED = frozenset(
    (
        *("admonition", "attention", "caution", "danger", "dropdown", "error", "hint"),
        *("important", "margin", "note", "seealso", "sidebar", "tab-item", "tip", "topic"),
        *("warning", "card", "grid-item-card"),
    )
)
_NOT_PROSE = frozenset(
    (
        *("code", "code-block", "code-cell", "csv-table", "eval-rst", "include"),
        *("literalinclude", "math", "mermaid", "raw", "tableofcontents", "toctree"),
    )
)
ROLE = re.compile(r"\{([\w:.+-]+)\}(`+)(.+?)\2", re.DOTALL)
_INLINE = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (ROLE.pattern, re.DOTALL),
        (r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL),
        (r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)", 0),
        (r"^\s*\[[^\]]+\]:\s+\S+.*$", re.MULTILINE),
        (r"\[\^[^\]]+\]", 0),
        (r"<[^<>\n]+>", 0),
        (r"https?://\S+", 0),
        (r"\{[#.][^}\n]*\}", 0),
        (r"^\s*\d+[.)]\s", re.MULTILINE),
    )
)


def blank(match: re.Match[str]) -> str:
    """Spaces in place of a match, so that all that follows keeps its place."""
    return re.sub(r"[^\n]", " ", match[0])


def prose(chapter: str) -> str:
    """A chapter with everything but its prose blanked out, line by line in place."""
    found = blocks(chapter)
    for pattern in _INLINE:
        found = pattern.sub(blank, found)
    return found


def blocks(chapter: str) -> str:
    """A chapter without front matter, comments, code and the heads of directives."""
    chapter = re.sub(r"\A---\n.*?\n---(?=\n)", blank, chapter, flags=re.DOTALL)
    chapter = re.sub(r"<!--.*?-->", blank, chapter, flags=re.DOTALL)
    lines = []
    fences: list[tuple[str, bool]] = []
    in_head = False
    in_yaml = False
    for line in chapter.split("\n"):
        keep = line
        fence = _FENCE.match(line)
        shown = all(is_prose for _, is_prose in fences)
        if fence and _closes(fence, fences):
            fences.pop()
            keep, in_head, in_yaml = "", False, False
        elif fence and shown:
            name = (fence[3] or "").strip()
            fences.append((fence[2], bool(name) and name not in _NOT_PROSE))
            keep = fence[4] if name in _TITLED else ""
            keep = keep.rjust(len(line))
            in_head = True
        elif not shown:
            keep = ""
        elif in_head and (in_yaml or re.match(r"\s*(:[\w-]+:|---\s*$)", line)):
            in_yaml ^= line.strip() == "---"
            keep = ""
        else:
            in_head = False
            if re.match(r"\s*(%|\+\+\+|\([^()\s]+\)=\s*$)", line):
                keep = ""
        lines.append(keep.ljust(len(line)))
    return "\n".join(lines)


def _closes(fence: re.Match[str], fences: list[tuple[str, bool]]) -> bool:
    if not fences or fence[3] is not None or fence[4].strip():
        return False
    opened = fences[-1][0]
    return fence[2][0] == opened[0] and len(fence[2]) >= len(opened)
