"""From lines and bare grids to paragraphs, headings and whole captioned tables, with furniture set aside."""

from gongkai.assemble.assembling import assemble

__all__ = ["assemble"]
